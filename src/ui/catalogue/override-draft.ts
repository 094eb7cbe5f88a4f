/** What is typed in the form that replaces a figure, read into a command. */
import type { Figure } from '../../catalog/figure.ts';
import type { OverrideSeed } from '../../model/commands/overrides.ts';
import type { Replaceable } from './figure-entries.ts';

/** Texts of the form. */
export interface OverrideDraft {
  value: string;
  low: string;
  high: string;
  reason: string;
  author: string;
}

/** What was read: a seed, or what is wrong by field. */
export interface ReadDraft {
  readonly seed: OverrideSeed | null;
  readonly faults: Readonly<Record<string, string>>;
}

function textOf(value: Figure['value']): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/**
 * What the form starts with: the user's own value and reason, else the published value without a reason.
 *
 * @param replaceable the figure
 * @param figure as the plan uses it
 * @param author of the plan; null: not stated
 * @returns texts of the form
 */
export function draftOf(
  { override }: Replaceable,
  figure: Figure,
  author: string | null,
): OverrideDraft {
  const text = (value: number | null): string => (value === null ? '' : String(value));
  return {
    value: textOf(override?.value ?? figure.value),
    low: text(override ? override.low : figure.low),
    high: text(override ? override.high : figure.high),
    reason: override?.reason ?? '',
    author: override?.author ?? author ?? '',
  };
}

const NUMBER = /^\d+(\.\d+)?(e[+-]?\d{1,2})?$/i;

function numberOf(text: string): number | null {
  return NUMBER.test(text.trim()) ? Number(text) : null;
}

function valueOf(kind: Replaceable['kind'], text: string): OverrideSeed['value'] | null {
  if (kind === 'number') return numberOf(text);
  if (kind === 'boolean') return text === '' ? null : text === 'yes';
  return text.trim() === '' ? null : text.trim();
}

function rangeFault(low: number | null, value: unknown, high: number | null): string | null {
  if (typeof value !== 'number') return null;
  if (low !== null && low > value) return 'Low is above the value.';
  return high !== null && high < value ? 'High is below the value.' : null;
}

/**
 * Reads the form. Every fault is named by its field.
 *
 * @param replaceable the figure
 * @param draft texts of the form
 * @returns the arguments of `setOverride`, or what is wrong
 */
export function readDraft(replaceable: Replaceable, draft: OverrideDraft): ReadDraft {
  const { subjectKind, subjectId, parameter, kind, unit } = replaceable;
  const faults: Record<string, string> = {};
  const end = (name: 'low' | 'high'): number | null => {
    const text = draft[name].trim();
    if (kind !== 'number' || text === '') return null;
    const number = numberOf(text);
    if (number === null) faults[name] = `“${text}” is no number of zero or more.`;
    return number;
  };
  const value = valueOf(kind, draft.value);
  if (value === null) {
    const isEmpty = draft.value.trim() === '';
    faults['value'] = isEmpty
      ? 'A value is needed.'
      : `“${draft.value}” is no number of zero or more.`;
  }
  const low = end('low');
  const high = end('high');
  const order = rangeFault(low, value, high);
  if (order !== null) faults[order.startsWith('Low') ? 'low' : 'high'] = order;
  if (draft.reason.trim() === '') {
    faults['reason'] = 'A reason is needed: who says so, measured or read where.';
  }
  if (value === null || Object.keys(faults).length > 0) return { seed: null, faults };
  const { reason } = draft;
  const author = draft.author.trim() || null;
  return {
    seed: { subjectKind, subjectId, parameter, value, low, high, unit, reason, author },
    faults,
  };
}
