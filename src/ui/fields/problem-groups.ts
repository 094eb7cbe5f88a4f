/** Problems for reading: what is wrong in many places and mended in one is said once. */
import type { Problem } from '../../model/problem.ts';

/** Problems that differ in place and in what was found only. */
export interface ProblemGroup {
  readonly first: Problem;
  readonly count: number;
  /** For example `row 2, period`, or `90 cells: rows 2 to 31; period, WCET, deadline`. */
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

function whereOf(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first && problems.length === 1) return placeOf(first);
  const rows = problems.flatMap(({ place }) => place.row ?? []);
  const [low, high] = [Math.min(...rows), Math.max(...rows)];
  const fields = [...new Set(problems.flatMap(({ place }) => place.field ?? []))];
  const parts = [
    rows.length === 0 ? null : low === high ? `row ${low}` : `rows ${low} to ${high}`,
    fields.length === 0 ? null : fields.join(', '),
  ].filter((part) => part !== null);
  const places = parts.length === 0 ? problems.slice(0, EXAMPLES).map(placeOf).join('; ') : '';
  return `${problems.length} places: ${parts.join('; ') || places}`;
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
  const groups = Map.groupBy(problems, ({ code, message, expected, remedy }) =>
    JSON.stringify([code, message, expected, remedy]),
  );
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    return [{ first, count: alike.length, where: whereOf(alike), found: foundOf(alike) }];
  });
}
