/** How much of a core an environment is certain to get. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { DEDICATED_CORE } from '../timing/supply/supply.ts';
import { windowTableSupply } from '../timing/supply/window-table.ts';
import { SCHEDULER_WORDS } from '../timing-words.ts';
import { listNames } from '../wording.ts';
import { ownWindows, type FrameTable } from './frame-tables.ts';
import { schedulesByPriority } from './host.ts';
import { serverSupplyOf } from './server-supply.ts';
import type { CoreUse, SupplyAnswer } from './supply-answer.ts';
import { withinBudget } from './windows-and-budget.ts';

const GENERAL_FAMILIES: ReadonlySet<string> = new Set([
  'type1-general',
  'type2',
  'thin-vm',
  'unikernel',
]);

/** A hypervisor whose virtual CPUs wait for each other, and for its own work, unless somebody says otherwise. */
function isGeneral(at: number, path: readonly Environment[], catalogue: Catalogue): boolean {
  const [environment, inner] = [path[at], path[at + 1]];
  if (environment?.kind !== 'hypervisor' || environment.scheduler !== null) return false;
  const technologyId = environment.technologyId ?? inner?.technologyId ?? null;
  const family = technologyId === null ? null : catalogue.technologies.get(technologyId)?.family;
  return family ? GENERAL_FAMILIES.has(family) : inner?.kind !== 'partition';
}

/**
 * Why what stands on the first `depth` environments of a path is not certain to get a core that nobody else uses; null: it is.
 * A time-sharing kernel runs work of its own, and a share without a period comes at no known time.
 */
function unsafeBeneath(
  path: readonly Environment[],
  depth: number,
  catalogue: Catalogue,
): string | null {
  for (const [at, environment] of path.slice(0, depth).entries()) {
    const { name, scheduler, os, kind } = environment;
    if (isGeneral(at, path, catalogue)) {
      return `the scheduler of "${name}" is not stated; by default it guarantees no processor time`;
    }
    if (scheduler === 'credit' || scheduler === 'fair') {
      return `the scheduler of "${name}" beneath it guarantees no processor time`;
    }
    const hasKernel = os !== null || kind === 'os';
    if (hasKernel && scheduler === null && !(os && schedulesByPriority(os.family))) {
      return `the scheduler of "${name}" beneath it is not stated`;
    }
    if (environment.timeShare !== null && environment.timeShare < 1) return shareReason(name);
  }
  return null;
}

const shareReason = (name: string) =>
  `"${name}" has a share of its cores, and no period in which it gets it`;

/** Who else runs on the core in an environment that is given time as one. */
function othersIn(use: CoreUse, inner: Environment, host: Environment, coreId: Id): string[] {
  return [...(use.hostsOn.get(coreId) ?? [])]
    .filter((other) => other !== host && use.tree.pathOf.get(other.id)?.includes(inner))
    .map(({ name }) => name);
}

/** Somebody on the core whom the table of windows does not rule: neither in a window nor beside those that have one. */
function outsideTable(
  use: CoreUse,
  table: FrameTable,
  parent: Environment | undefined,
  coreId: Id,
): Environment | undefined {
  const owners = new Set(
    table.windows.filter((each) => each.coreId === coreId).map((each) => each.environmentId),
  );
  return [...(use.hostsOn.get(coreId) ?? [])].find((other) => {
    const path = use.tree.pathOf.get(other.id) ?? [];
    const isRuled = path.some(({ id }) => owners.has(id)) || (parent && path.includes(parent));
    return !isRuled;
  });
}

function windowSupply(
  use: CoreUse,
  path: readonly Environment[],
  host: Environment,
  coreId: Id,
): SupplyAnswer | null {
  const tables = use.tables.filter(({ windows }) => windows.some((each) => each.coreId === coreId));
  const [table, another] = tables;
  const name = path.at(-1)?.name ?? '';
  if (!table) return null;
  if (another) {
    return unknown(
      `windows of "${table.frame.name}" and of "${another.frame.name}" stand on this core`,
    );
  }
  const { frame } = table;
  if (!table.isSound) {
    return unknown(`the windows of "${frame.name}" overlap or leave their frame`);
  }
  const ids = new Set(path.map(({ id }) => id));
  const owner = path.findIndex(({ id }) =>
    table.windows.some((each) => each.environmentId === id && each.coreId === coreId),
  );
  const stated = path[owner - 1]?.scheduler ?? null;
  if (stated !== null && stated !== 'windows') {
    return unknown(
      `"${path[owner - 1]?.name ?? ''}" states the scheduler "${SCHEDULER_WORDS[stated]}", and there is a table of windows: which of them holds is unknown`,
    );
  }
  const windows = ownWindows(table, coreId, (id) => ids.has(id));
  if (windows.length === 0) {
    return unknown(`"${name}" has no window on this core that is longer than a switch`);
  }
  const outside = outsideTable(use, table, path[owner - 1], coreId);
  if (outside) return unknown(`"${outside.name}" runs on this core outside the windows`);
  const beneath = unsafeBeneath(path, Math.max(0, owner - 1), use.catalogue);
  if (beneath !== null) return unknown(beneath);
  const sharing = othersIn(use, path[owner] ?? host, host, coreId);
  // Budgets share a window out by a test of their own.
  if (sharing.length > 0 && path.includes(host)) {
    return unknown(`${listNames(sharing)} run in the same windows`);
  }
  return {
    kind: 'windows',
    supply: windowTableSupply(frame.lengthNs, windows),
    frame,
    windows,
    isSynchronised: host.offsetsFromFrame === true,
    words: `${windows.length === 1 ? 'one window' : `${windows.length} windows`} of "${frame.name}"`,
    assumptions:
      host.offsetsFromFrame === true
        ? []
        : ['releases of tasks are not synchronised with the frame'],
    unstated:
      frame.switchNs === null
        ? [
            {
              kind: 'window-switch',
              words: `a switch between windows of "${frame.name}" takes no time: it is not stated`,
            },
          ]
        : [],
  };
}

/** The supply of a budget: of whoever grants it there has to be something certain to grant. */
function budgetSupply(
  use: CoreUse,
  path: readonly Environment[],
  budget: Environment,
  host: Environment,
  coreId: Id,
): SupplyAnswer {
  const sharing = othersIn(use, budget, host, coreId);
  if (sharing.length > 0) {
    return unknown(`${listNames(sharing)} run in the same budget`);
  }
  const beneath = path.slice(0, path.indexOf(budget));
  const granting = beneath.findLastIndex(({ kind }) => kind !== 'container-engine');
  const table = windowSupply(use, beneath, host, coreId);
  if (table?.kind === 'unknown') return table;
  if (!table) {
    // Deadlines of constant-bandwidth servers are kept by the kernel beneath a hypervisor that is a program of it.
    const isOfKernel =
      budget.server?.kind === 'constant-bandwidth' && beneath[granting]?.kind === 'hypervisor';
    const reason = unsafeBeneath(path, isOfKernel ? granting - 1 : granting, use.catalogue);
    if (reason !== null) return unknown(reason);
    if (beneath.some(({ scheduler }) => scheduler === 'windows')) return unknown(NO_WINDOW);
  }
  return serverSupplyOf(use, {
    own: budget,
    parent: beneath[granting],
    coreId,
    supply: table?.supply ?? DEDICATED_CORE,
    unstatedBeneath: table?.unstated ?? [],
    isInWindow: table !== null,
  });
}

const NO_WINDOW = 'what it stands in gives windows, and none stands on this core';

const unknown = (reason: string): { kind: 'unknown'; reason: string } => ({
  kind: 'unknown',
  reason,
});

function wholeCore(
  use: CoreUse,
  path: readonly Environment[],
  host: Environment,
  coreId: Id,
): SupplyAnswer {
  const others = [...(use.hostsOn.get(coreId) ?? [])].filter(({ id }) => id !== host.id);
  if (others.length > 0) {
    const names = listNames(others.map(({ name }) => name));
    return unknown(`the core is shared with ${names} without windows or budgets`);
  }
  const reason = unsafeBeneath(path, path.length - 1, use.catalogue);
  if (reason !== null) return unknown(reason);
  if (path.slice(0, -1).some(({ scheduler }) => scheduler === 'windows')) return unknown(NO_WINDOW);
  if (host.timeShare !== null && host.timeShare < 1) return unknown(shareReason(host.name));
  return {
    kind: 'core',
    supply: DEDICATED_CORE,
    isWhole: true,
    words: 'the whole core',
    assumptions: path.length > 1 ? ['nothing but what the layout shows runs on the core'] : [],
    unstated: [],
  };
}

/**
 * What an environment is certain to get of a core: its windows, its budget, or all of a core that serves nobody else.
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
    return unknown(
      `${several.copies} copies of "${several.name}" share the core; who runs when is not stated`,
    );
  }
  const [budget, another] = path.filter(({ server }) => server !== null);
  if (another) {
    return unknown(
      `"${another.name}" has a budget inside the budget of "${budget?.name ?? ''}": not analysed`,
    );
  }
  const owners = new Set(
    use.tree.windows.filter((each) => each.coreId === coreId).map((each) => each.environmentId),
  );
  const inner = budget && path.slice(path.indexOf(budget) + 1).find(({ id }) => owners.has(id));
  if (inner) {
    return unknown(
      `"${inner.name}" has windows inside the budget of "${budget.name}": not analysed`,
    );
  }
  if (budget && !owners.has(budget.id)) return budgetSupply(use, path, budget, host, coreId);
  const table = windowSupply(use, path, host, coreId);
  if (budget && table?.kind === 'windows') return withinBudget(table, budget);
  return table ?? wholeCore(use, path, host, coreId);
}
