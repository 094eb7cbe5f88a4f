/** Numbers on boxes: the result's where it has them, never another's. */
import { hardwareOf } from '../../analysis/hardware.ts';
import { isUnknown, scaleTo } from '../../analysis/cpu/scaling.ts';
import type { Budget, Estimate, LayoutResult, Range } from '../../analysis/result.ts';
import type { Application } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { copiesOf, coresOfPlacement, type LayoutTree } from '../../model/layout-tree.ts';
import type { Placement } from '../../model/layout.ts';
import type { Target } from '../../model/target.ts';
import { formatBytes, formatShare } from '../../model/units.ts';

/** Budgets and loads of a result by what they are about. */
export interface Loads {
  readonly ofCore: (coreId: Id) => Budget | null;
  readonly coreSets: readonly Budget[];
  /** Cores that something floats over. */
  readonly floatedOver: ReadonlySet<Id>;
  readonly memoryOf: (kind: 'environment' | 'memory' | 'target', id: Id) => Budget | null;
  readonly memoryNeed: (environmentId: Id) => Estimate | null;
  /** Share of one core, all instances and copies of the place together; null when unknown. */
  readonly ofPlacement: (placement: Placement, application: Application) => number | null;
}

/** The number that a verdict rests on: the worst case, or the typical one where no worst case is known. */
export function mainValue(range: Range): number | null {
  return range.high ?? range.typical ?? range.low;
}

function taskLoads(result: LayoutResult | null): ReadonlyMap<Id, number | null> {
  const sums = new Map<Id, number | null>();
  for (const task of result?.tasks ?? []) {
    if (task.placementId === null) continue;
    const value = mainValue(task.utilisation);
    const sum = sums.get(task.placementId);
    const known = sum !== null && value !== null;
    sums.set(task.placementId, known ? (sum ?? 0) + value : null);
  }
  return sums;
}

/** A load stated for an application, taken to the cores it stands on by the engine's own rule. */
function statedLoad(
  target: Target,
  application: Application,
  coreIds: readonly Id[],
  instances: number,
): number | null {
  const load = application.cpuLoad;
  if (!load) return null;
  const hardware = hardwareOf(target);
  let most: number | null = null;
  for (const cluster of new Set(coreIds.map((id) => hardware.coreById.get(id)?.cluster ?? null))) {
    if (!cluster) return null;
    const scale = scaleTo(hardware, load, cluster);
    if (isUnknown(scale)) return null;
    const factor =
      scale.top.reduce((product, value) => product * value, 1) /
      scale.bottom.reduce((product, value) => product * value, 1);
    most = Math.max(most ?? 0, load.share * factor * instances);
  }
  return most;
}

/**
 * @param target the hardware
 * @param result what the engine says, or null
 * @param tree the layout
 * @returns look-ups
 * @cost O(budgets + tasks), then O(cores of the placement) each
 */
export function loadsOf(target: Target, result: LayoutResult | null, tree: LayoutTree): Loads {
  const budgets = new Map<string, Budget>();
  for (const budget of result?.budgets ?? [])
    budgets.set(`${budget.kind}/${budget.subject.kind}/${budget.subject.id}`, budget);
  const needs = new Map<Id, Estimate>();
  for (const estimate of result?.estimates ?? [])
    if (estimate.kind === 'memory' && estimate.subject.kind === 'environment')
      needs.set(estimate.subject.id, estimate);
  const ofTasks = taskLoads(result);
  const coreSets = [...budgets.values()].filter(
    ({ kind, subject }) => kind === 'cpu' && subject.kind === 'core-set',
  );
  return {
    ofCore: (coreId) => budgets.get(`cpu/core/${coreId}`) ?? null,
    coreSets,
    floatedOver: new Set(coreSets.flatMap(({ coreIds }) => coreIds)),
    memoryOf: (kind, id) => budgets.get(`memory/${kind}/${id}`) ?? null,
    memoryNeed: (environmentId) => needs.get(environmentId) ?? null,
    ofPlacement: (placement, application) => {
      const tasks = ofTasks.get(placement.id);
      if (tasks !== undefined) return tasks;
      if (!result) return null;
      const instances = placement.instances * copiesOf(tree, placement.environmentId);
      const cores = coresOfPlacement(tree, placement);
      return statedLoad(target, application, cores, instances);
    },
  };
}

/** Share of its capacity that a budget asks for; null when either is unknown. */
export function budgetShare(budget: Budget): number | null {
  const demand = mainValue(budget.demand);
  if (demand === null || budget.capacity === null || budget.capacity <= 0) return null;
  return demand / budget.capacity;
}

/**
 * CPU time at worst, as cores are judged by it.
 *
 * @param budget demand against capacity
 * @returns for example `62 %`, `≥ 40 %` where a part of it is unknown, `unknown`
 */
export function budgetText(budget: Budget): string {
  const share = budgetShare(budget);
  if (share === null || (share === 0 && budget.atLeast)) return 'unknown';
  return `${budget.atLeast ? '≥ ' : ''}${formatShare(share)}`;
}

/**
 * @param load share of a core, or null
 * @returns for a tile: at most three digits
 */
export function loadText(load: number | null): string {
  if (load === null) return 'load unknown';
  const percent = load * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent >= 10 ? Math.round(percent) : Number(percent.toFixed(1))} %`;
}

/**
 * Bytes with at most three significant digits: for labels, where the exact number is in the tooltip.
 *
 * @param value bytes, or null
 * @returns for example `1.49 GiB`, `unknown`
 */
export function shortBytes(value: number | null): string {
  if (value === null) return 'unknown';
  const steps = [1024 ** 4, 1024 ** 3, 1024 ** 2, 1024];
  const step = steps.find((size) => value >= size) ?? 1;
  const scaled = value / step;
  const rounded = scaled >= 100 ? Math.round(scaled) : Number(scaled.toPrecision(3));
  return formatBytes(Math.round(rounded * step)).replace(/(\d+\.\d\d)\d+/, '$1');
}
