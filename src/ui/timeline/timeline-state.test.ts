import { describe, expect, it } from 'vitest';
import { panned, zoomed } from './timeline-state.svelte.ts';

const whole = { fromNs: 0, toNs: 1000 };

describe('stretch of time that is shown', () => {
  it('[TIMELINEUI-1] what is zoomed at stays in place, within all there is', () => {
    expect(zoomed(whole, whole, 2, 500)).toEqual({ fromNs: 250, toNs: 750 });
    expect(zoomed(whole, whole, 2, 0)).toEqual({ fromNs: 0, toNs: 500 });
    expect(zoomed(whole, { fromNs: 200, toNs: 400 }, 0.5, 200)).toEqual({ fromNs: 200, toNs: 600 });
    expect(zoomed(whole, { fromNs: 700, toNs: 1000 }, 0.5, 700)).toEqual({
      fromNs: 400,
      toNs: 1000,
    });
  });

  it('[TIMELINEUI-1] zooming out ends at all there is, zooming in at the shortest stretch', () => {
    expect(zoomed(whole, { fromNs: 100, toNs: 800 }, 0.5, 400)).toEqual(whole);
    expect(zoomed(whole, { fromNs: 100, toNs: 110 }, 2, 105)).toEqual({ fromNs: 100, toNs: 110 });
  });

  it('[TIMELINEUI-1] panning keeps the length and stays within', () => {
    expect(panned(whole, { fromNs: 100, toNs: 300 }, 0.25)).toEqual({ fromNs: 150, toNs: 350 });
    expect(panned(whole, { fromNs: 100, toNs: 300 }, -2)).toEqual({ fromNs: 0, toNs: 200 });
    expect(panned(whole, { fromNs: 700, toNs: 900 }, 1)).toEqual({ fromNs: 800, toNs: 1000 });
  });
});
