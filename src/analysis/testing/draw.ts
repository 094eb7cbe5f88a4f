/** Numbers that look random and are the same for the same seed: whole systems and schedules are drawn from one number. */

/** Any whole number from `least` to `most`, both included. */
export type Draw = (least: number, most: number) => number;

/**
 * @param seed a whole number, 0 or more
 * @returns numbers that follow from it
 * @source Park, Miller, Communications of the ACM 31(10), 1988, with the multiplier of 1993
 */
export function drawFrom(seed: number): Draw {
  let state = (seed % 2147483646) + 1;
  return (least, most) => {
    state = (state * 48271) % 2147483647;
    return least + (state % (most - least + 1));
  };
}
