/** Builds what the advisor proposes; runs in the worker. */
import { adopt } from '../../analysis/advisor/assess.ts';
import { convertLayout } from '../../analysis/advisor/convert-layout.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { NewId } from '../../model/commands/records.ts';
import type { Plan } from '../../model/plan.ts';
import type { BuildQuestion, Built } from './build-protocol.ts';

/** @returns null when the layout has gone meanwhile */
export function answerBuild(
  plan: Plan,
  catalogue: Catalogue,
  question: BuildQuestion,
  newId: NewId,
): Built | null {
  const { to } = question;
  if (question.kind === 'placement') {
    const { about } = question;
    const made = adopt(plan, about, catalogue, to, newId);
    return made && { ...made, layoutId: about.layoutId };
  }
  const made = convertLayout(plan, catalogue, { layoutId: question.layoutId, to }, newId);
  if (!made.ok) return null;
  const { diff, layoutId, notCarried } = made.value;
  return { diff, layoutId, notes: notCarried };
}
