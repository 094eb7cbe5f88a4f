/** How much of a core an environment is certain to get. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { DEDICATED_CORE } from '../timing/supply/supply.ts';
import { windowTableSupply } from '../timing/supply/window-table.ts';
import { listNames } from '../wording.ts';
import { ownWindows } from './frame-tables.ts';
import { serverSupplyOf } from './server-supply.ts';
import type { CoreUse, SupplyAnswer } from './supply-answer.ts';

const GENERAL_FAMILIES: ReadonlySet<string> = new Set([
  'type1-general',
  'type2',
  'thin-vm',
  'unikernel',
]);

/** A hypervisor whose virtual CPUs wait for each other, and for its own work, unless somebody says otherwise. */
function unstatedHypervisor(
  path: readonly Environment[],
  catalogue: Catalogue,
): Environment | null {
  for (const [at, environment] of path.entries()) {
    if (environment.kind !== 'hypervisor' || environment.scheduler !== null) continue;
    const inner = path[at + 1];
    const technologyId = environment.technologyId ?? inner?.technologyId ?? null;
    const family = technologyId === null ? null : catalogue.technologies.get(technologyId)?.family;
    const isGeneral = family ? GENERAL_FAMILIES.has(family) : inner?.kind !== 'partition';
    if (isGeneral) return environment;
  }
  return null;
}

function windowSupply(use: CoreUse, path: readonly Environment[], coreId: Id): SupplyAnswer | null {
  const tables = use.tables.filter(({ windows }) => windows.some((each) => each.coreId === coreId));
  const [table, another] = tables;
  const name = path.at(-1)?.name ?? '';
  if (!table) return null;
  if (another) {
    const reason = `windows of "${table.frame.name}" and of "${another.frame.name}" stand on this core`;
    return { kind: 'unknown', reason };
  }
  const { frame } = table;
  if (!table.isSound) {
    return {
      kind: 'unknown',
      reason: `the windows of "${frame.name}" overlap or leave their frame`,
    };
  }
  const ids = new Set(path.map(({ id }) => id));
  const windows = ownWindows(table, coreId, (id) => ids.has(id));
  if (windows.length === 0) {
    return {
      kind: 'unknown',
      reason: `"${name}" has no window on this core that is longer than a switch`,
    };
  }
  return {
    kind: 'windows',
    supply: windowTableSupply(frame.lengthNs, windows),
    frame,
    windows,
    words: `${windows.length === 1 ? 'one window' : `${windows.length} windows`} of "${frame.name}"`,
    assumptions: [
      'releases of tasks are not synchronised with the frame',
      ...(frame.switchNs === null
        ? ['a switch between windows takes no time: it is not stated']
        : []),
    ],
  };
}

/**
 * What an environment is certain to get of a core: its windows, or all of a core that serves nobody else.
 *
 * @param use who runs where
 * @param host an environment that schedules tasks
 * @param coreId a core
 * @returns the supply with the conditions under which it holds, or why nothing is certain
 * @cost O(windows + environments on the core)
 */
export function supplyOf(use: CoreUse, host: Environment, coreId: Id): SupplyAnswer {
  const path = use.tree.pathOf.get(host.id) ?? [];
  const several = path.find(({ copies }) => copies > 1);
  if (several) {
    const reason = `${several.copies} copies of "${several.name}" share the core; who runs when is not stated`;
    return { kind: 'unknown', reason };
  }
  const budgeted = path.filter(({ server }) => server !== null);
  const [budget, another] = budgeted;
  if (another) {
    const reason = `"${another.name}" has a budget inside the budget of "${budget?.name ?? ''}": not analysed`;
    return { kind: 'unknown', reason };
  }
  // With windows of its own a budget says what its table has to give.
  const isTable = use.tree.windows.some(
    ({ environmentId, coreId: on }) => environmentId === budget?.id && on === coreId,
  );
  if (budget && !isTable) {
    const toBudget = path.slice(0, path.indexOf(budget) + 1);
    const beneath = toBudget.slice(0, -1);
    const parent = windowSupply(use, beneath, coreId);
    if (parent?.kind === 'unknown') return parent;
    return serverSupplyOf(use, toBudget, coreId, parent?.supply ?? DEDICATED_CORE);
  }
  const windows = windowSupply(use, path, coreId);
  if (windows) return windows;
  const others = [...(use.hostsOn.get(coreId) ?? [])].filter(({ id }) => id !== host.id);
  if (others.length > 0) {
    const names = listNames(others.map(({ name }) => name));
    return {
      kind: 'unknown',
      reason: `the core is shared with ${names} without windows or budgets`,
    };
  }
  const general = unstatedHypervisor(path, use.catalogue);
  if (general) {
    const reason = `the scheduler of "${general.name}" is not stated; by default it guarantees no processor time`;
    return { kind: 'unknown', reason };
  }
  if (
    path.some(
      ({ scheduler }) => scheduler === 'credit' || (scheduler === 'fair' && path.length > 1),
    )
  ) {
    return { kind: 'unknown', reason: 'a scheduler beneath it guarantees no processor time' };
  }
  return {
    kind: 'core',
    supply: DEDICATED_CORE,
    isWhole: true,
    words: 'the whole core',
    assumptions: path.length > 1 ? ['nothing but what the layout shows runs on the core'] : [],
  };
}
