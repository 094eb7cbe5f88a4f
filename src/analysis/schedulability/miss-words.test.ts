import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { image, type Times } from '../testing/one-image.ts';
import type { PlanBuilder } from '../testing/plan-builder.ts';
import { criticalInstant } from './critical-instant.ts';

const LATE: readonly Times[] = [
  [10, 30],
  [10, 40],
  [12, 50],
];
const OVER: readonly Times[] = [
  [20, 30],
  [20, 40],
];

/** Reason of the last task, which is late for certain. */
function missOf(builder: PlanBuilder): string {
  const last = builder.analyze().tasks.at(-1);
  expect(last?.verdict).toBe('proven-miss');
  return last?.reason ?? '';
}

/** The longest response of the last task in a schedule that the plan allows, in nanoseconds. */
function simulated(builder: PlanBuilder): number {
  const plan = builder.plan();
  const answer = criticalInstant(plan, 'layout', catalogueOf(), 'app-in-image', 't2');
  if (answer.kind !== 'instant' || answer.instant.longest === null) throw new Error('no schedule');
  return answer.instant.schedule.responses[answer.instant.longest] ?? NaN;
}

describe('why a deadline is missed', () => {
  it('[SCHED-2] gives the pattern that proves the miss, with the response that a simulation has', () => {
    const response = simulated(image(LATE));
    expect(missOf(image(LATE))).toBe(
      `ready at once with everything of higher priority, one of the first 2 jobs ends ${response} ns after its release; its deadline is 50 ns`,
    );
  });

  it('[SCHED-2] never gives the demand that only factors and switches make too large as the proof', () => {
    const grown = image(LATE, { interferenceFactor: 2, contextSwitchNs: 3 });
    // The bound sees a demand beyond the core: 164 % and switches.
    expect(grown.analyze().tasks[2]?.responseTimeNs).toBeNull();
    expect(missOf(grown)).toBe(
      `ready at once with everything of higher priority, one of the first 2 jobs ends ${simulated(image(LATE))} ns after its release even with nothing but WCETs counted; its deadline is 50 ns`,
    );
    // Without what proves the miss there is none.
    const early = image(
      [
        [10, 30],
        [10, 40],
        [12, 52],
      ],
      { interferenceFactor: 2 },
    );
    expect(early.analyze().tasks[2]).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('only sufficient here') as string,
    });
  });

  it('[SCHED-2] gives the share of the core where the backlog grows without end, counted as the proof counts', () => {
    expect(missOf(image(OVER))).toBe(
      'it and everything of higher priority need 116.7 % of the core: the backlog grows without end',
    );
    expect(missOf(image(OVER, { interferenceFactor: 1.5 }))).toContain(
      'need 116.7 % of the core even with nothing but WCETs counted: the backlog',
    );
    expect(missOf(image([[12, 10]]))).toContain('its own jobs need 120 % of the core: the');
    // One nanosecond above all of the core is never rounded onto it.
    expect(
      missOf(
        image([
          [500_000_000, 1_000_000_000],
          [500_000_001, 1_000_000_000],
        ]),
      ),
    ).toContain('need 100.0000001 % of the core');
  });

  it('[SCHED-2] a task that nothing delays is late by itself; without preemption a lower one has just begun', () => {
    expect(missOf(image([[12, 50, { deadlineNs: 10 }]]))).toBe(
      'by itself, a job ends 12 ns after its release; its deadline is 10 ns',
    );
    expect(missOf(image([[3, 50, { deadlineNs: 10, jitterNs: 8 }]]))).toBe(
      'by itself, a job ends 11 ns after its nominal release, released up to 8 ns late; its deadline is 10 ns',
    );
    const [first] = image(
      [
        [3, 50, { deadlineNs: 10 }],
        [20, 100],
      ],
      { scheduler: 'fixed-priority-non-preemptive' },
    ).analyze().tasks;
    expect(first?.verdict).toBe('proven-miss');
    expect(first?.reason).toBe(
      'ready just after the longest job of a lower priority has begun, a job ends 22 ns after its release; its deadline is 10 ns',
    );
  });

  it('[SCHED-2] in windows a busy period begins as one ends, and the share is held against what they give', () => {
    const inWindows = (tasks: readonly Times[]) =>
      image(tasks).frame('frame', 100, { switchNs: 0 }).window('w', 'frame', 'c0', 'image', 0, 40);
    expect(
      missOf(
        inWindows([
          [10, 100],
          [10, 100, { deadlineNs: 60 }],
        ]),
      ),
    ).toBe(
      'ready at once with everything of higher priority as a window ends, a job ends 80 ns after its release; its deadline is 60 ns',
    );
    expect(
      missOf(
        inWindows([
          [30, 100],
          [20, 100],
        ]),
      ),
    ).toContain('need 50 % of the core, which gives them 40 %: the backlog grows without end');
  });

  it('[SCHED-2] at stated offsets the busy period is named by when it begins', () => {
    const late = image([
      [6, 20, { offsetNs: 5 }],
      [6, 20, { offsetNs: 4, deadlineNs: 10 }],
    ]);
    expect(missOf(late)).toBe(
      'at the stated offsets, in the busy period that begins at 4 ns, a job ends 12 ns after its release; its deadline is 10 ns',
    );
  });

  it('[SCHED-2] under earliest deadline first the pattern is the one that theory names, and the share that of all tasks', () => {
    const edf = { scheduler: 'edf' };
    const late = image(
      [
        [5, 10, { deadlineNs: 6 }],
        [3, 20, { deadlineNs: 7 }],
      ],
      edf,
    );
    expect(missOf(late)).toBe(
      'released at the worst instant of a busy period in which all others are ready at once, a job ends 8 ns after its release; its deadline is 7 ns',
    );
    expect(missOf(image(OVER, edf))).toContain(
      'all tasks of its kernel on this core need 116.7 % of the core: the backlog grows without end',
    );
  });
});
