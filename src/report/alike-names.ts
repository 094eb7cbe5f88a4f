/** Names that differ in a number only, as runs: `Camera 1 to 8`. */

const NUMBERED = /^(.*?)(\d+)$/;

/** Shortest run that is written with its ends only. */
const RUN = 3;

/**
 * @param name any name
 * @returns the name without its numbers: equal for things that are alike
 */
export function stemOf(name: string): string {
  return name.replace(/\d+/g, '#');
}

/**
 * @param names in the user's order
 * @returns as many entries or fewer: neighbours that count up by one become `first to last number`
 * @cost O(n)
 */
export function alikeNames(names: readonly string[]): readonly string[] {
  const runs: { stem: string; next: number; names: string[] }[] = [];
  for (const name of names) {
    const [, stem = name, digits] = NUMBERED.exec(name) ?? [];
    const number = digits === undefined ? Number.NaN : Number(digits);
    const run = runs.at(-1);
    if (run && run.stem === stem && run.next === number) {
      run.names.push(name);
      run.next += 1;
    } else runs.push({ stem, next: number + 1, names: [name] });
  }
  return runs.flatMap(({ names: all, next }) =>
    all.length < RUN ? all : [`${all[0] ?? ''} to ${next - 1}`],
  );
}
