/** New plans: from a target that ships, from a machine's own description, from a plan in JSON. */
import { randomUUID } from 'node:crypto';
import { importHwloc } from '../exchange/hwloc/import-hwloc.ts';
import { parsePlan } from '../model/interchange.ts';
import { emptyPlan, infoOf, planInfoSchema, type Plan } from '../model/plan.ts';
import { fail, inFile, ok, type Result } from '../model/problem.ts';
import type { Target } from '../model/target.ts';
import { hostProblem } from './host-problems.ts';

/** What a text is imported as. */
export type ImportFormat = 'json' | 'hwloc' | 'csv';

/**
 * @param text a whole file
 * @returns what it looks like by its first letter; anything may still be wrong with it
 */
export function recognise(text: string): ImportFormat {
  const first = /\S/.exec(text.replace(/^\uFEFF/, ''))?.[0];
  if (first === '{' || first === '[') return 'json';
  return first === '<' ? 'hwloc' : 'csv';
}

/**
 * @param name of the plan; null: that of the target
 * @param target hardware to copy in
 */
export function planForTarget(name: string | null, target: Target): Plan {
  const info = planInfoSchema.parse({ id: `plan-${randomUUID()}`, name: name ?? target.name });
  return emptyPlan(info, target);
}

/** @returns a machine as a target; problems name the file */
export function targetFromHwloc(fileName: string, text: string): Result<Target> {
  const imported = importHwloc(text, { id: `target-${randomUUID()}`, fileName });
  return imported.ok ? ok(imported.value.target) : fail(...inFile(imported.problems, fileName));
}

/**
 * @param name of the plan; null: the name in the file
 * @param fileName for problems
 * @param text a plan in JSON, or a machine as hwloc describes it
 */
export function planFromImport(name: string | null, fileName: string, text: string): Result<Plan> {
  switch (recognise(text)) {
    case 'json': {
      const plan = parsePlan(text);
      if (!plan.ok) return fail(...inFile(plan.problems, fileName));
      return ok(name === null ? plan.value : renamed(plan.value, name));
    }
    case 'hwloc': {
      const target = targetFromHwloc(fileName, text);
      return target.ok ? ok(planForTarget(name, target.value)) : target;
    }
    case 'csv':
      return fail(hostProblem('import-no-plan', { place: { file: fileName } }));
  }
}

function renamed(plan: Plan, name: string): Plan {
  const info = infoOf(plan);
  return { ...plan, info: new Map([[info.id, { ...info, name }]]) };
}
