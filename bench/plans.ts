/** The plans that are measured: the shipped sample and generated ones. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../src/catalog/technology.ts';
import { CatalogueFiles } from '../src/host/catalogue-files.ts';
import { parsePlan } from '../src/model/interchange.ts';
import { rows, type Plan } from '../src/model/plan.ts';
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
