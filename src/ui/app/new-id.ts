/** Ids for records made in this window, or in its worker. */
import type { NewId } from '../../model/commands/records.ts';

/** 10 characters of base 36: 51 bits, no clash in any plan. */
function randomSuffix(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  return [...numbers].map((number) => number.toString(36).padStart(5, '0').slice(-5)).join('');
}

export const newId: NewId = (prefix) => `${prefix}-${randomSuffix()}`;
