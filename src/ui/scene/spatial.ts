/** Going from box to box with the arrow keys. */
import type { Area } from './viewport.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** How much worse a step aside is than a step forward. */
const ASIDE = 3;

interface Reach {
  readonly forward: number;
  readonly aside: number;
}

function gap(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  return Math.max(0, bLow - aHigh, aLow - bHigh);
}

function reach(from: Area, to: Area, direction: Direction): Reach | null {
  const horizontal = direction === 'left' || direction === 'right';
  const centre = (area: Area): number =>
    horizontal ? area.x + area.width / 2 : area.y + area.height / 2;
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  const forward = (centre(to) - centre(from)) * sign;
  if (forward <= 0.5) return null;
  const aside = horizontal
    ? gap(from.y, from.y + from.height, to.y, to.y + to.height)
    : gap(from.x, from.x + from.width, to.x, to.x + to.width);
  return { forward, aside };
}

/**
 * The next box in a direction: the nearest one, preferring those straight ahead.
 *
 * @param areas boxes to choose from
 * @param from where the focus is
 * @param direction where it goes
 * @returns the box, or null when there is none
 * @cost O(areas)
 */
export function nextIn<T extends Area>(
  areas: readonly T[],
  from: Area,
  direction: Direction,
): T | null {
  let best: T | null = null;
  let least = Infinity;
  for (const area of areas) {
    if (area === from) continue;
    const way = reach(from, area, direction);
    if (!way) continue;
    const cost = way.forward + way.aside * ASIDE;
    if (cost < least) {
      least = cost;
      best = area;
    }
  }
  return best;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/**
 * @param key name of a key
 * @returns the direction of an arrow key, null for any other
 */
export function directionOf(key: string): Direction | null {
  return DIRECTIONS[key] ?? null;
}
