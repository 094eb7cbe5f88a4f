/** One priority after the other against each from scratch. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixedPriorityResponse } from './fixed-priority.ts';
import { PriorityDescent } from './priority-descent.ts';
import { periodicResourceSupply } from './supply/periodic-resource.ts';
import { DEDICATED_CORE } from './supply/supply.ts';
import { STEP_LIMIT, type TimingTask } from './timing-task.ts';
import { fixedPriorityResponseInWindows } from './windows/response-in-windows.ts';
import { servicesFromWindowEnds } from './supply/window-table.ts';

const TASK = fc
  .record({
    wcet: fc.integer({ min: 0, max: 5 }),
    period: fc.integer({ min: 6, max: 40 }),
    jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
    blocking: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 })),
  })
  .map((task): TimingTask => ({ ...task, deadline: task.period }));
const SETS = fc.array(TASK, { minLength: 1, maxLength: 6 });
const SUPPLIES = fc.constantFrom(DEDICATED_CORE, periodicResourceSupply(3, 4));
const runs = { seed: 21, numRuns: 3000 };

it('[RTA-8] gives each task, from where the last search ended, what a search from scratch gives', () => {
  fc.assert(
    fc.property(SETS, fc.array(fc.boolean()), SUPPLIES, (tasks, silent, supply) => {
      const descent = new PriorityDescent([supply], STEP_LIMIT);
      for (const [at, task] of tasks.entries()) {
        const alone = fixedPriorityResponse(task, tasks.slice(0, at), supply);
        if (!silent[at]) expect(descent.respond(task)).toEqual(alone);
        descent.add(task);
      }
    }),
    runs,
  );
});

it('[RTA-8] leaves one of several equal tasks out of what delays it', () => {
  fc.assert(
    fc.property(SETS, SETS, TASK, SUPPLIES, (above, level, below, supply) => {
      const descent = new PriorityDescent([supply], STEP_LIMIT);
      for (const task of [...above, ...level]) descent.add(task);
      for (const task of level) {
        const others = [...above, ...level.filter((other) => other !== task)];
        expect(descent.respondBeside(task)).toEqual(fixedPriorityResponse(task, others, supply));
      }
      const all = [...above, ...level];
      expect(descent.respond(below)).toEqual(fixedPriorityResponse(below, all, supply));
      for (const task of level) {
        descent.add(task);
        all.push(task);
        expect(descent.respond(below)).toEqual(fixedPriorityResponse(below, all, supply));
        descent.respondBeside(task);
      }
    }),
    runs,
  );
});

it('[RTA-8] takes the longest response of several services, and no service as no supply', () => {
  const windows = [
    { start: 1, length: 4 },
    { start: 9, length: 2 },
  ];
  fc.assert(
    fc.property(SETS, (tasks) => {
      const descent = new PriorityDescent(servicesFromWindowEnds(12, windows), STEP_LIMIT);
      for (const [at, task] of tasks.entries()) {
        const alone = fixedPriorityResponseInWindows(task, tasks.slice(0, at), 12, windows);
        expect(descent.respond(task)).toEqual(alone);
        descent.add(task);
      }
    }),
    runs,
  );
  const task = { wcet: 1, period: 2, deadline: 2, jitter: 0, blocking: 0 };
  expect(new PriorityDescent([], STEP_LIMIT).respond(task)).toEqual({ kind: 'unbounded' });
});
