/** Verdicts on a drop, in the words of the drag hint, the dialog and the announcements. */
import type { AmountAfter, PlacementVerdict } from '../../analysis/rules/placement-verdict.ts';
import { formatBytes, formatShare } from '../../model/units.ts';

/** `unsure`: something needed for a verdict is unknown. */
export type DropLevel = 'fits' | 'unsure' | 'attention' | 'over' | 'forbidden';

export const LEVEL_SIGNS: Readonly<Record<DropLevel, string>> = {
  fits: '✓',
  unsure: '?',
  attention: '▲',
  over: '▲',
  forbidden: '!',
};

const LEVEL_WORDS: Readonly<Record<DropLevel, string>> = {
  fits: 'fits',
  unsure: 'cannot be judged fully',
  attention: 'possible, with a warning',
  over: 'over budget',
  forbidden: 'forbidden',
};

/** Rules that speak of a budget and not of what is allowed. */
const BUDGET_RULE = /^(CPU|MEM)-/;

/**
 * @param verdict verdict of the engine
 * @returns how it is shown
 */
export function levelOf(verdict: PlacementVerdict): DropLevel {
  switch (verdict.verdict) {
    case 'pass':
    case 'not-applicable':
    case 'manual':
      return 'fits';
    case 'not-assessed':
      return 'unsure';
    case 'warning':
      return 'attention';
    case 'error':
      return verdict.rule !== null && BUDGET_RULE.test(verdict.rule) ? 'over' : 'forbidden';
  }
}

function amount(
  name: string,
  after: AmountAfter | null,
  format: (value: number) => string,
): string | null {
  if (!after || (after.demand === null && after.capacity === null)) return null;
  const demand =
    after.demand === null
      ? 'unknown'
      : `${after.atLeast ? 'at least ' : ''}${format(after.demand)}`;
  return after.capacity === null
    ? `${name} ${demand}`
    : `${name} ${demand} of ${format(after.capacity)}`;
}

/**
 * The numbers after the drop.
 *
 * @param verdict verdict of the engine
 * @returns for example `CPU 64 % of 100 %, memory 12 MiB of 64 MiB`; empty when neither is known
 */
export function numbersAfter(verdict: PlacementVerdict): string {
  return [amount('CPU', verdict.cpu, formatShare), amount('memory', verdict.memory, formatBytes)]
    .filter((part) => part !== null)
    .join(', ');
}

/**
 * The one number that fits onto a mark in a drawing.
 *
 * @param verdict verdict of the engine
 * @returns for example `CPU 64 %`, `CPU ≥ 64 % of 200 %`, `CPU unknown`
 */
export function shortNumber(verdict: PlacementVerdict): string {
  const { cpu } = verdict;
  if (!cpu) return '';
  if (cpu.demand === null) return 'CPU unknown';
  const demand = `${cpu.atLeast ? '≥ ' : ''}${formatShare(cpu.demand)}`;
  return cpu.capacity === 1 || cpu.capacity === null
    ? `CPU ${demand}`
    : `CPU ${demand} of ${formatShare(cpu.capacity)}`;
}

/**
 * @param verdict verdict of the engine
 * @returns one line: level, rule, numbers
 */
export function verdictLine(verdict: PlacementVerdict): string {
  const rule = verdict.rule === null ? '' : ` (${verdict.rule})`;
  const numbers = numbersAfter(verdict);
  return `${LEVEL_WORDS[levelOf(verdict)]}${rule}${numbers === '' ? '' : ` – ${numbers}`}`;
}
