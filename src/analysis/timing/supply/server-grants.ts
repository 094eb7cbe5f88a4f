/** Are all servers on one core granted their budgets? Without that no supply to their content holds. */
import { fixedPriorityResponse } from '../fixed-priority.ts';
import { STEP_LIMIT, type ResponseBound, type StepLimit } from '../timing-task.ts';
import { compareUtilisation } from '../utilisation.ts';
import { hyperperiodOf, LARGEST_TIME } from '../whole-numbers.ts';
import { interferenceOf, serverDemand, type Server } from './servers.ts';
import { DEDICATED_CORE, type Supply } from './supply.ts';

/**
 * Whether content that always has work gets the budget of its server in every period.
 *
 * - `granted`: proven, at most `within` after each replenishment
 * - `overloaded`: refuted; all budgets together exceed the supply in the long run
 * - `not-proven`: the test, which is sufficient, fails; `at` is the length of an interval in which demand exceeds supply, or under
 *   fixed priorities the response time that exceeds the period
 */
export type Grant =
  | { readonly kind: 'granted'; readonly within: number }
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'not-proven'; readonly at: number }
  | Extract<ResponseBound, { kind: 'unknown' }>;

/** Budgets and periods as long-run demand. */
function recurring(servers: readonly Server[]): readonly { wcet: number; period: number }[] {
  return servers.map(({ budget, period }) => ({ wcet: budget, period }));
}

/**
 * Grants under fixed priorities: the response time of each server as a task, under the servers of higher priority with a jitter of
 * Pi - Theta where they are deferrable.
 *
 * @param servers by priority, the highest first, no two equal; none of constant bandwidth
 * @param supply of the core, or of what the servers themselves live in
 * @param limit bounds the work, of each server
 * @returns one grant per server, in the same order; sufficient, and exact where no server is deferrable
 * @cost `fixedPriorityResponse` for each server
 * @source Strosnider, Lehoczky, Sha, IEEE TC 44(1), 1995; Davis, Burns, RTSS 2005
 */
export function grantsUnderFixedPriorities(
  servers: readonly Server[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): readonly Grant[] {
  const interference = servers.map(interferenceOf);
  return interference.map((task, at): Grant => {
    const own = { ...task, jitter: 0 };
    const bound = fixedPriorityResponse(own, interference.slice(0, at), supply, limit);
    if (bound.kind === 'unknown') return bound;
    if (bound.kind === 'unbounded') return { kind: 'overloaded' };
    const { responseTime } = bound;
    return responseTime <= task.period
      ? { kind: 'granted', within: responseTime }
      : { kind: 'not-proven', at: responseTime };
  });
}

/**
 * A length beyond which demand never exceeds supply, or of which all longer ones repeat a shorter one: with U below the rate, from
 * h(t) <= U t + sum of budgets and sbf(t) >= rate t - 2 budget; at equality one hyperperiod beyond the longest time without supply.
 */
function longestLength(servers: readonly Server[], supply: Supply, equal: boolean): number {
  const { rate } = supply;
  const periods = [...servers.map(({ period }) => period), rate.period];
  const hyperperiod = hyperperiodOf(periods);
  const longestPeriod = periods.reduce((a, b) => Math.max(a, b), 0);
  const repeats = hyperperiod === null ? Infinity : hyperperiod + 3 * longestPeriod;
  if (equal) return repeats;
  let numerator = 0n;
  let denominator = 1n;
  let budgets = 2n * BigInt(rate.budget);
  for (const { budget, period } of servers) {
    numerator = numerator * BigInt(period) + BigInt(budget) * denominator;
    denominator *= BigInt(period);
    budgets += BigInt(budget);
  }
  // t (rate - U) > budgets, with both rates over the denominator of both.
  const slack = BigInt(rate.budget) * denominator - numerator * BigInt(rate.period);
  const length = (budgets * denominator * BigInt(rate.period)) / slack + 1n;
  return Math.min(repeats, Number(length));
}

/** Largest length from `least` to `longest` in which demand exceeds supply; null where none does. NaN: no steps left. */
function largestExcess(
  servers: readonly Server[],
  supply: Supply,
  [least, longest]: readonly [number, number],
  limit: StepLimit,
): number | null {
  const demands = servers.map(serverDemand);
  // Against a supply that is no straight line, a rising demand may exceed it anywhere on its rise.
  const everyInstant =
    supply !== DEDICATED_CORE && servers.some(({ kind }) => kind === 'deferrable');
  let steps = limit.steps;
  for (let t = longest; t >= least;) {
    if ((steps -= 1) < 0) return NaN;
    let demand = 0;
    for (const { bound } of demands) demand += bound(t);
    if (demand > supply.supplyBound(t)) return t;
    const enough = supply.timeToSupply(demand);
    if (enough < t) {
      // Nothing shorter demands more, so that everything from `enough` on is supplied.
      t = enough;
    } else {
      let before = everyInstant ? t - 1 : 0;
      for (const { changeBefore } of demands) before = Math.max(before, changeBefore(t));
      t = before;
    }
  }
  return null;
}

/** Grants by the demand of all servers in every interval; none of them is overloaded. */
function grantsByDemand(
  servers: readonly Server[],
  supply: Supply,
  limit: StepLimit,
): readonly Grant[] {
  const isFull = compareUtilisation(recurring(servers), supply.rate) === 0;
  const longest = longestLength(servers, supply, isFull);
  if (longest > LARGEST_TIME) return servers.map(() => ({ kind: 'unknown', reason: 'overflow' }));
  const least = servers.reduce((min, { deadline }) => Math.min(min, deadline), Infinity);
  const excess = largestExcess(servers, supply, [least, longest], limit);
  if (Number.isNaN(excess)) return servers.map(() => ({ kind: 'unknown', reason: 'steps' }));
  return servers.map(({ deadline }) =>
    excess !== null && excess >= deadline
      ? { kind: 'not-proven', at: excess }
      : { kind: 'granted', within: deadline },
  );
}

/**
 * Demand that may run before a server within one of its own periods [r, d), d = r + Pi, in which it always has work: Q of its own and
 * dbf*_j(Pi) of each other one. Whoever runs before it has a deadline in (r, d]. Of server j, whose periods begin and end at fixed
 * times, the first such deadline e lies at x = e - r in (0, Pi_j]; the budget that ends there is Q_j at most and is used at one core, so
 * that no more than min(Q_j, x) of it runs from r on, and each of the floor((Pi - x) / Pi_j) whole periods that follow and end by d
 * brings Q_j. The most over all x is dbf*_j(Pi), at x = Pi mod Pi_j: a budget does not outlive its deadline, so that nothing from before
 * r is pending besides. Servers of one period thus bring Q_j each, and budgets that add up to that period are granted, whatever
 * their phases.
 *
 * From any t in [r, d) on the same holds of [t, d): the others take dbf*_j(d - t) at most, and d - t - sbf(d - t) + sum of
 * dbf*_j(d - t) never sinks with d - t, so that at least Q - (t - r) is left, as in the worst pattern of EDP(Pi, Q, Pi).
 */
function fitsOwnPeriod(own: Server, servers: readonly Server[], supply: Supply): boolean {
  const { period, budget } = own;
  let demand = budget;
  for (const other of servers) {
    if (other !== own) demand += serverDemand({ ...other, kind: 'deferrable' }).bound(period);
  }
  return demand <= supply.supplyBound(period);
}

/** Budgets of fixed phases, each due at the end of its period; the deadlines of constant-bandwidth servers move. */
const endsWithPeriod = ({ kind, deadline, period }: Server): boolean =>
  kind !== 'constant-bandwidth' && deadline === period;

/**
 * Grants under earliest deadline first. A server is granted its budget by its deadline
 *
 * - if the demand of all servers (dbf and dbf*, by quick processor-demand analysis) fits into the supply of every interval at least as
 *   long as that deadline: content that has work throughout a server's period keeps all later deadlines away, so that an interval
 *   in which only earlier deadlines run begins no later than that period; in it each server runs for its dbf or dbf* at most; or
 * - if all servers have fixed phases, and what runs before it in one of its own periods leaves its budget (`fitsOwnPeriod`).
 *
 * The second says more of deferrable servers, the first of periodic ones. It is not enough that the budgets add up to 1 (deferrable
 * servers of different periods, deadlines before the period), nor to 0.95 as the Linux kernel requires.
 *
 * @param servers of one core, each pinned to it; every deadline entity of that core
 * @param supply of the core, or of what the servers themselves live in
 * @param limit bounds the points looked at
 * @returns one grant per server, in the same order; sufficient, and exact where no server is deferrable
 * @cost O(servers^2), and where that leaves one open pseudo-polynomial; a few evaluations where utilisation is below the rate
 * @source Zhang, Burns, IEEE Transactions on Computers 58(9), 2009 (QPA); own derivations for deferrable servers, checked by
 *   simulation of all phases and patterns of work
 */
export function grantsUnderEarliestDeadline(
  servers: readonly Server[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): readonly Grant[] {
  if (compareUtilisation(recurring(servers), supply.rate) > 0)
    return servers.map(() => ({ kind: 'overloaded' }));
  const isOwn = servers.every(endsWithPeriod);
  const fitting = new Set(
    isOwn ? servers.filter((own) => fitsOwnPeriod(own, servers, supply)) : [],
  );
  const byDemand = fitting.size < servers.length ? grantsByDemand(servers, supply, limit) : [];
  return servers.map((own, at) =>
    fitting.has(own) ? { kind: 'granted', within: own.deadline } : (byDemand[at] as Grant),
  );
}
