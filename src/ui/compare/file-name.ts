/** Names of files that show several layouts. */
import { infoOf } from '../../model/plan.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';

/**
 * @param session the open plan
 * @param what the file shows
 * @returns a file name without extension
 */
export function fileNameOf(session: PlanSession, what: string): string {
  return `${infoOf(session.plan).name} - ${what}`;
}
