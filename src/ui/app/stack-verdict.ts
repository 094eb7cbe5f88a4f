/** What a new stack of environments would cost and break: the engine's result with it against that without. */
import { analyze } from '../../analysis/analyze.ts';
import type { LayoutResult } from '../../analysis/result.ts';
import { baselineOf, isCaused, SEVERITY } from '../../analysis/rules/finding-changes.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { placeInStack } from '../../model/commands/stacks.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import type { AskedStack, StackVerdict } from './analysis-protocol.ts';

function memoryOf(result: LayoutResult) {
  return result.estimates.find(
    ({ kind, subject }) => kind === 'memory' && subject.kind === 'target',
  );
}

const difference = (after: number | null | undefined, before: number | null | undefined) =>
  typeof after === 'number' && typeof before === 'number' ? after - before : null;

const results = new WeakMap<Plan, LayoutResult>();

function resultOf(plan: Plan, layoutId: string, catalogue: Catalogue): LayoutResult {
  let result = results.get(plan);
  if (result?.layout.id !== layoutId) {
    result = analyze(plan, layoutId, catalogue);
    results.set(plan, result);
  }
  return result;
}

/**
 * @param plan the plan as it is
 * @param catalogue technologies
 * @param stack what would be built, and for whom
 * @returns new findings, and what the machine's memory grows by
 * @cost one analysis, and one of the plan as it is per plan
 */
export function stackVerdict(plan: Plan, catalogue: Catalogue, stack: AskedStack): StackVerdict {
  const { key, args } = stack;
  let fresh = 0;
  const change = placeInStack(plan, args, (prefix) => `${prefix}-drop-${(fresh += 1)}`);
  if (!change.ok) {
    const impossible = change.problems[0]?.message ?? 'not possible';
    return { key, findings: [], memoryLow: null, memoryHigh: null, atLeast: false, impossible };
  }
  const before = resultOf(plan, args.layoutId, catalogue);
  const after = analyze(applyDiff(plan, change.value), args.layoutId, catalogue);
  const known = baselineOf(before.findings);
  const memory = memoryOf(after);
  const old = memoryOf(before);
  return {
    key,
    findings: after.findings
      .filter((finding) => isCaused(finding, known))
      .sort((a, b) => SEVERITY[b.verdict] - SEVERITY[a.verdict]),
    memoryLow: difference(memory?.low, old?.low),
    memoryHigh: difference(memory?.high, old?.high),
    atLeast: memory?.atLeast ?? true,
    impossible: null,
  };
}
