/** Lists of cores as text: `core 0-3, M4F 0`. */
import type { Id } from '../../model/fields.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import type { Target } from '../../model/target.ts';
import { coreLabels } from './plan-index.ts';
import { readReference } from './column-kinds.ts';
import { tableProblem } from './problems.ts';

/**
 * Names cores, runs of them in short.
 *
 * @param target the hardware
 * @param ids cores of it; ids that it does not have are said to be missing
 * @returns for example `core 0-3, core 6`
 */
export function coresText(target: Target, ids: readonly Id[]): string {
  const { labelOf } = coreLabels(target);
  const wanted = new Set(ids);
  const runs: { stem: string; from: number | null; to: number | null }[] = [];
  for (const { id } of target.cores) {
    if (!wanted.delete(id)) continue;
    const match = /^(.*?)(\d+)$/.exec(labelOf.get(id) ?? id);
    const stem = match?.[1] ?? labelOf.get(id) ?? id;
    const number = match ? Number(match[2]) : null;
    const last = runs.at(-1);
    if (last && number !== null && last.stem === stem && last.to === number - 1) last.to = number;
    else runs.push({ stem, from: number, to: number });
  }
  const texts = runs.map(({ stem, from, to }) =>
    from === to ? `${stem}${from ?? ''}` : `${stem}${from}-${to}`,
  );
  return [...texts, ...[...wanted].map((id) => `missing core ${id}`)].join(', ');
}

/** Cores of a run such as `core 0-3`; null where the text is no run. */
function runOf(target: Target, text: string): readonly string[] | null {
  const match = /^(.*?)(\d+)\s*[-–]\s*(\d+)$/.exec(text);
  if (!match) return null;
  const [stem, from, to] = [match[1] ?? '', Number(match[2]), Number(match[3])];
  if (to < from || to - from > target.cores.length) return null;
  return Array.from({ length: to - from + 1 }, (_, index) => `${stem}${from + index}`);
}

/**
 * Reads what `coresText` writes, and single names, ids and hardware numbers.
 *
 * @param target the hardware
 * @param text for example `core 0-3, core 6`; empty: none
 * @returns core ids in hardware order
 */
export function readCores(target: Target, text: string): Result<readonly Id[]> {
  const labels = coreLabels(target);
  const ids = new Set(target.cores.map(({ id }) => id));
  const parts = text.split(/[,;\n]/).map((part) => part.trim());
  const names = parts.flatMap((part) => {
    if (part === '') return [];
    return labels.idsOf.has(part.toLowerCase()) ? [part] : (runOf(target, part) ?? [part]);
  });
  const results = names.map((name): Result<Id> => {
    if (ids.has(name)) return ok(name);
    const bare = /^\d+$/.test(name) ? `core ${name}` : name;
    return readReference(labels, bare, 'core');
  });
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) return fail(...problems);
  const named = new Set(results.flatMap((result) => (result.ok ? [result.value] : [])));
  if (named.size < results.length)
    return fail(tableProblem('cell-form', { found: text, expected: 'each core once' }));
  return ok(target.cores.flatMap(({ id }) => (named.has(id) ? [id] : [])));
}
