/** What holds for the result of any plan whatever. */
import { layoutResultSchema } from '../result-schema.ts';
import type { LayoutResult } from '../result.ts';
import { RULES } from '../rules/registry.ts';

const BROKEN_TEXT = /undefined|NaN|\[object|null/;

/**
 * @param result any result
 * @returns what is wrong with it, in words; empty for a sane one
 */
export function faultsOf(result: LayoutResult): readonly string[] {
  const faults: string[] = [];
  const decoded = layoutResultSchema.safeParse(JSON.parse(JSON.stringify(result)));
  if (!decoded.success) faults.push(`does not fit the schema: ${decoded.error.message}`);
  const rules = [...new Set(result.findings.map((finding) => finding.rule))];
  if (rules.join() !== RULES.map((rule) => rule.id).join()) faults.push(`rules: ${rules.join()}`);
  for (const { subject, demand, atLeast, verdict, capacity } of result.budgets) {
    if (verdict === 'within' && (atLeast || capacity === null)) {
      faults.push(`${subject.id} passes with an unknown part`);
    }
    for (const each of [demand.low, demand.typical, demand.high]) {
      if (each !== null && !(each >= 0)) faults.push(`${subject.id} has a demand of ${each}`);
    }
  }
  for (const { rule, message, verdict, remedy } of result.findings) {
    if (message === '' || BROKEN_TEXT.test(message)) faults.push(`${rule} says "${message}"`);
    if (verdict === 'error' && remedy === null) faults.push(`${rule} gives no remedy`);
  }
  return faults;
}
