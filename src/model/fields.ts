/** Building blocks of the entity schemas: ids, texts and quantities with their limits. */
import { z } from 'zod';
import { MAX_WHOLE, type Bytes, type Hz, type Ns } from './units.ts';

/** Identity of a record. Names may change; ids hold the references. */
export type Id = string;

/** Letters, digits, dot, dash and underscore: safe as SVG id, file name and SQL text. */
export const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,95}$/;

// Control characters have no place in a name and would reach terminals, CSV and SVG. Half of a surrogate pair is
// not text: UTF-8, and so SQLite and every file, would give back something else.
const PRINTABLE = /^[^\u0000-\u001f\u007f\ud800-\udfff]*$/u;
const TEXT = /^[^\u0000\ud800-\udfff]*$/u;

export const id = z.string().regex(ID_PATTERN).describe('Identity; never shown, never changed');
/** Longest name of a record, in characters. */
export const MAX_NAME_LENGTH = 120;

export const name = z
  .string()
  .trim()
  .min(1)
  .max(MAX_NAME_LENGTH)
  .regex(PRINTABLE)
  .describe('Name for people');
export const shortText = z.string().max(200).regex(PRINTABLE);
export const longText = z.string().max(8000).regex(TEXT);
/** Where a figure comes from, in words. */
export const sourceText = z.string().max(400).regex(TEXT);
export const ns = z.number().int().min(0).max(MAX_WHOLE) as unknown as z.ZodType<Ns, Ns>;
export const positiveNs = z.number().int().min(1).max(MAX_WHOLE) as unknown as z.ZodType<Ns, Ns>;
export const bytes = z.number().int().min(0).max(MAX_WHOLE) as unknown as z.ZodType<Bytes, Bytes>;
export const positiveBytes = z.number().int().min(1).max(MAX_WHOLE) as unknown as z.ZodType<
  Bytes,
  Bytes
>;
export const hz = z.number().positive().max(1e15) as unknown as z.ZodType<Hz, Hz>;
export const count = z.number().int().min(0).max(1_000_000_000);
export const order = z
  .number()
  .describe('Position in lists; records with equal order are listed by id');

/**
 * Where a record's figures come from: key is a field's name, `*` stands for every other field; the value is
 * the source in words, or `estimate`.
 */
export const figureSources = z
  .record(z.string().min(1).max(60), z.string().min(1).max(400))
  .default({})
  .describe('Field name (or * for the rest) -> source in words, or "estimate"');

/** Most equal instances of one record: more would be a fleet, and its sums would leave whole numbers. */
export const MOST_COPIES = 100_000;
