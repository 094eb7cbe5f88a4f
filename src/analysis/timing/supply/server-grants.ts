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

/**
 * Grants under earliest deadline first, by quick processor-demand analysis on dbf and dbf*: a server is granted its budget by its
 * deadline if the demand of all servers fits into the supply of every interval at least as long as that deadline. It is not enough
 * that the budgets add up to 1 (deferrable servers, deadlines before the period), nor to 0.95 as the Linux kernel requires.
 *
 * Why: content that has work throughout a server's period keeps all later deadlines away, so that an interval in which only earlier
 * deadlines run begins no later than that period; in it each server runs for its dbf or dbf* at most.
 *
 * @param servers of one core, each pinned to it; every deadline entity of that core
 * @param supply of the core, or of what the servers themselves live in
 * @param limit bounds the points looked at
 * @returns one grant per server, in the same order; sufficient, and exact where no server is deferrable
 * @cost pseudo-polynomial; a few evaluations where utilisation is below the rate
 * @source Zhang, Burns, IEEE Transactions on Computers 58(9), 2009 (QPA); own derivation for deferrable servers
 */
export function grantsUnderEarliestDeadline(
  servers: readonly Server[],
  supply: Supply = DEDICATED_CORE,
  limit: StepLimit = STEP_LIMIT,
): readonly Grant[] {
  const load = compareUtilisation(recurring(servers), supply.rate);
  if (load > 0) return servers.map(() => ({ kind: 'overloaded' }));
  const longest = longestLength(servers, supply, load === 0);
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
