/** A host without its launcher would stay for ever, unseen: it ends when the process that started it is gone. */

const POLL_MS = 1000;

/** What is asked about processes; tests pass their own. */
export interface Processes {
  readonly parentId: () => number;
  readonly isAlive: (pid: number) => boolean;
}

const SYSTEM: Processes = {
  parentId: () => process.ppid,
  isAlive: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};

/**
 * @param onGone called once, when the parent has ended
 * @param processes of the system
 * @returns stops watching
 */
export function watchParent(onGone: () => void, processes: Processes = SYSTEM): () => void {
  const parent = processes.parentId();
  // Started by the system itself: there is nobody to wait for.
  if (parent <= 1) return () => undefined;
  const timer = setInterval(() => {
    // Unix gives an orphan another parent; Windows keeps the number of the dead one.
    if (processes.parentId() === parent && processes.isAlive(parent)) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
