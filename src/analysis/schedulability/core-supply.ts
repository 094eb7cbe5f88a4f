/** How much of a core an environment is certain to get. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { DEDICATED_CORE } from '../timing/supply/supply.ts';
import { windowTableSupply } from '../timing/supply/window-table.ts';
import { SCHEDULER_WORDS } from '../timing-words.ts';
import { listNames } from '../wording.ts';
import { ownWindows, type FrameTable } from './frame-tables.ts';
import { isFairBeside, schedulesByPriority } from './host.ts';
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
  from = 0,
): string | null {
  for (const [at, environment] of path.entries()) {
    if (at < from || at >= depth) continue;
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

/** Who else runs on the core, in an environment that is given time as one or anywhere: those who only get what is left come last. */
function othersIn(
  use: CoreUse,
  inner: Environment | null,
  host: Environment,
  coreId: Id,
): { readonly beside: readonly string[]; readonly fair: readonly Environment[] } {
  const others = [...(use.hostsOn.get(coreId) ?? [])].filter(
    (other) => other !== host && (!inner || use.tree.pathOf.get(other.id)?.includes(inner)),
  );
  const fair = others.filter((other) => isFairBeside(use.tree, host, other));
  const beside = others.filter((other) => !fair.includes(other)).map(({ name }) => name);
  return { beside, fair };
}

/** What a supply rests on where threads with a quota get only what real-time threads leave. */
function besideFair(
  answer: SupplyAnswer,
  host: Environment,
  fair: readonly Environment[],
): SupplyAnswer {
  if (answer.kind === 'unknown' || fair.length === 0) return answer;
  const words = (of: readonly Environment[]) =>
    `threads of ${listNames(of.map(({ name }) => name))} are of the fair class, which a quota is for: every real-time thread of "${host.name}" comes before them`;
  const [stated, open] = [true, false].map((isSaid) =>
    fair.filter(({ scheduler }) => (scheduler === 'fair') === isSaid),
  ) as [Environment[], Environment[]];
  return {
    ...answer,
    assumptions: [...answer.assumptions, ...(stated.length > 0 ? [words(stated)] : [])],
    unstated: [
      ...answer.unstated,
      ...(open.length > 0 ? [{ kind: 'fair-threads' as const, words: words(open) }] : []),
    ],
  };
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
  const { beside, fair } = othersIn(use, path[owner] ?? host, host, coreId);
  // Budgets share a window out by a test of their own.
  if (beside.length > 0 && path.includes(host)) {
    return unknown(`${listNames(beside)} run in the same windows`);
  }
  const answer: SupplyAnswer = {
    kind: 'windows',
    supply: windowTableSupply(frame.lengthNs, windows),
    frame,
    windows,
    isSynchronised: host.offsetsFromFrame === true,
    isPhaseStated: host.offsetsFromFrame !== null,
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
  return path.includes(host) ? besideFair(answer, host, fair) : answer;
}

/** Of what stands on a path, who is the first to be limited to windows or a budget, from the hardware down to the last. */
function limitOf(use: CoreUse, path: readonly Environment[], coreId: Id): Environment | null {
  const owners = windowOwners(use, coreId);
  return path.findLast(({ id, server }) => server !== null || owners.has(id)) ?? null;
}

/**
 * The supply of a budget: of whoever grants it there has to be something certain to grant, which may be windows or a budget itself.
 * What is inside that is tested against its supply in the worst case, and gives a supply again.
 */
function grantedSupply(
  use: CoreUse,
  path: readonly Environment[],
  budget: Environment,
  host: Environment,
  coreId: Id,
): SupplyAnswer {
  const at = path.indexOf(budget);
  const beneath = path.slice(0, at);
  const granting = beneath.findLastIndex(({ kind }) => kind !== 'container-engine');
  const within = limitOf(use, beneath, coreId);
  const outer = within && limitedSupply(use, beneath, within, host, coreId);
  if (outer?.kind === 'unknown') return outer;
  // Deadlines of constant-bandwidth servers are kept by the kernel beneath a hypervisor that is a program of it.
  const isOfKernel =
    budget.server?.kind === 'constant-bandwidth' && beneath[granting]?.kind === 'hypervisor';
  const from = within ? beneath.indexOf(within) : 0;
  const reason = unsafeBeneath(
    path,
    isOfKernel && !within ? granting - 1 : granting,
    use.catalogue,
    from,
  );
  if (reason !== null) return unknown(reason);
  if (!within && beneath.some(({ scheduler }) => scheduler === 'windows'))
    return unknown(NO_WINDOW);
  return serverSupplyOf(use, {
    own: budget,
    parent: beneath[granting],
    coreId,
    supply: outer?.supply ?? DEDICATED_CORE,
    unstatedBeneath: outer?.unstated ?? [],
    within,
  });
}

/** What the content of `limited`, the innermost limit of a path, gets of a core together. */
function limitedSupply(
  use: CoreUse,
  path: readonly Environment[],
  limited: Environment,
  host: Environment,
  coreId: Id,
): SupplyAnswer {
  if (!windowOwners(use, coreId).has(limited.id)) {
    return grantedSupply(use, path, limited, host, coreId);
  }
  const table = windowSupply(use, path, host, coreId);
  if (!table) return unknown(NO_WINDOW);
  return limited.server !== null && table.kind === 'windows' ? withinBudget(table, limited) : table;
}

/** Who has windows on a core. */
const windowOwners = ({ tree }: CoreUse, coreId: Id): ReadonlySet<Id> =>
  new Set(tree.windows.filter((each) => each.coreId === coreId).map((each) => each.environmentId));

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
  const { beside, fair } = othersIn(use, null, host, coreId);
  if (beside.length > 0) {
    const inside = [...(use.hostsOn.get(coreId) ?? [])].every(
      ({ id, server }) =>
        id === host.id || (server !== null && use.tree.pathOf.get(id)?.includes(host)),
    );
    return unknown(
      inside
        ? `${listNames(beside)} on this core ${beside.length === 1 ? 'has a budget' : 'have budgets'} of "${host.name}": tasks beside budgets of one kernel are not analysed`
        : `the core is shared with ${listNames(beside)} without windows or budgets`,
    );
  }
  const reason = unsafeBeneath(path, path.length - 1, use.catalogue);
  if (reason !== null) return unknown(reason);
  if (path.slice(0, -1).some(({ scheduler }) => scheduler === 'windows')) return unknown(NO_WINDOW);
  if (host.timeShare !== null && host.timeShare < 1) return unknown(shareReason(host.name));
  const whole: SupplyAnswer = {
    kind: 'core',
    supply: DEDICATED_CORE,
    isWhole: true,
    words: 'the whole core',
    assumptions: path.length > 1 ? ['nothing but what the layout shows runs on the core'] : [],
    unstated: [],
  };
  return besideFair(whole, host, fair);
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
  const limited = limitOf(use, path, coreId);
  if (!limited) return wholeCore(use, path, host, coreId);
  const owners = windowOwners(use, coreId);
  const budget = path.find(({ server }) => server !== null);
  const inner = budget && path.slice(path.indexOf(budget) + 1).find(({ id }) => owners.has(id));
  if (inner) {
    return unknown(
      `"${inner.name}" has windows inside the budget of "${budget.name}": not analysed`,
    );
  }
  const { beside, fair } = othersIn(use, limited, host, coreId);
  if (beside.length > 0 && !owners.has(limited.id)) {
    return unknown(`${listNames(beside)} run in the same budget`);
  }
  const answer = limitedSupply(use, path, limited, host, coreId);
  return owners.has(limited.id) ? answer : besideFair(answer, host, fair);
}
