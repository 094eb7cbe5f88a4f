/** All tasks of one kernel on one core by priority, and what is the same for each of them, worked out once. */
import { HigherPriorities } from '../timing/higher-priorities.ts';
import { NonPreemptiveDescent } from '../timing/non-preemptive.ts';
import { PriorityDescent } from '../timing/priority-descent.ts';
import type { Supply } from '../timing/supply/supply.ts';
import { servicesFromWindowEnds } from '../timing/supply/window-table.ts';
import type { ResponseBound, StepLimit, TimingTask } from '../timing/timing-task.ts';
import { isPlainDemand } from './execution.ts';
import { leastTiming, limitOf, type KnownSupply, type Ranked, type Setting } from './ranked.ts';

/** Answers by task. */
export type Responses = ReadonlyMap<Ranked, ResponseBound>;

/** Tasks of one priority, the most urgent level first. */
function levelsOf(tasks: readonly Ranked[]): readonly (readonly Ranked[])[] {
  const levels: Ranked[][] = [];
  for (const each of tasks) {
    const level = levels.at(-1);
    if (level?.[0]?.priority === each.priority) level.push(each);
    else levels.push([each]);
  }
  return levels;
}

/** The longest of all lower priorities; 0 where there is none. */
function longestBelow(
  levels: Ranking['levels'],
  lengthOf: (each: Ranked) => number,
): ReadonlyMap<Ranked, number> {
  const longest = new Map<Ranked, number>();
  let below = 0;
  for (const level of [...levels].reverse()) {
    for (const each of level) longest.set(each, below);
    for (const each of level) below = Math.max(below, lengthOf(each));
  }
  return longest;
}

/** What jobs of a level may really take, of one instance and of all; of tasks that no messages activate. */
function leastOf(level: readonly Ranked[]) {
  return level.flatMap((each) => {
    if (each.release !== null) return [];
    const timing = leastTiming(each);
    const { instances } = each.of;
    const all = instances === 1 ? timing : { ...timing, wcet: timing.wcet * instances };
    return [{ each, timing, all }];
  });
}

/** What may serve a busy period: from the end of each window on, or one supply. */
function servicesOf(supply: KnownSupply): readonly Supply[] {
  return supply.kind === 'windows'
    ? servicesFromWindowEnds(supply.frame.lengthNs, supply.windows)
    : [supply.supply];
}

/** Nothing is worked out before it is asked for, then for all tasks: with thousands of them each must not look at all others. */
export class Ranking {
  readonly tasks: readonly Ranked[];
  readonly setting: Setting;
  /** Steps for the analysis of each. */
  readonly limit: StepLimit;
  readonly levels: readonly (readonly Ranked[])[];
  readonly #aloneAt: ReadonlySet<Ranked>;
  /** Whether a phase is stated of some task. */
  readonly hasOffsets: boolean;
  /** Whether messages activate some task, or keep some apart. */
  readonly hasMessages: boolean;
  #services: readonly Supply[] | null = null;
  #responses: Responses | null = null;
  #isPlain: boolean | null = null;
  #longest: ReadonlyMap<Ranked, number> | null = null;
  #leastLongest: ReadonlyMap<Ranked, number> | null = null;
  #certain: Responses | null = null;
  #excess: ReadonlyMap<Ranked, number> | null = null;

  /**
   * @param tasks by priority, the most urgent first
   * @param setting what they have in common
   */
  constructor(tasks: readonly Ranked[], setting: Setting) {
    this.tasks = tasks;
    this.setting = setting;
    this.levels = levelsOf(tasks);
    this.#aloneAt = new Set(this.levels.flatMap((level) => (level.length === 1 ? level : [])));
    this.hasOffsets = tasks.some(({ of }) => of.task.offsetNs !== null);
    this.hasMessages = tasks.some(
      ({ release, timing }) => release !== null || timing.separation > 0,
    );
    this.limit = limitOf(tasks, this.#terms());
  }

  /** Terms of a step: tasks of equal period and jitter are one. */
  #terms(): number {
    if (this.hasMessages) return this.tasks.length;
    return new Set(this.tasks.map(({ timing: { period, jitter } }) => `${period} ${jitter}`)).size;
  }

  /** Whether nothing but demand of higher priorities keeps the task waiting, if it gives way to all of it. */
  isPlain(own: Ranked): boolean {
    return (
      this.#isPlainSet() &&
      own.timing.blocking === 0 &&
      own.of.instances === 1 &&
      this.#aloneAt.has(own)
    );
  }

  #isPlainSet(): boolean {
    const { set, costs } = this.setting;
    this.#isPlain ??=
      this.tasks.every(({ release }) => release === null) &&
      set.tasks.every(
        ({ task }) => task.suspensionNs === 0 && task.criticalSections.length === 0,
      ) &&
      isPlainDemand(set.tasks, costs);
    return this.#isPlain;
  }

  /** The longest job of all lower priorities; 0 where there is none. */
  longestBelow(own: Ranked): number {
    this.#longest ??= longestBelow(this.levels, ({ timing }) => timing.wcet);
    return this.#longest.get(own) ?? 0;
  }

  /** The same of what jobs may really take, begun one nanosecond before. */
  leastLongestBelow(own: Ranked): number {
    this.#leastLongest ??= longestBelow(this.levels, ({ of }) => of.leastWcetNs - 1);
    return this.#leastLongest.get(own) ?? 0;
  }

  /** Longest response, whatever the phases; of tasks that no messages activate or keep apart. */
  response(own: Ranked): ResponseBound {
    this.#responses ??= this.#respond();
    return this.#responses.get(own) ?? { kind: 'unknown', reason: 'method' };
  }

  /**
   * @param own a task that no messages activate
   * @returns its response to what jobs may really take, behind those of higher priority that no messages activate
   */
  certainResponse(own: Ranked): ResponseBound {
    this.#certain ??= this.#respondToLeast();
    return this.#certain.get(own) ?? { kind: 'unknown', reason: 'method' };
  }

  /** Share of the core that the same demand takes, rounded, where it alone exceeds the supply in the long run; null: it does not. */
  excessOf(own: Ranked): number | null {
    this.#excess ??= this.#overloaded();
    return this.#excess.get(own) ?? null;
  }

  #descent(): PriorityDescent | NonPreemptiveDescent {
    const { supply, preemptive } = this.setting;
    if (!preemptive) return new NonPreemptiveDescent(supply.supply, this.limit);
    this.#services ??= servicesOf(supply);
    return new PriorityDescent(this.#services, this.limit);
  }

  /** Nobody preempts the longest job of a lower priority either. */
  #timingOf(own: Ranked): TimingTask {
    if (this.setting.preemptive) return own.timing;
    return { ...own.timing, blocking: this.longestBelow(own) + own.timing.blocking };
  }

  #leastTimingOf(own: Ranked, timing: TimingTask): TimingTask {
    return this.setting.preemptive ? timing : { ...timing, blocking: this.leastLongestBelow(own) };
  }

  #respond(): Responses {
    const descent = this.#descent();
    const responses = new Map<Ranked, ResponseBound>();
    for (const level of this.levels) {
      const [only] = level;
      if (only?.of.instances === 1 && level.length === 1) {
        const timing = this.#timingOf(only);
        responses.set(only, descent.respond(timing));
        descent.add(timing);
        continue;
      }
      // Equal tasks with one period are one task as long as all of them: the same interference.
      for (const { of, timing } of level) {
        descent.add({ ...timing, wcet: timing.wcet * of.instances });
      }
      for (const each of level) responses.set(each, descent.respondBeside(this.#timingOf(each)));
    }
    return responses;
  }

  #respondToLeast(): Responses {
    const descent = this.#descent();
    const responses = new Map<Ranked, ResponseBound>();
    for (const level of this.levels) {
      const least = leastOf(level).map(({ each, timing, all }) => {
        const blocked = this.#leastTimingOf(each, timing);
        return { each, blocked, all: all === timing ? blocked : all };
      });
      for (const { each, blocked } of least) responses.set(each, descent.respond(blocked));
      for (const { all } of least) descent.add(all);
    }
    return responses;
  }

  #overloaded(): ReadonlyMap<Ranked, number> {
    const { rate } = this.setting.supply.supply;
    const higher = new HigherPriorities();
    const excess = new Map<Ranked, number>();
    let above = 0;
    for (const level of this.levels) {
      const least = leastOf(level);
      for (const { each, timing } of least) {
        if (higher.compareWith(timing, rate) > 0)
          excess.set(each, above + timing.wcet / timing.period);
      }
      for (const { all } of least) {
        higher.add(all);
        above += all.wcet / all.period;
      }
    }
    return excess;
  }
}
