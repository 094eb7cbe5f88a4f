/**
 * Cores simulated one unit of time after the other: slow, simple, and independent of the theories and of `schedule-simulation.ts`.
 * Jobs follow scripts with suspensions, ceilings, inherited priorities, plain locks and spin locks.
 */

/**
 * One part of a job. A section holds a lock; `shared` ones are spun for, others run at the ceiling. Who finds an `inherit` one held lets
 * its holder run at once, who finds a `plain` one held leaves the core to everybody else.
 */
export interface Part {
  readonly kind: 'run' | 'suspend' | 'section';
  readonly length: number;
  readonly resource?: string;
  readonly ceiling?: number | 'shared' | 'inherit' | 'plain';
}

export interface ScriptedJob {
  readonly core: number;
  /** Rank of its task on its core: 0 has the highest priority. */
  readonly rank: number;
  /** Goes before that of others if it is less, as an absolute deadline; absent: the rank. */
  readonly urgency?: number;
  readonly release: number;
  readonly ready: number;
  readonly parts: readonly Part[];
}

interface Progress {
  readonly job: ScriptedJob;
  part: number;
  done: number;
  isQueued: boolean;
  end: number | null;
}

function partOf({ job, part }: Progress): Part | undefined {
  return job.parts[part];
}

/** One unit of the current part is done. */
function advance(progress: Progress, time: number): void {
  progress.done += 1;
  while (progress.done >= (partOf(progress)?.length ?? Infinity)) {
    progress.done = 0;
    progress.part += 1;
    progress.isQueued = false;
  }
  if (progress.part >= progress.job.parts.length) progress.end = time + 1;
}

/** Rank while it holds or spins for a lock. */
function rankOf(progress: Progress): number {
  const part = partOf(progress);
  const own = progress.job.urgency ?? progress.job.rank;
  if (part?.kind !== 'section') return own;
  if (part.ceiling === 'shared') return progress.isQueued ? -1 : own;
  if (typeof part.ceiling !== 'number') return own;
  return progress.done > 0 ? Math.min(own, part.ceiling - 0.5) : own;
}

/** Who holds the lock that a job needs to go on; undefined: nobody, or it has it. */
function holderFor(progress: Progress, heads: readonly Progress[]): Progress | undefined {
  const part = partOf(progress);
  if (part?.kind !== 'section' || progress.done > 0) return undefined;
  return heads.find((other) => {
    const held = partOf(other);
    return other !== progress && other.done > 0 && held?.resource === part.resource;
  });
}

/** Who runs on a core: jobs of one task one after the other, the highest current priority of the first of each. */
function chosen(all: readonly Progress[], core: number, time: number): Progress | undefined {
  const unfinished = all.filter(({ job, end }) => {
    return job.core === core && job.ready <= time && end === null;
  });
  const heads = unfinished.filter(
    ({ job }) =>
      !unfinished.some((other) => other.job.rank === job.rank && other.job.release < job.release),
  );
  const ready = heads.filter((progress) => partOf(progress)?.kind !== 'suspend');
  for (const progress of ready.sort((a, b) => rankOf(a) - rankOf(b))) {
    const { ceiling } = partOf(progress) ?? {};
    const holder =
      ceiling === 'inherit' || ceiling === 'plain' ? holderFor(progress, heads) : undefined;
    if (!holder) return progress;
    if (ceiling === 'inherit') return holder;
  }
  return undefined;
}

/**
 * @param jobs with at least one part, and no part of length 0
 * @param until when to stop
 * @returns the response time of each job from its release; null where it has not ended
 */
export function simulateSlots(
  jobs: readonly ScriptedJob[],
  until: number,
): readonly (number | null)[] {
  const all = jobs.map((job): Progress => ({ job, part: 0, done: 0, isQueued: false, end: null }));
  const cores = [...new Set(jobs.map(({ core }) => core))];
  const queues = new Map<string, Progress[]>();
  for (let time = 0; time < until; time += 1) {
    const suspended = all.filter(
      (progress) =>
        progress.end === null &&
        progress.job.ready <= time &&
        partOf(progress)?.kind === 'suspend' &&
        (progress.part > 0 || progress.done > 0),
    );
    const running = cores.flatMap((core) => chosen(all, core, time) ?? []);
    for (const progress of running) {
      const part = partOf(progress);
      if (part?.ceiling !== 'shared' || progress.isQueued) continue;
      const resource = part.resource ?? '';
      queues.set(resource, [...(queues.get(resource) ?? []), progress]);
      progress.isQueued = true;
    }
    for (const progress of running) {
      const part = partOf(progress);
      const queue = queues.get(part?.resource ?? '') ?? [];
      if (part?.ceiling === 'shared' && queue[0] !== progress) continue;
      const before = progress.part;
      advance(progress, time);
      if (part?.ceiling === 'shared' && progress.part !== before) queue.shift();
    }
    for (const progress of suspended) advance(progress, time);
  }
  return all.map(({ job, end }) => (end === null ? null : end - job.release));
}
