/** Locked sections of tasks, written as people say them: `2 x can-buffer 50 µs`. */
import { fail, ok, type Result } from '../../model/problem.ts';
import type { CriticalSection } from '../../model/scheduling.ts';
import { exactText, readQuantity, UNITS } from '../fields/quantity-text.ts';
import { listColumn } from './column-kinds.ts';
import { tableProblem } from './problems.ts';

/** Count, name, length; a length needs its unit, so that a number in a name is not taken for one. */
const SECTION = /^(?:(\d+)\s*[x×]\s+)?(.+?)\s+([\d.]+\s*[a-zµμ]+)$/iu;

/**
 * @param section how long and how often one job locks a resource
 * @returns for example `2 x can-buffer 50 µs`; reading it gives the same section back
 */
export function sectionText({ resource, lengthNs, count }: CriticalSection): string {
  const length = exactText(lengthNs, UNITS.us);
  const unit = /^[\d.]+$/.test(length) ? ` ${UNITS.us.suffix}` : '';
  return `${count > 1 ? `${count} x ` : ''}${resource} ${length}${unit}`;
}

/** @param text as `sectionText` writes it */
export function readSection(text: string): Result<CriticalSection> {
  const match = SECTION.exec(text.trim());
  const lengthNs = match?.[3] === undefined ? null : readQuantity(match[3], UNITS.us);
  if (!match?.[2] || lengthNs === null) {
    const expected = 'a resource with the time it is locked, such as can-buffer 50 µs';
    return fail(tableProblem('cell-form', { found: text, expected }));
  }
  return ok({ resource: match[2], lengthNs, count: Number(match[1] ?? 1) });
}

export const criticalSectionsColumn = listColumn<CriticalSection>({
  key: 'criticalSections',
  title: 'Critical sections',
  width: 210,
  hint: 'What one job locks, and for how long each time: can-buffer 50 µs, 2 x log 10 µs',
  absent: { text: 'none', tone: 'muted' },
  format: sectionText,
  parse: readSection,
});
