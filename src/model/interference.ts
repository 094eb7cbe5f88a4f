/** What keeps cores from disturbing each other through caches and memory, and what memory does to them where nothing does. */
import { z } from 'zod';
import { positiveNs, sourceText } from './fields.ts';
import { MAX_WHOLE } from './units.ts';

const known = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** Most accesses of one job or one regulation period: more would leave exact numbers within a few products. */
const MOST_ACCESSES = 1_000_000_000_000;

/** Last-level cache misses and write-backs. */
export const accesses = z.number().int().min(0).max(MOST_ACCESSES);

/** A bit per colour, way or portion, the lowest at the right; no leading zero, so that one mask has one text. */
export const MASK_PATTERN = /^0x(?:0|[1-9a-f][0-9a-f]{0,31})$/;

export const memoryBudgetSchema = z.strictObject({
  accesses: accesses
    .min(1)
    .describe('Accesses to memory in every period, on each of its cores; it stalls without'),
  periodNs: positiveNs.describe('Budgets are refilled every so often, on all cores at once'),
});
/** Memory bandwidth that an environment is limited to, in the manner of MemGuard. */
export type MemoryBudget = z.infer<typeof memoryBudgetSchema>;

export const cacheShareSchema = z.strictObject({
  mechanism: z
    .enum(['colouring', 'cat', 'mpam'])
    .describe('Page colours, Intel cache allocation (CAT), or cache portions of Arm MPAM'),
  mask: z
    .string()
    .regex(MASK_PATTERN)
    .describe('Colours, ways or portions as hexadecimal mask, such as 0xf0'),
});
/** Part of the last-level cache that an environment may fill. */
export type CacheShare = z.infer<typeof cacheShareSchema>;

/** @see cacheShareSchema */
export type CacheMechanism = CacheShare['mechanism'];

export const bandwidthThrottleSchema = z.strictObject({
  mechanism: z.enum(['mba', 'mpam']).describe('Intel memory bandwidth allocation, or Arm MPAM'),
  mostPercent: z.number().int().min(1).max(100).describe('Requests are slowed down above it'),
  leastPercent: known(z.number().int().min(0).max(100)).describe(
    'Preferred below it (MPAM); null: not set',
  ),
});
/** Slows an environment down, and guarantees nothing to anybody. */
export type BandwidthThrottle = z.infer<typeof bandwidthThrottleSchema>;

export const contentionSchema = z.strictObject({
  guaranteedBytesPerSecond: known(z.number().int().min(1).max(MAX_WHOLE)).describe(
    'Bandwidth that is there in the worst case, measured; never the peak',
  ),
  accessNs: known(positiveNs).describe(
    'Shortest latency of one access, alone: how soon a budget may be used up',
  ),
  regulatedAccessNs: known(positiveNs).describe(
    'Longest latency of one access while every core keeps to its memory budget',
  ),
  slotNs: known(positiveNs).describe(
    'Longest that round-robin arbitration serves one request of another core, one outstanding request per core; null: unknown, or not so',
  ),
  source: sourceText.min(1).describe('Who says so'),
});
/** How a memory behaves while several cores use it. */
export type Contention = z.infer<typeof contentionSchema>;

/** Highest bit that a text may name: masks have at most 128 bits. */
const LAST_BIT = 127;

function bitsFrom(part: string): bigint | null {
  const match = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part.trim());
  if (!match) return null;
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  if (from > to || to > LAST_BIT) return null;
  return ((1n << BigInt(to - from + 1)) - 1n) << BigInt(from);
}

/**
 * @param text a mask as a person writes it: `0xF0`, or bits as `4-7` or `0,2,4-7`
 * @returns the mask as it is stored, or null where it is none
 */
export function readMask(text: string): string | null {
  const trimmed = text.trim().toLowerCase();
  if (/^0x[0-9a-f]{1,32}$/.test(trimmed)) return `0x${BigInt(trimmed).toString(16)}`;
  let mask = 0n;
  for (const part of trimmed.split(',')) {
    const bits = bitsFrom(part);
    if (bits === null) return null;
    mask |= bits;
  }
  return `0x${mask.toString(16)}`;
}
