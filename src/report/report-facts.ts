/** Everything that the sections look up, gathered once per report. */
import {
  figureSource,
  hardwareOf,
  hardwareSource,
  type CoreFacts,
  type Hardware,
} from '../analysis/hardware.ts';
import type { LayoutResult } from '../analysis/result.ts';
import type { Catalogue } from '../catalog/technology.ts';
import type { Application, Task } from '../model/application.ts';
import { kindFacts } from '../model/environment-kinds.ts';
import type { Id } from '../model/fields.ts';
import type { Environment, Layout } from '../model/layout.ts';
import { layoutTree, type LayoutTree } from '../model/layout-tree.ts';
import { infoOf, rows, targetOf, type Plan, type PlanInfo } from '../model/plan.ts';
import { invariant } from '../model/problem.ts';
import type { Provenance, Target } from '../model/target.ts';
import type { SourceKey } from './document.ts';
import { FigureList } from './figure-list.ts';
import { SourceList } from './sources.ts';

/** What a pure room cannot know by itself. */
export interface Stamp {
  /** Revision of the plan that the results belong to. */
  readonly revision: number;
  /** SHA-256 of the plan's interchange text, hexadecimal. */
  readonly contentHash: string;
  /** When the report was made, ISO 8601 in UTC. */
  readonly printedAt: string;
  readonly programVersion: string;
}

/** What a report is made from. */
export interface ReportInput {
  readonly plan: Plan;
  /** The layout that the report is about. */
  readonly layoutId: Id;
  /** A result for every layout of the plan, the others for the comparison. */
  readonly results: readonly LayoutResult[];
  readonly catalogue: Catalogue;
  readonly stamp: Stamp;
}

/** The input with look-ups. */
export interface ReportFacts extends ReportInput {
  readonly info: PlanInfo;
  readonly target: Target;
  readonly hardware: Hardware;
  readonly layout: Layout;
  readonly tree: LayoutTree;
  readonly result: LayoutResult;
  readonly applications: readonly Application[];
  /** In the user's order; applications without tasks have no entry. */
  readonly tasksOf: ReadonlyMap<Id, readonly Task[]>;
  readonly sources: SourceList;
  /** Figures of estimates; section 15 lists them. */
  readonly figures: FigureList;
}

/**
 * @param input plan, layout and results
 * @returns the look-ups
 * @throws {Error} when the layout is not in the plan or has no result: the caller chose it
 * @cost O(records)
 */
export function reportFacts(input: ReportInput): ReportFacts {
  const { plan, layoutId, results } = input;
  const tree = layoutTree(plan, layoutId);
  const result = results.find((each) => each.layout.id === layoutId);
  invariant(tree !== null && result !== undefined, `no result for layout ${layoutId}`);
  const target = targetOf(plan);
  return {
    ...input,
    info: infoOf(plan),
    target,
    hardware: hardwareOf(target),
    layout: tree.layout,
    tree,
    result,
    applications: rows(plan.applications),
    tasksOf: Map.groupBy(rows(plan.tasks), (task) => task.applicationId),
    sources: new SourceList(),
    figures: new FigureList(),
  };
}

/**
 * @param facts of the report
 * @param record with a `sources` field
 * @param field the field asked about
 * @returns key of who says it
 */
export function sourceOf(
  facts: ReportFacts,
  record: Pick<Application, 'sources'>,
  field: string,
): SourceKey {
  return facts.sources.keyOf(figureSource(record.sources, field));
}

/**
 * @param facts of the report
 * @param provenance of a record of the target
 * @param field the field asked about
 * @returns key of who says it
 */
export function hardwareKey(facts: ReportFacts, provenance: Provenance, field: string): SourceKey {
  return facts.sources.keyOf(hardwareSource(facts.target, provenance, field));
}

/** @returns name of an application, or its id when the plan has none of it */
export function applicationName(facts: ReportFacts, id: Id): string {
  return facts.plan.applications.get(id)?.name ?? id;
}

/** @returns name of an environment with its kind, for example `Gateway (Container)` */
export function environmentTitle({ name, kind }: Environment): string {
  return `${name} (${kindFacts(kind).title})`;
}

/** @returns the way from the hardware up to an environment, for example `Jailhouse > Vehicle cell` */
export function pathText(facts: ReportFacts, environmentId: Id): string {
  const path = facts.tree.pathOf.get(environmentId) ?? [];
  return path.map(({ name }) => name).join(' > ');
}

/** Shortest run of neighbours that is written with its ends only. */
const RUN = 3;

/**
 * Names of cores in hardware order; neighbours of one cluster are one entry, `core 0 to core 3`.
 *
 * @param facts of the report
 * @param ids of cores, in any order; an id that the target does not have stands for itself
 * @returns names, never more than ids
 * @cost O(n log n)
 */
export function coreNames(facts: ReportFacts, ids: readonly Id[]): readonly string[] {
  const unknown = ids.filter((id) => !facts.hardware.coreById.has(id));
  const known = [...new Set(ids)]
    .flatMap((id) => facts.hardware.coreById.get(id) ?? [])
    .sort((a, b) => a.index - b.index);
  const runs: CoreFacts[][] = [];
  for (const core of known) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && last.index + 1 === core.index && last.cluster === core.cluster)
      run.push(core);
    else runs.push([core]);
  }
  const names = runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (run.length < RUN || !first || !last) return run.map(({ core }) => core.name);
    return [`${first.core.name} to ${last.core.name}`];
  });
  return [...names, ...unknown];
}

/**
 * @param facts of the report
 * @param id of a technology; null: none is chosen
 * @returns its name without what stands in brackets behind it; its id when this catalogue has none of it
 */
export function technologyName(facts: ReportFacts, id: Id | null): string | null {
  if (id === null) return null;
  return facts.catalogue.technologies.get(id)?.name.replace(/\s*\(.*\)$/, '') ?? id;
}

/** @returns for example `ASIL B` */
export function criticalityText(criticality: Application['criticality']): string | null {
  return criticality === null ? null : `${criticality.scale} ${criticality.level}`;
}

/** @returns tasks of all applications, in the order of the applications and then of the tasks */
export function tasksInOrder(facts: ReportFacts): readonly Task[] {
  return facts.applications.flatMap(({ id }) => facts.tasksOf.get(id) ?? []);
}
