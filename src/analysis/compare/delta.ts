/** Two values of one driver against one another. */
import type { Delta, Direction, DriverValue, Wish } from './comparison.ts';

/** The part of a value that is compared. */
export type Comparable = Pick<
  DriverValue,
  'state' | 'low' | 'typical' | 'high' | 'atLeast' | 'text'
>;

/**
 * The largest that a value can be.
 *
 * @param value of a driver
 * @returns its high end; infinite where it is only a lower bound, null where nothing is known
 */
export function largest(value: Comparable): number | null {
  if (value.high === null) return null;
  return value.atLeast ? Number.POSITIVE_INFINITY : value.high;
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

function directionOf(value: Comparable, reference: Comparable, wish: Wish): Direction {
  const [most, referenceMost] = [largest(value), largest(reference)];
  if (value.low === null || reference.low === null || most === null || referenceMost === null) {
    return 'unclear';
  }
  const isPoint = value.low === most && reference.low === referenceMost;
  if (isPoint && most === referenceMost) return 'equal';
  if (wish === 'none') return 'unclear';
  if (most < reference.low) return wish === 'less' ? 'better' : 'worse';
  if (value.low > referenceMost) return wish === 'less' ? 'worse' : 'better';
  return 'unclear';
}

/**
 * What a value differs by. Ranges are taken as independent of each other: a figure that both layouts use could
 * narrow the difference, never widen it, so that `better` and `worse` hold.
 *
 * @param value of a layout
 * @param reference of the reference layout
 * @param wish which way the driver is wished
 * @returns typical difference, its smallest and largest, and which way it goes; an end that is open is null
 * @rules COMPARE-2
 */
export function deltaOf(value: Comparable, reference: Comparable, wish: Wish): Delta {
  if (value.text && reference.text) {
    const equal = sameWords(value.text, reference.text);
    const direction = equal && !value.atLeast && !reference.atLeast ? 'equal' : 'unclear';
    return { low: null, typical: null, high: null, direction };
  }
  return {
    low: reference.atLeast ? null : minus(value.low, reference.high),
    typical: minus(value.typical, reference.typical),
    high: value.atLeast ? null : minus(value.high, reference.low),
    direction: directionOf(value, reference, wish),
  };
}
