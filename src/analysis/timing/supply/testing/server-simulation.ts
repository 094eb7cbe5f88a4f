/** Servers slot by slot: what their content gets. Test code only. */
import type { Server } from '../servers.ts';
import type { Supply } from '../supply.ts';

/** One server as it runs: what is left of its budget, until when, and when it is filled up again. */
interface Running {
  left: number;
  /** Absolute; decides under earliest deadline first. */
  deadline: number;
  refill: number;
  /** Without budget until `refill`. */
  throttled: boolean;
  busyBefore: boolean;
}

/** Content of a server that was idle until now wants to run: the wake-up rule of constant bandwidth, as Linux has it. */
function wakeUp(one: Server, state: Running, now: number): void {
  if (one.kind !== 'constant-bandwidth' || state.throttled) return;
  const begin = (): void => {
    state.left = one.budget;
    state.deadline = now + one.deadline;
    state.refill = now + one.period;
  };
  if (now >= state.deadline) {
    if (now >= state.refill) begin();
    else state.throttled = true;
  } else if (state.left * one.deadline > (state.deadline - now) * one.budget) {
    if (one.deadline === one.period) begin();
    else state.left = Math.floor(((state.deadline - now) * one.budget) / one.deadline);
  }
  if (state.left === 0) state.throttled = true;
}

/** Fills up, loses or keeps the budget at the start of a slot. */
function beforeSlot(one: Server, state: Running, now: number, phase: number, busy: boolean): void {
  if (one.kind === 'constant-bandwidth') {
    if (state.throttled && now >= state.refill) {
      state.throttled = false;
      state.left = one.budget;
      state.deadline = state.refill + one.deadline;
      state.refill += one.period;
      if (now >= state.deadline) state.deadline = now;
    }
    if (busy && !state.busyBefore) wakeUp(one, state, now);
  } else {
    if (now >= phase && (now - phase) % one.period === 0) {
      state.left = one.budget;
      state.deadline = now + one.period;
    }
    if (one.kind === 'polling' && !busy) state.left = 0;
  }
  state.busyBefore = busy;
}

/** The servers of one scheduler; ties go to whoever comes later. */
export class ServerSimulation {
  readonly #servers: readonly Server[];
  readonly #states: readonly Running[];
  readonly #policy: 'fixed-priority' | 'edf';
  readonly #phases: readonly number[];

  constructor(
    servers: readonly Server[],
    policy: 'fixed-priority' | 'edf',
    phases: readonly number[],
  ) {
    this.#servers = servers;
    this.#policy = policy;
    this.#phases = phases;
    this.#states = servers.map((): Running => ({
      left: 0,
      deadline: 0,
      refill: 0,
      throttled: false,
      busyBefore: false,
    }));
  }

  /** @returns who would run in the slot `now` in which content of `busy` servers has work; -1: nobody */
  choose(now: number, busy: readonly boolean[]): number {
    for (const [at, one] of this.#servers.entries()) {
      const state = this.#states[at] as Running;
      beforeSlot(one, state, now, this.#phases[at] ?? 0, busy[at] ?? false);
    }
    let chosen = -1;
    for (const [at, one] of this.#servers.entries()) {
      const state = this.#states[at] as Running;
      const wants = (busy[at] ?? false) || one.kind === 'periodic';
      if (!wants || state.left === 0 || state.throttled) continue;
      const best = this.#states[chosen];
      // Against the server looked at: ties go to whoever comes later.
      if (!best || (this.#policy === 'edf' && state.deadline <= best.deadline)) chosen = at;
    }
    return chosen;
  }

  /** Uses up one slot of a server's budget. */
  run(at: number): void {
    const state = this.#states[at];
    if (!state) return;
    state.left -= 1;
    if (state.left === 0 && this.#servers[at]?.kind === 'constant-bandwidth')
      state.throttled = true;
  }
}

/** Slots that the content of each server got. `work[server][slot]`: whether it has work. */
export function simulate(
  servers: readonly Server[],
  policy: 'fixed-priority' | 'edf',
  phases: readonly number[],
  work: readonly (readonly boolean[])[],
): readonly (readonly boolean[])[] {
  const simulation = new ServerSimulation(servers, policy, phases);
  const got = servers.map((): boolean[] => []);
  const length = work[0]?.length ?? 0;
  for (let now = 0; now < length; now += 1) {
    const busy = work.map((slots) => slots[now] ?? false);
    const chosen = simulation.choose(now, busy);
    simulation.run(chosen);
    for (const [at, slots] of got.entries()) slots.push(at === chosen && (busy[at] ?? false));
  }
  return got;
}

/** The first interval in which content that always had work got less than the supply; null where there is none. */
export function broken(
  supply: Supply,
  work: readonly boolean[],
  got: readonly boolean[],
  from: number,
): string | null {
  for (let start = from; start < work.length; start += 1) {
    let sum = 0;
    for (let end = start; end < work.length && work[end]; end += 1) {
      if (got[end]) sum += 1;
      const due = supply.supplyBound(end + 1 - start);
      if (sum < due) return `[${start}, ${end + 1}): ${sum} of ${due}`;
    }
  }
  return null;
}
