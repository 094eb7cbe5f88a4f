/** A figure: a value with unit, range, conditions and the source that says so. */
import { z } from 'zod';
import { longText, shortText } from '../model/fields.ts';
import { isaSchema } from '../model/target.ts';

const known = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** How sure the fact base is. `judgement`: graded by a person from what a source says, not measured. */
export const figureConfidenceSchema = z.enum(['high', 'medium', 'low', 'judgement']);
export type FigureConfidence = z.infer<typeof figureConfidenceSchema>;

/** What was done to know the value, from strongest to weakest. */
export const verificationSchema = z.enum([
  'raw-data',
  'measured-first-hand',
  'document-read',
  'abstract-read',
  'secondary-quote',
  'vendor-claim-read',
  'derived',
  'by-definition',
  'judgement-from-source',
  'judgement',
  'not-opened',
]);
export type Verification = z.infer<typeof verificationSchema>;

const evidence = {
  low: known(z.number()).describe('Lower end of the published range, in `unit`'),
  high: known(z.number()).describe('Upper end of the published range, in `unit`'),
  unit: known(shortText),
  conditions: known(longText).describe('Hardware, version and workload the value was seen under'),
  sources: z
    .array(z.string().min(1).max(120))
    .default([])
    .describe('Keys of the catalogue sources'),
  locator: known(z.string().max(600)).describe('Table, section or file in the source'),
  confidence: known(figureConfidenceSchema),
  verification: known(verificationSchema),
  note: known(longText),
};

function figureWith<T extends z.ZodType>(value: T) {
  const record = { value: value.nullable(), ...evidence };
  return z.strictObject({
    ...record,
    alternatives: z
      .array(z.strictObject(record))
      .default([])
      .describe('Other values: sources disagree, or other conditions apply'),
  });
}

/** Grades are judgements on an ordinal scale; `verified` means formally. */
export const gradeSchema = z.enum(['weak', 'moderate', 'strong', 'verified']);
export type Grade = z.infer<typeof gradeSchema>;

/** How an instance reaches devices. The four in the middle are the modes a grant can have. */
export const ioModeIdSchema = z.enum([
  'direct',
  'emulated',
  'para-virtual',
  'pass-through',
  'virtual-function',
  'host-kernel',
  'shared-memory',
]);
export type IoModeId = z.infer<typeof ioModeIdSchema>;

export const numberFigureSchema = figureWith(z.number()).extend({
  byIsa: z
    .array(z.strictObject({ isa: isaSchema, value: z.number(), ...evidence }))
    .default([])
    .describe('The same number by instruction set; where there are any, it is unknown on others'),
});
export const textFigureSchema = figureWith(longText.min(1));
export const booleanFigureSchema = figureWith(z.boolean());
export const gradeFigureSchema = figureWith(gradeSchema);
export const ioModesFigureSchema = figureWith(z.array(ioModeIdSchema).min(1));

export type NumberFigure = z.infer<typeof numberFigureSchema>;
export type TextFigure = z.infer<typeof textFigureSchema>;
export type BooleanFigure = z.infer<typeof booleanFigureSchema>;
export type GradeFigure = z.infer<typeof gradeFigureSchema>;
export type IoModesFigure = z.infer<typeof ioModesFigureSchema>;

/** Any figure; `value` null means that no source was found, never zero. */
export type Figure = NumberFigure | TextFigure | BooleanFigure | GradeFigure | IoModesFigure;
/** A further value of a figure. */
export type FigureAlternative = Figure['alternatives'][number];
