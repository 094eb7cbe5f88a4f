/** What a window shows first, whichever host opens it. */
import type { Problem } from '../model/problem.ts';
import type { Host } from './host.ts';

/** At most one of them counts: a file before a sample. All null: the start page. */
export interface FirstPlan {
  readonly file: string | null;
  /** Asked for by name. */
  readonly sample?: string | null;
  /** For who asked for nothing; unsaved work of an earlier run comes before it, on the start page. */
  readonly fallbackSample?: string | null;
}

/**
 * @param host that opens it
 * @param first what is wanted
 * @returns why it could not be opened; empty where it is open, or the start page is shown
 */
export async function openFirst(
  { dispatch }: Pick<Host, 'dispatch'>,
  { file, sample = null, fallbackSample = null }: FirstPlan,
): Promise<readonly Problem[]> {
  if (file !== null) return problemsOf(await dispatch('plan.open', { path: file }));
  const sampleId = sample ?? ((await hasUnsavedWork(dispatch)) ? null : fallbackSample);
  return sampleId === null ? [] : problemsOf(await dispatch('plan.openSample', { sampleId }));
}

type Reply = Awaited<ReturnType<Host['dispatch']>>;

function problemsOf(reply: Reply): readonly Problem[] {
  return reply.ok ? [] : reply.problems;
}

async function hasUnsavedWork(dispatch: Host['dispatch']): Promise<boolean> {
  const reply = await dispatch('plans.recoverable', {});
  return reply.ok && (reply.value as { readonly plans: readonly unknown[] }).plans.length > 0;
}
