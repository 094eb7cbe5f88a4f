/** Saving: where it was, or where the user says; asks before another file goes. */
import ConfirmDialog from '../components/ConfirmDialog.svelte';
import FileDialog from '../start/FileDialog.svelte';
import type { PlanSession } from './plan-session.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Problems that the user may overrule, with the question that is asked. */
const QUESTIONS: Readonly<Record<string, { title: string; action: string }>> = {
  'file-exists': { title: 'Replace the other plan?', action: 'Replace' },
  'file-changed': { title: 'The file was changed by another program', action: 'Save over it' },
};

async function write(
  workbench: Workbench,
  session: PlanSession,
  path: string | null,
  overwrite = false,
): Promise<void> {
  const problems = await session.store.save(path, overwrite);
  const [first] = problems;
  const question = first && QUESTIONS[first.code];
  if (!first) workbench.notices.info(`Saved to ${session.store.path ?? ''}`);
  else if (!question || overwrite) workbench.notices.problems(problems);
  else {
    workbench.dialogs.show(ConfirmDialog, {
      ...question,
      text: first.message,
      onconfirm: () => write(workbench, session, path, true),
    });
  }
}

/** Saves to the plan's file; asks for one where it has none. */
export async function savePlan(workbench: Workbench, session: PlanSession): Promise<void> {
  if (session.store.path === null || session.store.readOnly) await saveAs(workbench, session);
  else await write(workbench, session, null);
}

/** Asks for a file and saves to it. */
export async function saveAs(workbench: Workbench, session: PlanSession): Promise<void> {
  const suggestedName = `${session.store.name.replace(/[\\/:*?"<>|]+/g, '-')}.partita`;
  if (!workbench.info?.capabilities.nativeDialogs) {
    const onpick = (path: string) => write(workbench, session, path);
    workbench.dialogs.show(FileDialog, { mode: 'save', suggestedName, onpick });
    return;
  }
  const reply = await workbench.call('dialog.save', { suggestedName });
  if (!reply.ok) workbench.notices.problems(reply.problems);
  // The system's dialog has asked already whether to replace.
  else if (reply.value.path !== null) await write(workbench, session, reply.value.path, true);
}
