/** The table of drivers with bare values, for a file: one row for each driver and layout. */
import type { Comparison, Driver, DriverValue } from './comparison.ts';
import { overrideWords, valueWords } from './comparison-words.ts';

const HEADERS = [
  'driver',
  'layout',
  'reference',
  'state',
  'unit',
  'low',
  'typical',
  'high',
  'at least',
  'unknown figures',
  'value in words',
  'difference low',
  'difference typical',
  'difference high',
  'direction',
  'where',
  'note',
] as const;

const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

function row(comparison: Comparison, driver: Driver, value: DriverValue): readonly string[] {
  const { layoutId, state, low, typical, high, delta } = value;
  const isReference = layoutId === comparison.referenceId;
  return [
    driver.title,
    comparison.layouts.find(({ id }) => id === layoutId)?.name ?? layoutId,
    isReference ? 'yes' : 'no',
    state,
    driver.unit,
    ...[low, typical, high].map(number),
    value.atLeast ? 'yes' : 'no',
    number(value.unknown),
    valueWords(driver, value),
    ...[delta?.low, delta?.typical, delta?.high].map(number),
    delta?.direction ?? '',
    value.subject?.name ?? '',
    overrideWords(value) ?? '',
  ];
}

/**
 * @param comparison the comparison
 * @returns headers, and one row for each driver and layout: quantities in base units (bytes, ns), empty where unknown
 * @cost O(drivers x layouts)
 */
export function driverTable(comparison: Comparison): {
  readonly headers: readonly string[];
  readonly cells: readonly (readonly string[])[];
} {
  const cells = comparison.drivers.flatMap((driver) =>
    driver.values.map((value) => row(comparison, driver, value)),
  );
  return { headers: HEADERS, cells };
}
