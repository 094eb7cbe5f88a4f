/** What conditions of figures name: hardware, and how a value is to be read; documented limits; starts measured side by side. */
import { z } from 'zod';
import { environmentKindSchema } from '../model/layout.ts';
import { longText, shortText } from '../model/fields.ts';
import { isaSchema } from '../model/target.ts';
import { numberFigureSchema } from './figure.ts';

const known = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);
const key = z.string().min(1).max(120);

export const measuredOnSchema = z.strictObject({
  id: key,
  phrase: shortText.min(1).describe('Conditions that contain it name this hardware; case counts'),
  hardware: shortText.min(1).describe('Board or machine, as the source names it'),
  coreType: known(shortText).describe('As targets name it; null: no source of the catalogue does'),
  isa: isaSchema,
  sources: z.array(key).min(1),
});
/** Hardware that figures were measured on. */
export type MeasuredOn = z.infer<typeof measuredOnSchema>;

export const readingSchema = z.strictObject({
  id: key,
  phrase: shortText.min(1).describe('Conditions that contain it are to be read so'),
  reading: z.enum([
    'lower-bound',
    'upper-bound',
    'round-trip',
    'ping-pong',
    'added',
    'without-os',
    'by-definition',
    'without-page-tables',
  ]),
  payloadBytes: known(z.number().int().min(1)).describe('Size of the message it was measured with'),
});
/** How the value of a figure is to be read, told by words of its conditions. */
export type Reading = z.infer<typeof readingSchema>;

export const documentedLimitSchema = z.strictObject({
  id: key,
  name: shortText.min(1).describe('What is limited, in the plural'),
  kind: environmentKindSchema.describe('Kind of environment that is counted'),
  where: longText.describe('When the limit holds; a plan does not say whether it does'),
  limit: numberFigureSchema,
  remedy: longText,
});
/** A documented limit of what surrounds instances, not of their technology. */
export type DocumentedLimit = z.infer<typeof documentedLimitSchema>;

export const parallelStartSchema = z.strictObject({
  technologyId: key.describe('Technology whose own start-up time it goes with'),
  starts: z.number().int().min(2).describe('Instances started at the same time'),
  serial: numberFigureSchema.describe('One at a time'),
  parallel: numberFigureSchema.describe('Each of them, when all start at the same time'),
});
/** Start-up time measured one at a time and many at a time. */
export type ParallelStart = z.infer<typeof parallelStartSchema>;

export const measuringFileSchema = z.strictObject({
  measuredOn: z.array(measuredOnSchema),
  readings: z.array(readingSchema),
  parallelStarts: z.array(parallelStartSchema),
});
export const limitsFileSchema = z.strictObject({ limits: z.array(documentedLimitSchema) });
