/** Every task set with a known answer that lies beside the project: published ones, and those on which several tools agree. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { processorDemandTest, quickDemandTest } from './edf.ts';
import { earliestDeadlineResponses } from './edf-response.ts';
import { fixedPriorityResponse, fixedPriorityResponses } from './fixed-priority.ts';
import { nonPreemptiveResponses } from './non-preemptive.ts';
import {
  deadlineMinusJitterMonotonic,
  deadlineMonotonic,
  type LevelTest,
  optimalPriorities,
} from './priority-assignment.ts';
import type { ResponseBound, TimingTask } from './timing-task.ts';

const FACTS = new URL('../../../../shared/data/timing/', import.meta.url);
const there = existsSync(FACTS);
if (!there) console.warn('Task sets not beside the project: timing is not compared with them.');

interface TaskFact {
  readonly C: number;
  readonly T: number;
  readonly D: number;
  readonly J?: number;
  readonly B?: number;
  readonly priority_rank?: number;
}
interface CaseFact {
  readonly id: string;
  readonly tasks: readonly TaskFact[];
}
interface ResponsesFact extends CaseFact {
  readonly expected: { readonly wcrt: readonly number[] };
}

function factsOf<T>(file: string): readonly T[] {
  return there ? (JSON.parse(readFileSync(new URL(file, FACTS), 'utf8')) as readonly T[]) : [];
}

/** Tasks by priority; the files name ranks, or list the highest first. */
function tasksOf(facts: readonly TaskFact[]): readonly TimingTask[] {
  return [...facts]
    .sort((a, b) => (a.priority_rank ?? 0) - (b.priority_rank ?? 0))
    .map(({ C, T, D, J = 0, B = 0 }) => ({
      wcet: C,
      period: T,
      deadline: D,
      jitter: J,
      blocking: B,
    }));
}

function times(bounds: readonly ResponseBound[]): readonly (number | string)[] {
  return bounds.map((bound) => (bound.kind === 'bounded' ? bound.responseTime : bound.kind));
}

/** The published examples that are task sets with response times. */
function publishedResponses(): readonly (CaseFact & { readonly topic: string; R: number[] })[] {
  interface PublishedFact {
    readonly id: string;
    readonly topic: string;
    readonly input: readonly TaskFact[] | object;
    readonly computed: { readonly R?: number[] };
    readonly published: { readonly R?: number[] };
  }
  return factsOf<PublishedFact>('published.json').flatMap(
    ({ id, topic, input, computed, published }) => {
      const R = published.R ?? computed.R;
      return Array.isArray(input) && R ? [{ id, topic, R, tasks: input as TaskFact[] }] : [];
    },
  );
}

describe.skipIf(!there)('task sets with known answers', () => {
  it('[RTA-1] reproduces every preemptive set', () => {
    const facts = factsOf<ResponsesFact>('fp_preemptive.json');
    expect(facts.length).toBeGreaterThanOrEqual(8);
    for (const { id, tasks, expected } of facts) {
      expect([id, times(fixedPriorityResponses(tasksOf(tasks)))]).toEqual([id, expected.wcrt]);
    }
  });

  it('[NP-1] reproduces every non-preemptive set', () => {
    const facts = factsOf<ResponsesFact>('fp_nonpreemptive.json');
    expect(facts.length).toBeGreaterThanOrEqual(3);
    for (const { id, tasks, expected } of facts) {
      expect([id, times(nonPreemptiveResponses(tasksOf(tasks)))]).toEqual([id, expected.wcrt]);
    }
  });

  it('[RTA-1] reproduces every published response time', () => {
    const facts = publishedResponses();
    expect(facts.length).toBeGreaterThanOrEqual(7);
    for (const { id, topic, tasks, R } of facts) {
      const analyse = topic.includes('non-preemptive')
        ? nonPreemptiveResponses
        : fixedPriorityResponses;
      expect([id, times(analyse(tasksOf(tasks)))]).toEqual([id, R]);
    }
  });

  it('[EDF-2] reproduces every verdict, horizon and number of evaluations', () => {
    interface DemandFact extends CaseFact {
      readonly expected: {
        readonly schedulable: boolean;
        readonly qpa_L: number;
        readonly qpa_iterations: number;
        readonly pda_points: number;
      };
    }
    const facts = factsOf<DemandFact>('edf.json');
    expect(facts.length).toBeGreaterThanOrEqual(4);
    for (const { id, tasks, expected } of facts) {
      const quick = quickDemandTest(tasksOf(tasks));
      const slow = processorDemandTest(tasksOf(tasks));
      const kind = expected.schedulable ? 'schedulable' : 'unschedulable';
      expect({ id, ...quick }).toMatchObject({
        id,
        verdict: { kind },
        horizon: Math.floor(expected.qpa_L),
        evaluations: expected.qpa_iterations,
      });
      expect(slow.verdict.kind).toBe(kind);
      if (expected.schedulable) expect([id, slow.evaluations]).toEqual([id, expected.pda_points]);
    }
  });

  it('[EDFR-1] reproduces every response time under earliest deadline first', () => {
    interface DeadlineFact extends CaseFact {
      readonly expected: { readonly wcrt_spuri: readonly number[] };
    }
    for (const { id, tasks, expected } of factsOf<DeadlineFact>('edf.json')) {
      expect([id, times(earliestDeadlineResponses(tasksOf(tasks)))]).toEqual([
        id,
        expected.wcrt_spuri,
      ]);
    }
  });

  it('[PRIO-2] reproduces every assigned order and number of tests', () => {
    interface AssignmentFact extends CaseFact {
      readonly tasks: readonly (TaskFact & { readonly name: string })[];
      readonly opa_order: readonly string[];
      readonly opa_tests: number;
      readonly dm_schedulable: boolean;
      readonly dmpo_minus_jitter_schedulable: boolean;
    }
    const meetsDeadline: LevelTest<TimingTask> = (task, higher) => {
      const bound = fixedPriorityResponse(task, higher);
      return bound.kind === 'bounded' && bound.responseTime <= task.deadline ? 'passes' : 'fails';
    };
    const isSchedulable = (order: readonly TimingTask[]) =>
      order.every((task, at) => meetsDeadline(task, order.slice(0, at), []) === 'passes');
    const facts = factsOf<AssignmentFact>('opa.json');
    expect(facts.length).toBeGreaterThanOrEqual(4);
    for (const fact of facts) {
      const tasks = tasksOf(fact.tasks);
      const found = optimalPriorities(tasks, meetsDeadline);
      const order = found.kind === 'assigned' ? found.order : [];
      const names = order.map((task) => fact.tasks[tasks.indexOf(task)]?.name);
      expect([fact.id, names, found.tests]).toEqual([fact.id, fact.opa_order, fact.opa_tests]);
      expect(isSchedulable(deadlineMonotonic(tasks))).toBe(fact.dm_schedulable);
      expect(isSchedulable(deadlineMinusJitterMonotonic(tasks))).toBe(
        fact.dmpo_minus_jitter_schedulable,
      );
    }
  });
});
