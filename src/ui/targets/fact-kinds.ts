/** Facts of hardware as text: what a fact shows, how it is edited, what is read. */
import { defineProblems, fail, ok, type Result } from '../../model/problem.ts';
import type { AddressRange, Target } from '../../model/target.ts';
import {
  formatAddress,
  formatBytes,
  formatBytesPerSecond,
  formatHz,
  formatNumber,
  parseQuantity,
} from '../../model/units.ts';
import type { Choice } from '../fields/choices.ts';
import { saysUnknown } from '../fields/quantity-text.ts';
import { coresText, readCores } from '../tables/core-text.ts';

/** What kind of value a fact has. */
export type FactKind =
  | { readonly type: 'text' | 'long-text' | 'words' }
  | { readonly type: 'size' | 'clock' | 'bandwidth' | 'number' | 'whole' }
  | { readonly type: 'yes-no' }
  | { readonly type: 'choice'; readonly choices: readonly Choice<string>[] }
  | { readonly type: 'cores' | 'ranges' };

const problem = defineProblems({
  'fact-unreadable': { message: 'this cannot be read' },
});

const EXAMPLES: Readonly<Partial<Record<FactKind['type'], string>>> = {
  size: 'a size such as 32 KiB or 8 GiB',
  clock: 'a clock such as 1.6 GHz',
  bandwidth: 'a bandwidth such as 12.8 GB/s',
  number: 'a number',
  whole: 'a whole number',
  ranges: 'address + size, for example 0x80000000 + 2 GiB; several with a comma',
  cores: 'cores, for example core 0-3',
};

/**
 * @param kind of a fact
 * @returns what can be typed, or null where anything can
 */
export function exampleOf(kind: FactKind): string | null {
  return EXAMPLES[kind.type] ?? null;
}

/** A size that reads back exactly. */
function exactSize(bytes: number): string {
  const short = formatBytes(bytes);
  return parseQuantity(short, 'size') === bytes ? short : `${bytes} B`;
}

function exactClock(hertz: number): string {
  const short = formatHz(hertz);
  return parseQuantity(short, 'rate') === hertz ? short : `${hertz} Hz`;
}

function exactBandwidth(value: number): string {
  const short = formatBytesPerSecond(value);
  return readBandwidth(short) === value ? short : `${value} B/s`;
}

function readBandwidth(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kMG]?B)\/s$/i.exec(text.trim());
  if (!match) return null;
  const factor = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 }[(match[2] ?? '').toLowerCase()] ?? null;
  return factor === null ? null : Number((Number(match[1]) * factor).toPrecision(15));
}

const rangeText = ({ base, size }: AddressRange): string =>
  `${formatAddress(base)} + ${exactSize(size)}`;

function readRanges(text: string): readonly AddressRange[] | null {
  const ranges = text.split(/[,;]/).map((part) => {
    const [base = '', size = '', ...rest] = part.split('+');
    const address = parseQuantity(base, 'address');
    const bytes = parseQuantity(size, 'size');
    return address === null || bytes === null || bytes === 0 || rest.length > 0
      ? null
      : { base: address, size: bytes };
  });
  return ranges.every((range) => range !== null) ? ranges : null;
}

/**
 * A fact in words that `readFact` reads back to the same value.
 *
 * @param kind of the fact
 * @param value as stored; null: unknown
 * @param target the hardware, for names of cores
 * @returns its text; null when unknown
 */
export function factText(kind: FactKind, value: unknown, target: Target): string | null {
  if (value === null || value === undefined || value === '') return null;
  switch (kind.type) {
    case 'size':
      return exactSize(value as number);
    case 'clock':
      return exactClock(value as number);
    case 'bandwidth':
      return exactBandwidth(value as number);
    case 'number':
    case 'whole':
      return formatNumber(value as number, 15);
    case 'yes-no':
      return value === true ? 'yes' : 'no';
    case 'choice':
      return kind.choices.find((choice) => choice.value === value)?.label ?? (value as string);
    case 'words':
      return (value as readonly string[]).join(', ') || null;
    case 'cores':
      return coresText(target, value as readonly string[]) || null;
    case 'ranges':
      return (value as readonly AddressRange[]).map(rangeText).join(', ') || null;
    case 'text':
    case 'long-text':
      return value as string;
  }
}

function readNumber(kind: FactKind, text: string): number | null {
  switch (kind.type) {
    case 'size':
      return parseQuantity(text, 'size');
    case 'clock':
      return parseQuantity(text, 'rate');
    case 'bandwidth':
      return readBandwidth(text);
    case 'whole': {
      const value = parseQuantity(text, 'number');
      return value !== null && Number.isInteger(value) ? value : null;
    }
    default:
      return parseQuantity(text, 'number');
  }
}

/** What an emptied fact is: nothing of a list, else unknown. */
function emptyOf(kind: FactKind): unknown {
  return kind.type === 'words' || kind.type === 'cores' || kind.type === 'ranges' ? [] : null;
}

/**
 * Reads what was typed for a fact.
 *
 * @param kind of the fact
 * @param text what was typed; empty or `unknown` makes it unknown
 * @param target the hardware, for names of cores
 * @returns the value to store, or why it cannot be read
 */
export function readFact(kind: FactKind, text: string, target: Target): Result<unknown> {
  if (saysUnknown(text)) return ok(emptyOf(kind));
  const refuse = (): Result<unknown> =>
    fail(problem('fact-unreadable', { found: text, expected: exampleOf(kind) ?? 'another text' }));
  switch (kind.type) {
    case 'text':
    case 'long-text':
      return ok(text.trim());
    case 'words':
      return ok(
        text
          .split(',')
          .map((word) => word.trim())
          .filter(Boolean),
      );
    case 'yes-no':
      return text === 'yes' || text === 'no' ? ok(text === 'yes') : refuse();
    case 'choice': {
      const choice = kind.choices.find(({ value, label }) => value === text || label === text);
      return choice ? ok(choice.value) : refuse();
    }
    case 'cores':
      return readCores(target, text);
    case 'ranges': {
      const ranges = readRanges(text);
      return ranges ? ok(ranges) : refuse();
    }
    default: {
      const value = readNumber(kind, text);
      return value === null ? refuse() : ok(value);
    }
  }
}
