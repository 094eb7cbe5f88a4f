/** Arrivals of several senders against the definition, and responses of what they activate together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponse } from '../fixed-priority.ts';
import { activationResponse } from './activation-responses.ts';
import { leastSpan, mostEvents, type EventSource } from './event-streams.ts';

const STREAM = fc.record({
  period: fc.integer({ min: 3, max: 20 }),
  jitter: fc.integer({ min: 0, max: 40 }),
  copies: fc.constantFrom(1, 1, 2),
});
const SOURCES: fc.Arbitrary<readonly EventSource[]> = fc.array(
  fc.record({
    streams: fc.array(STREAM, { minLength: 1, maxLength: 2 }),
    separation: fc.integer({ min: 0, max: 3 }),
    senders: fc.constantFrom(1, 1, 2),
  }),
  { minLength: 1, maxLength: 3 },
);

const task = (wcet: number, period: number, jitter = 0) => ({
  ...{ wcet, period, deadline: period, jitter, blocking: 0, separation: 0 },
});

describe('events of several senders', () => {
  it('[CHAIN-9] each sender alike sends by itself, and keeps its own distance', () => {
    const streams = [{ period: 10, jitter: 15, copies: 1 }];
    const sent = (senders: number) => mostEvents([{ streams, separation: 4, senders }], 6);
    expect([1, 2, 3].map(sent)).toEqual([2, 4, 6]);
  });

  it('[CHAIN-9] the least span of n events is the last that holds fewer, whatever it begins from', () => {
    fc.assert(
      fc.property(SOURCES, fc.integer({ min: 1, max: 12 }), (sources, events) => {
        const span = leastSpan(sources, events);
        expect(mostEvents(sources, span + 1)).toBeGreaterThanOrEqual(events);
        if (span > 0) expect(mostEvents(sources, span)).toBeLessThan(events);
        expect(leastSpan(sources, events + 1, span)).toBe(leastSpan(sources, events + 1));
      }),
    );
  });

  it('[CHAIN-9] two streams that come at once wait for each other, and delay what is below as two tasks do', () => {
    const sources: readonly EventSource[] = [
      { streams: [{ period: 10, jitter: 0, copies: 1 }], separation: 0, senders: 1 },
      { streams: [{ period: 20, jitter: 0, copies: 1 }], separation: 0, senders: 1 },
    ];
    const both = { ...task(3, 10), sources };
    expect(activationResponse(both, [])).toMatchObject({ fromActivation: 6, jobs: 2 });
    const below = activationResponse(task(9, 40), [both]);
    const apart = fixedPriorityResponse(task(9, 40), [task(3, 10), task(3, 20)]);
    expect(below).toMatchObject({ responseTime: apart.kind === 'bounded' && apart.responseTime });
  });

  it('[CHAIN-9] takes a utilisation of exactly 1, and calls more unbounded', () => {
    const twice = (period: number): readonly EventSource[] => [
      { streams: [{ period, jitter: 0, copies: 1 }], separation: 0, senders: 2 },
    ];
    expect(activationResponse({ ...task(5, 10), sources: twice(10) }, [])).toMatchObject({
      fromActivation: 10,
    });
    expect(activationResponse({ ...task(5, 10), sources: twice(9) }, [])).toEqual({
      kind: 'unbounded',
    });
  });

  it('[CHAIN-9] one stream is what a period with jitter is', () => {
    fc.assert(
      fc.property(STREAM, fc.integer({ min: 1, max: 4 }), (stream, wcet) => {
        fc.pre(wcet < stream.period);
        const one = { ...stream, copies: 1 };
        const sources = [{ streams: [one], separation: 0, senders: 1 }];
        const own = activationResponse(task(wcet, one.period, one.jitter), []);
        const streamed = activationResponse({ ...task(wcet, 1), sources }, []);
        expect(streamed).toMatchObject({
          fromActivation: own.kind === 'bounded' && own.fromActivation,
        });
      }),
    );
  });
});
