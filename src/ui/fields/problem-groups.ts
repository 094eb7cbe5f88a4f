/** Problems for reading: what is wrong in many places and mended in one is said once. */
import type { Problem } from '../../model/problem.ts';

/** Problems of one column that differ in row and in what was found only. */
export interface ProblemGroup {
  readonly first: Problem;
  readonly count: number;
  /** Every one of them: `row 2, period`, or `30 places: period, rows 2 to 30, 33`. */
  readonly where: string;
  /** The first few, each once. */
  readonly found: string;
}

/** How many examples of what was found are read before they tire. */
const EXAMPLES = 3;

function placeOf({ place }: Problem): string {
  const { row, line, column, field, pointer } = place;
  const parts = [
    row === undefined ? null : `row ${row}`,
    line === undefined || row !== undefined ? null : `line ${line}`,
    line === undefined || column === undefined || row !== undefined ? null : `column ${column}`,
    field ?? null,
    pointer ?? null,
  ];
  return parts.filter((part) => part !== null && part !== '').join(', ') || 'the whole';
}

/** Row numbers as runs: `row 4`, `rows 2 to 4, 9`. */
function runsOf(rows: readonly number[]): string {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const starts = sorted.filter((row, index) => sorted[index - 1] !== row - 1);
  const runs = starts.map((start, index) => {
    const next = starts[index + 1] ?? Infinity;
    const end = sorted.findLast((row) => row < next) ?? start;
    return start === end ? `${start}` : `${start} to ${end}`;
  });
  return `${sorted.length === 1 ? 'row' : 'rows'} ${runs.join(', ')}`;
}

function whereOf(problems: readonly Problem[]): string {
  const [first] = problems;
  if (!first || problems.length === 1) return first ? placeOf(first) : '';
  const rows = problems.flatMap(({ place }) => place.row ?? []);
  const places =
    rows.length < problems.length
      ? problems.map(placeOf).join('; ')
      : [first.place.field, runsOf(rows)].filter((part) => part !== undefined).join(', ');
  return `${problems.length} places: ${places}`;
}

function foundOf(problems: readonly Problem[]): string {
  const found = [...new Set(problems.flatMap((problem) => problem.found ?? []))];
  const shown = found.slice(0, EXAMPLES).join(', ');
  return found.length > EXAMPLES ? `${shown}, …` : shown;
}

/**
 * @param problems all of them
 * @returns those that read alike as one, in the order in which they came
 * @cost linear
 */
export function groupProblems(problems: readonly Problem[]): readonly ProblemGroup[] {
  const groups = Map.groupBy(problems, ({ code, message, expected, remedy, place }) =>
    JSON.stringify([code, message, expected, remedy, place.field]),
  );
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    return [{ first, count: alike.length, where: whereOf(alike), found: foundOf(alike) }];
  });
}
