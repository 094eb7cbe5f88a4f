/** Values of records as cells that the importer reads back without loss. */
import type { Criticality, DeviceNeed } from '../../model/application.ts';
import { shiftPoint } from './number-text.ts';

/** Nanoseconds are written in microseconds, the unit of most timing tables. */
const NS_PER_US_DIGITS = 3;
const PERCENT_DIGITS = 2;

/** Blank stands for unknown. */
const BLANK = '';

/**
 * @param value text or null
 * @returns the cell
 */
export function textCell(value: string | null): string {
  return value ?? BLANK;
}

/**
 * @param value any number or null
 * @returns decimal text without exponent
 */
export function numberCell(value: number | null): string {
  return value === null ? BLANK : shiftPoint(value, 0);
}

/**
 * @param ns whole nanoseconds or null
 * @returns microseconds, exact
 */
export function microsecondCell(ns: number | null): string {
  return ns === null ? BLANK : shiftPoint(ns, -NS_PER_US_DIGITS);
}

/**
 * @param share share of one core or null
 * @returns per cent, exact
 */
export function percentCell(share: number | null): string {
  return share === null ? BLANK : shiftPoint(share, PERCENT_DIGITS);
}

/**
 * @param value a flag or null
 * @returns yes, no or blank
 */
export function flagCell(value: boolean | null): string {
  if (value === null) return BLANK;
  return value ? 'yes' : 'no';
}

/**
 * @param value level on its scale, or null
 * @returns for example `ASIL B`
 */
export function criticalityCell(value: Criticality | null): string {
  return value === null ? BLANK : `${value.scale} ${value.level}`;
}

/** Entries that survive being joined by `; ` and split again. */
const PLAIN_ENTRY = /^[A-Za-z][\w.+/-]*(?: [\w.+/-]+)*$/;

/**
 * @param entries texts
 * @returns them joined by `; `; as JSON where one would not survive that
 */
export function listCell(entries: readonly string[]): string {
  if (entries.length === 0) return BLANK;
  return entries.every((entry) => PLAIN_ENTRY.test(entry)) && !isUnknownWord(entries)
    ? entries.join('; ')
    : JSON.stringify(entries);
}

/**
 * @param needs devices that an application needs
 * @returns for example `ethernet; 2 x can exclusive`; as JSON where a class would not survive that
 */
export function devicesCell(needs: readonly DeviceNeed[]): string {
  if (needs.length === 0) return BLANK;
  const isPlain =
    needs.every((need) => PLAIN_ENTRY.test(need.class) && !need.class.endsWith(' exclusive')) &&
    !isUnknownWord(needs.map((need) => need.class));
  if (!isPlain) return JSON.stringify(needs);
  return needs
    .map(({ class: name, count, access }) => {
      const times = count === 1 ? '' : `${count} x `;
      return `${times}${name}${access === 'exclusive' ? ' exclusive' : ''}`;
    })
    .join('; ');
}

/** A single entry that reads as "unknown" would come back as nothing. */
function isUnknownWord(entries: readonly string[]): boolean {
  return /^(?:n\/?a|unknown|null|tbd)$/i.test(entries.join('; '));
}

/**
 * @param value a list or a map
 * @returns JSON; blank when it is empty
 */
export function jsonCell(value: object): string {
  return Object.keys(value).length === 0 ? BLANK : JSON.stringify(value);
}

/**
 * @param address a byte address or null
 * @returns hexadecimal
 */
export function addressCell(address: number | null): string {
  return address === null ? BLANK : `0x${address.toString(16)}`;
}
