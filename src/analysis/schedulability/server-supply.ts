/** What a budget of an environment is certain to give, and whether whoever grants it can. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { Scheduler } from '../../model/scheduling.ts';
import { MECHANISM_GUARANTEES } from '../timing/supply/mechanisms.ts';
import {
  grantsUnderEarliestDeadline,
  grantsUnderFixedPriorities,
  type Grant,
} from '../timing/supply/server-grants.ts';
import { serverSupply, type Server } from '../timing/supply/servers.ts';
import type { Supply } from '../timing/supply/supply.ts';
import { formatNs } from '../../model/units.ts';
import { listNames } from '../wording.ts';
import { isFairBeside } from './host.ts';
import type { CoreUse, SupplyAnswer } from './supply-answer.ts';
import type { Unstated } from './unstated.ts';

const unknown = (reason: string): SupplyAnswer => ({ kind: 'unknown', reason });

/** A child with a budget, as the theories see it: the switches that it causes are part of what it demands. */
interface Budgeted {
  readonly environment: Environment;
  readonly server: Server;
  readonly demanded: Server;
}

function budgeted(environment: Environment, switchNs: number): Budgeted | null {
  const { server } = environment;
  if (!server || server.kind === 'quota') return null;
  const deadline = server.deadlineNs ?? server.periodNs;
  const of = { kind: server.kind, budget: server.budgetNs, period: server.periodNs, deadline };
  const demanded = { ...of, budget: of.budget + 2 * switchNs };
  // What a deferrable server demands is known for deadlines at the end of its period.
  const isDue =
    server.kind === 'deferrable' ? deadline === server.periodNs : deadline <= server.periodNs;
  const isSound = isDue && demanded.budget <= deadline;
  return isSound ? { environment, server: of, demanded } : null;
}

/** Scheduler of the parent; constant-bandwidth servers are scheduled by deadline by definition. */
function schedulerOf(parent: Environment, servers: readonly Budgeted[]): Scheduler | null {
  if (parent.scheduler !== null) return parent.scheduler;
  return servers.every(({ server }) => server.kind === 'constant-bandwidth') ? 'edf' : null;
}

function grantsOf(
  parent: Environment,
  servers: readonly Budgeted[],
  supply: Supply,
): ReadonlyMap<Environment, Grant> | string {
  const scheduler = schedulerOf(parent, servers);
  const demanded = servers.map((each) => each.demanded);
  if (scheduler === 'edf') {
    const grants = grantsUnderEarliestDeadline(demanded, supply);
    return new Map(servers.map(({ environment }, at) => [environment, grants[at] as Grant]));
  }
  if (scheduler !== 'fixed-priority') {
    return `the scheduler of "${parent.name}" is ${scheduler === null ? 'not stated' : 'not one that keeps budgets'}`;
  }
  if (servers.some(({ server }) => server.kind === 'constant-bandwidth')) {
    return 'constant-bandwidth servers have deadlines, and their parent schedules by priority';
  }
  const priorities = servers.map(({ environment }) => environment.server?.priority ?? null);
  if (priorities.includes(null) || new Set(priorities).size < priorities.length) {
    return `budgets in "${parent.name}" need priorities, no two equal`;
  }
  const order = [...servers].sort(
    (a, b) => (b.environment.server?.priority ?? 0) - (a.environment.server?.priority ?? 0),
  );
  const grants = grantsUnderFixedPriorities(
    order.map((each) => each.demanded),
    supply,
  );
  return new Map(order.map(({ environment }, at) => [environment, grants[at] as Grant]));
}

/** Why a budget is not proven to come by its deadline. */
function refusalOf(grant: Exclude<Grant, { kind: 'granted' }>, { period }: Server): string {
  switch (grant.kind) {
    case 'overloaded':
      return 'all budgets on this core together exceed it';
    case 'unknown':
      return 'the test of all budgets on this core did not converge';
    case 'not-proven':
      return `it may come late: what other budgets on this core may use before it leaves less than its own within a period of ${formatNs(period)}`;
  }
}

/** A budget on a core, and whoever grants it. */
export interface BudgetUse {
  readonly own: Environment;
  /** Nearest environment beneath that schedules: an engine of containers leaves that to the kernel. */
  readonly parent: Environment | undefined;
  readonly coreId: Id;
  /** What the parent itself is certain to get of the core. */
  readonly supply: Supply;
  /** What that supply rests on and nobody states. */
  readonly unstatedBeneath: readonly Unstated[];
  /** Whose windows or budget that is, which keeps everybody else away; null: the whole core. */
  readonly within: Environment | null;
}

/** What the parent hands the core to, one for each host on it; the name of one whom it does not schedule. */
function childrenOn(
  use: CoreUse,
  parent: Environment,
  { coreId, within }: BudgetUse,
): readonly Environment[] | string {
  const children = new Set<Environment>();
  for (const host of use.hostsOn.get(coreId) ?? []) {
    const path = use.tree.pathOf.get(host.id) ?? [];
    const isInside = path.includes(parent);
    if (within && !path.includes(within)) continue;
    if (isFairBeside(use.tree, parent, host)) continue;
    const above = path.slice(path.indexOf(parent) + 1);
    const child = above.find(({ kind }) => kind !== 'container-engine');
    if (!isInside || !child) return host.name;
    children.add(child);
  }
  return [...children];
}

/** Kinds whose content may take the core several times within a period. */
const COMES_AT_ANY_TIME: ReadonlySet<Server['kind']> = new Set([
  'deferrable',
  'constant-bandwidth',
]);

function assumptionsOf(parent: Environment, servers: readonly Budgeted[]): readonly string[] {
  return [
    `every budget on the core is kept to by "${parent.name}"`,
    ...(parent.contextSwitchNs === null
      ? []
      : servers.some(({ server }) => COMES_AT_ANY_TIME.has(server.kind))
        ? ['the content of a budget is switched to once in each of its periods']
        : []),
  ];
}

/** Why a quota guarantees nothing, by who keeps it: cpu.max is a matter of Linux, not of every hypervisor. */
function quotaReason(parent: Environment | undefined): string {
  if (parent?.kind === 'hypervisor') {
    return `a quota of "${parent.name}" is an upper limit: nothing says when in a period the time arrives`;
  }
  const quota = MECHANISM_GUARANTEES['linux-cpu-max'];
  return quota.kind === 'none' ? quota.reason : '';
}

/**
 * @param use who runs where
 * @param budget what is granted on a core, and by whom
 * @returns the supply of a budget that is proven to be granted, or why it is not
 * @cost the test of all budgets on the core
 * @rules RT-6
 */
export function serverSupplyOf(use: CoreUse, budget: BudgetUse): SupplyAnswer {
  const { own, parent, supply, unstatedBeneath, within } = budget;
  if (!own.server) return unknown('it has no budget');
  if (own.server.kind === 'quota') return unknown(quotaReason(parent));
  if (!parent) return unknown(`nothing beneath "${own.name}" grants its budget`);
  const children = childrenOn(use, parent, budget);
  if (typeof children === 'string')
    return unknown(`"${children}" runs on this core outside all budgets`);
  const several = children.find(({ copies }) => copies > 1);
  if (several) {
    return unknown(
      `${several.copies} copies of "${several.name}" have budgets on this core: how many share it is not stated`,
    );
  }
  const without = children.filter(({ server }) => server === null);
  if (without.length > 0) {
    return unknown(`${listNames(without.map(({ name }) => name))} on this core has no budget`);
  }
  const limited = children.find(({ server }) => server?.kind === 'quota');
  if (limited) {
    return unknown(`"${limited.name}" on this core has a quota, against which no budget is tested`);
  }
  const switchNs = parent.contextSwitchNs ?? 0;
  const servers = children.map((child) => budgeted(child, switchNs));
  const sound = servers.filter((each): each is Budgeted => each !== null);
  if (sound.length < servers.length) {
    return unknown(
      'a budget on this core, switches included, does not fit into its deadline, or its deadline does not fit its period',
    );
  }
  const grants = grantsOf(parent, sound, supply);
  if (typeof grants === 'string') return unknown(grants);
  const grant = grants.get(own);
  const mine = sound.find(({ environment }) => environment === own);
  if (!grant || !mine) return unknown('it has no budget on this core');
  if (grant.kind !== 'granted')
    return unknown(`the budget of "${own.name}" is not proven: ${refusalOf(grant, mine.server)}`);
  return {
    kind: 'core',
    supply: serverSupply(mine.server, Math.max(mine.server.budget, grant.within)),
    isWhole: false,
    words: `${formatNs(mine.server.budget)} every ${formatNs(mine.server.period)} (${mine.server.kind} server)`,
    assumptions: assumptionsOf(parent, sound),
    unstated: [
      ...unstatedBeneath,
      ...(within === null
        ? []
        : [
            {
              kind: 'guest-budget' as const,
              words: `budgets inside "${within.name}" count time in which it runs: what is taken from it uses none of them up`,
            },
          ]),
      ...(parent.contextSwitchNs === null
        ? [
            {
              kind: 'budget-switch' as const,
              words: `switches of "${parent.name}" take no time: their cost is not stated`,
              at: parent,
            },
          ]
        : []),
    ],
  };
}
