/**
 * Servers: budgets that a scheduler hands to content, what the content is certain to get from them, and what they demand from the
 * scheduler that serves them all. Whether a scheduler really grants the budgets is decided in `server-grants.ts`.
 */
import { invariant } from '../../../model/problem.ts';
import type { TimingTask } from '../timing-task.ts';
import {
  explicitDeadlinePeriodicSupply,
  supplyAfterBlackout,
  type PeriodicBudget,
} from './explicit-deadline-periodic.ts';
import type { Supply } from './supply.ts';

/**
 * What becomes of a budget while the content has nothing to do.
 *
 * - `periodic`: time uses it up (idling periodic server; Davis, Burns, RTSS 2005)
 * - `polling`: what is left is lost at once, until the next period (Lehoczky, Sha, Strosnider, RTSS 1987)
 * - `deferrable`: it stays until the end of the period (Strosnider, Lehoczky, Sha, IEEE TC 44(1), 1995)
 * - `constant-bandwidth`: it stays as long as using it does not exceed the bandwidth, else its deadline moves; throttled when used up
 *   (Abeni, Buttazzo, RTSS 1998, with hard reservations)
 */
export type ServerKind = 'periodic' | 'polling' | 'deferrable' | 'constant-bandwidth';

/** A server. Only a constant-bandwidth server may have a deadline before the end of its period. */
export interface Server extends PeriodicBudget {
  readonly kind: ServerKind;
}

/** How much a server may demand under earliest deadline first. */
export interface ServerDemand {
  /** Most processor time with deadlines in an interval of length t, all demanded within it. Never sinks. */
  readonly bound: (t: number) => number;
  /** Greatest t' < t, 0 or more, at which the demand jumps, begins to rise, or stops rising. */
  readonly changeBefore: (t: number) => number;
}

/**
 * @param server whose budget is granted
 * @param within Delta: time after a replenishment by which the scheduler has granted the whole budget; its period at most
 * @returns what content is certain to get while it has work. Periodic, deferrable and constant-bandwidth servers: EDP(Pi, Theta,
 *   Delta). A polling server whose content comes just after the poll gives nothing for the rest of the period either: a blackout of
 *   Pi + Delta - Theta, which is Theta longer
 * @throws {Error} when `within` is below the budget or beyond the period
 * @cost O(1)
 * @source Easwaran, Anand, Lee, RTSS 2007; Davis, Burns, RTSS 2005; own derivation for polling, checked by simulation
 */
export function serverSupply(server: Server, within: number): Supply {
  const { budget, period } = server;
  const guaranteed = explicitDeadlinePeriodicSupply({ budget, period, deadline: within });
  if (server.kind !== 'polling') return guaranteed;
  return supplyAfterBlackout(period + (within - budget), budget, period);
}

/**
 * The server as content of lower priority meets it: ceil((t + J) / Pi) Theta, with J = Pi - Theta for a deferrable server, which may
 * serve at the end of one period and at the start of the next one.
 *
 * @param server under fixed priorities
 * @returns a task with the same interference
 * @cost O(1)
 * @source Strosnider, Lehoczky, Sha, IEEE Transactions on Computers 44(1), 1995
 */
export function interferenceOf(server: Server): TimingTask {
  const { kind, budget, period, deadline } = server;
  invariant(
    kind !== 'constant-bandwidth',
    'constant-bandwidth servers have deadlines, no priority',
  );
  const jitter = kind === 'deferrable' ? period - budget : 0;
  return { wcet: budget, period, deadline, jitter, blocking: 0 };
}

/**
 * The server's demand under earliest deadline first. Sporadic, dbf(t) = max(0, floor((t - D) / Pi) + 1) Theta; of a deferrable server
 * dbf*(t) = floor(t / Pi) Theta + min(Theta, t mod Pi), since it may demand its budget at the end of a period, close to its deadline.
 *
 * @param server under earliest deadline first
 * @returns its demand
 * @cost O(1) for each evaluation
 * @source Baruah, Mok, Rosier, RTSS 1990 (dbf); own derivation of dbf*, checked by simulation: with floor(t / Pi) Theta alone the
 *   servers (4, 2) and (10, 5) look granted, and the second one gets 4 of its 5
 */
export function serverDemand(server: Server): ServerDemand {
  const { kind, budget, period, deadline } = server;
  if (kind === 'deferrable') {
    return {
      bound: (t) => {
        const rest = t % period;
        return ((t - rest) / period) * budget + Math.min(budget, rest);
      },
      changeBefore: (t) => {
        const start = t - 1 - ((t - 1) % period);
        return start + budget < t ? start + budget : start;
      },
    };
  }
  return {
    bound: (t) => {
      const since = t - deadline;
      return since < 0 ? 0 : ((since - (since % period)) / period + 1) * budget;
    },
    changeBefore: (t) => {
      const since = t - 1 - deadline;
      return since < 0 ? 0 : deadline + since - (since % period);
    },
  };
}
