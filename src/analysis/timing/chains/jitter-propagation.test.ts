/** Response times where jobs activate others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponses } from '../fixed-priority.ts';
import { activationResponses } from './activation-responses.ts';
import { type MessageTask, propagateJitter } from './jitter-propagation.ts';

function message(
  wcet: number,
  bcet: number,
  period: number,
  by: number | null,
  rest: Partial<MessageTask> = {},
): MessageTask {
  return {
    wcet,
    bcet,
    period,
    deadline: period,
    jitter: 0,
    blocking: 0,
    activators: by === null ? [] : [{ by, leastNotification: 0, mostNotification: 0 }],
    ...rest,
  };
}

const core = (...tasks: readonly number[]) => ({
  tasks,
  respond: (spaced: Parameters<typeof activationResponses>[0]) => activationResponses(spaced),
});

describe('activation responses', () => {
  it('[CHAIN-9] take a utilisation of exactly 1, where messages keep a distance too', () => {
    const full = [
      { wcet: 5, period: 10, deadline: 10, jitter: 3, blocking: 0, separation: 2 },
      { wcet: 10, period: 20, deadline: 20, jitter: 0, blocking: 2, separation: 0 },
    ];
    expect(activationResponses(full)).toMatchObject([{ responseTime: 8 }, { responseTime: 27 }]);
    const over = { wcet: 11, period: 20, deadline: 20, jitter: 0, blocking: 0, separation: 9 };
    expect(activationResponses([...full.slice(0, 1), over])[1]).toEqual({ kind: 'unbounded' });
  });

  it('[CHAIN-9] equal fixed-priority response times where no separation is known', () => {
    const one = fc.record({
      wcet: fc.integer({ min: 1, max: 5 }),
      period: fc.integer({ min: 8, max: 30 }),
      jitter: fc.integer({ min: 0, max: 40 }),
      blocking: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (tasks) => {
        const spaced = tasks.map((task) => ({ ...task, deadline: task.period, separation: 0 }));
        const theirs = fixedPriorityResponses(spaced);
        for (const [at, ours] of activationResponses(spaced).entries()) {
          const reference = theirs[at];
          expect(ours.kind).toBe(reference?.kind);
          if (ours.kind !== 'bounded' || reference?.kind !== 'bounded') continue;
          expect(ours.responseTime).toBe(reference.responseTime);
          expect(ours.fromActivation).toBeLessThanOrEqual(ours.responseTime);
        }
      }),
    );
  });
});

describe('jitter propagation', () => {
  // pyCPA 1.2, examples/spp_test.py: T11 and T12 on one core activate T21 and T22 on the other.
  const tasks = [
    message(10, 5, 30, null, { jitter: 5 }),
    message(3, 1, 15, null, { jitter: 6 }),
    message(2, 2, 30, 0),
    message(9, 4, 15, 1),
  ];
  const answers = propagateJitter(tasks, [core(0, 1), core(2, 3)]);

  it('[CHAIN-9] gives the published response times from activation: 10, 13, 2, 19', () => {
    expect(answers.map(({ bound }) => bound)).toMatchObject([
      { fromActivation: 10 },
      { fromActivation: 13 },
      { fromActivation: 2 },
      { fromActivation: 19, jobs: 4 },
    ]);
    expect(answers.map(({ runs }) => runs?.map(({ jitter }) => jitter))).toEqual([
      [5],
      [6],
      [10],
      [18],
    ]);
  });

  it('[CHAIN-9] counts the latency of a run from its first release, shorter than the sum of responses', () => {
    expect(answers.map(({ latency }) => latency)).toEqual([15, 19, 17, 30]);
    expect(30).toBeLessThan(6 + 13 + 19);
  });

  it('[CHAIN-9] adds late notifications to the jitter and early ones to the delay', () => {
    const activators = [{ by: 0, leastNotification: 1, mostNotification: 4 }];
    const [, consumer] = propagateJitter(
      [message(3, 2, 20, null), message(5, 5, 20, null, { activators })],
      [core(0), core(1)],
    );
    expect(consumer).toEqual({
      bound: expect.objectContaining({ responseTime: 9 }) as unknown,
      runs: [{ period: 20, jitter: 3 - 2 + 4 - 1, delay: 3, separation: 0 }],
      latency: 3 + 4 + 5,
    });
  });

  it('[CHAIN-5] is unknown behind a task without a bound, and for all that its messages may delay', () => {
    const answer = propagateJitter(
      [
        message(3, 1, 2, null),
        message(1, 1, 2, 0),
        message(1, 1, 50, null),
        message(1, 1, 9, null),
      ],
      [core(0), core(1, 2), core(3)],
    );
    expect(answer.map(({ bound }) => bound?.kind ?? null)).toEqual([
      'unbounded',
      null,
      null,
      'bounded',
    ]);
  });

  it('[CHAIN-12] ends where tasks delay each other in a circle, and says unknown', () => {
    // a -> b -> c -> d with a, d on one core and b, c on the other: each chain's jitter feeds the other.
    const circle = [
      message(5, 1, 10, null),
      message(5, 1, 10, 0),
      message(5, 1, 10, null),
      message(5, 1, 10, 2),
    ];
    const answer = propagateJitter(circle, [core(3, 0), core(1, 2)], 60);
    expect(answer.map(({ latency }) => latency)).toEqual([null, null, null, null]);
  });
});
