/** New plans: from a target that ships, from a machine's own description, from a plan in JSON. */
import { randomUUID } from 'node:crypto';
import type { Catalogue } from '../catalog/technology.ts';
import { detectFormat } from '../exchange/formats.ts';
import { parseKnownPlan } from '../exchange/preview-import.ts';
import { importHwloc } from '../exchange/hwloc/import-hwloc.ts';
import { emptyPlan, infoOf, type Plan } from '../model/plan.ts';
import { fail, inFile, ok, type Result } from '../model/problem.ts';
import type { Target } from '../model/target.ts';
import { hostProblem } from './host-problems.ts';

/**
 * @param name of the plan; null: that of the target
 * @param target hardware to copy in
 * @param catalogue whose figures the plan starts with
 */
export function planForTarget(name: string | null, target: Target, catalogue: Catalogue): Plan {
  const id = `plan-${randomUUID()}`;
  const catalogueVersion = catalogue.version;
  return emptyPlan({ id, name: name ?? target.name, catalogueVersion }, target);
}

/**
 * @param name of the plan; null: the name in the file
 * @param fileName for problems
 * @param text a plan in JSON, or a machine as hwloc describes it
 * @param catalogue what a plan in JSON may name
 */
export function planFromImport(
  name: string | null,
  fileName: string,
  text: string,
  catalogue: Catalogue,
): Result<Plan> {
  switch (detectFormat(fileName, text)) {
    case 'json': {
      const plan = parseKnownPlan(text, catalogue);
      if (!plan.ok) return fail(...inFile(plan.problems, fileName));
      return ok(name === null ? plan.value : renamed(plan.value, name));
    }
    case 'hwloc': {
      const imported = importHwloc(text, { id: `target-${randomUUID()}`, fileName });
      if (!imported.ok) return fail(...inFile(imported.problems, fileName));
      return ok(planForTarget(name, imported.value.target, catalogue));
    }
    case 'csv-applications':
    case 'csv-tasks':
    case 'csv-links':
    case 'csv-chains':
    case null:
      return fail(hostProblem('import-no-plan', { place: { file: fileName } }));
  }
}

function renamed(plan: Plan, name: string): Plan {
  const info = infoOf(plan);
  return { ...plan, info: new Map([[info.id, { ...info, name }]]) };
}
