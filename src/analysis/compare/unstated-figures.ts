/** What drivers need and nobody has stated, so that no analysis can be tried with another value of it. */
import { counted } from '../wording.ts';
import type { Driver, DriverId, UnstatedFigures } from './comparison.ts';
import { unknownFigures } from './driver-values.ts';
import { estimatesBehind, type DriverInput } from './drivers.ts';

/** Drivers that count records of the plan: what is missing there has no name of its own. */
const COUNTED: Readonly<Partial<Record<DriverId, (unknown: number) => string>>> = {
  cores: (unknown) => `cores of ${counted(unknown, 'place')}`,
  interference: (unknown) => `criticality or cores of ${counted(unknown, 'application')}`,
};

/**
 * Figures of the plan that the values of a driver need and that are unknown. Unknown figures of the catalogue are not
 * among them: those are tried at other values.
 *
 * @param drivers with values, in the order of the layouts
 * @param inputs the layouts
 * @param tried names of the figures of the catalogue
 * @returns one entry for each driver that hangs on such a figure
 * @cost O(figures of the estimates)
 * @rules COMPARE-9
 */
export function unstatedFigures(
  drivers: readonly Driver[],
  inputs: readonly DriverInput[],
  tried: ReadonlySet<string>,
): readonly UnstatedFigures[] {
  return drivers.flatMap(({ id, values }): readonly UnstatedFigures[] => {
    const figures = new Set<string>();
    const layoutIds: string[] = [];
    for (const [index, input] of inputs.entries()) {
      const unknown = values[index]?.unknown ?? 0;
      const words = unknown > 0 ? COUNTED[id]?.(unknown) : undefined;
      const missing = [...unknownFigures(estimatesBehind(id, input))].filter(
        (name) => !tried.has(name),
      );
      const names = words === undefined ? missing : [words, ...missing];
      for (const name of names) figures.add(name);
      if (names.length > 0) layoutIds.push(input.result.layout.id);
    }
    return figures.size === 0 ? [] : [{ driver: id, figures: [...figures], layoutIds }];
  });
}
