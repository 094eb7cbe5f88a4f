/** The plans that are measured: the shipped sample and generated ones. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../src/catalog/technology.ts';
import { CatalogueFiles } from '../src/host/catalogue-files.ts';
import { duplicateLayout } from '../src/model/commands/duplicate.ts';
import { updateRecords } from '../src/model/commands/records.ts';
import { applyDiff, type Diff } from '../src/model/diff.ts';
import { parsePlan } from '../src/model/interchange.ts';
import { rows, type Plan } from '../src/model/plan.ts';
import type { Result } from '../src/model/problem.ts';
import { generatedPlan } from '../src/model/testing/generated-plan.ts';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SEED = 20260;

/** @returns the shipped catalogue */
export function shippedCatalogue(): Catalogue {
  return new CatalogueFiles(`${ROOT}resources`).technologies();
}

/** @param name file name below resources/samples, without its ending */
export function samplePlan(name: string): Plan {
  const plan = parsePlan(readFileSync(`${ROOT}resources/samples/${name}.json`, 'utf8'));
  if (!plan.ok) throw new Error(`sample ${name} does not decode`);
  return plan.value;
}

/** @returns the plan's first layout */
export function firstLayoutId(plan: Plan): string {
  const layout = rows(plan.layouts)[0];
  if (!layout) throw new Error('a plan without layouts cannot be measured');
  return layout.id;
}

/**
 * @param applications how many; links and cores follow in the proportion of a large server plan
 * @returns a sound plan, the same for the same size
 */
export function planOf(applications: number): Plan {
  const cores = Math.max(8, Math.round((applications * 128) / 1000));
  return generatedPlan({ applications, cores, links: applications * 2, seed: SEED });
}

/** One for each layout that is compared. */
const HYPERVISORS = [
  'bao',
  'jailhouse',
  'xen-dom0less',
  'kvm-qemu',
  'sel4-vmm',
  'firecracker',
] as const;

function done(plan: Plan, diff: Result<Diff>): Plan {
  if (!diff.ok) throw new Error('the edit was refused');
  return applyDiff(plan, diff.value);
}

/**
 * @param applications as for `planOf`
 * @returns the plan with six layouts of the same shape, each on another hypervisor
 */
export function plansToCompare(applications: number): Plan {
  let next = 0;
  let plan = planOf(applications);
  for (let copies = 1; copies < HYPERVISORS.length; copies += 1) {
    plan = done(
      plan,
      duplicateLayout(plan, 'layout-0', (stem) => `${stem}-of-${copies}-${next++}`),
    );
  }
  rows(plan.layouts).forEach(({ id }, index) => {
    const carrying = [...plan.environments.values()].filter(
      ({ layoutId, kind }) => layoutId === id && kind === 'hypervisor',
    );
    const engines = [...plan.environments.values()].filter(
      ({ layoutId, kind }) => layoutId === id && kind === 'container-engine',
    );
    const technologyId = HYPERVISORS[index] ?? 'bao';
    const ids = (list: typeof carrying) => list.map((each) => each.id);
    plan = done(plan, updateRecords(plan, 'environments', ids(carrying), { technologyId }));
    plan = done(
      plan,
      updateRecords(plan, 'environments', ids(engines), { technologyId: 'podman' }),
    );
  });
  return plan;
}
