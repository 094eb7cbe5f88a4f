/** Schema of what comparing gives; the published JSON Schema is generated from it. */
import { z } from 'zod';
import { rangeFields, subjectSchema } from '../result-schema.ts';
import {
  CHANGE_KINDS,
  DRIVER_IDS,
  FEWEST_LAYOUTS,
  MOST_LAYOUTS,
  type ApplicationChange,
  type Comparison,
  type Driver,
  type DriverValue,
  type LayoutDifferences,
  type Pareto,
  type Sensitivity,
  type UnstatedFigures,
} from './comparison.ts';

const text = z.string();
const number = z.number().nullable();
const id = z.string().describe('Identity of a record of the plan');
const driverId = z.enum(DRIVER_IDS);

const deltaSchema = z.strictObject({
  ...rangeFields,
  direction: z
    .enum(['better', 'worse', 'equal', 'unclear'])
    .describe('unclear: the ranges overlap, or an end of them is open'),
});

const valueSchema = z.strictObject({
  layoutId: id,
  ...rangeFields,
  state: z.enum(['assessed', 'unknown', 'not-assessed']).describe('Neither of the last two is 0'),
  atLeast: z.boolean().describe('True when a part is unknown, so that the value is a lower bound'),
  isIndication: z
    .boolean()
    .describe('True when it rests on figures measured on another core type; it is not ranked'),
  text: z.array(text).nullable().describe('Of a driver that is a set of words'),
  unknown: z.number().describe('How many figures that the value needs are unknown'),
  subject: subjectSchema.nullable().describe('Where a worst value stands'),
  override: text
    .nullable()
    .describe('Reasons of the user who replaced figures that the value rests on'),
  parts: z.array(z.strictObject({ name: text, low: number, high: number })),
  delta: deltaSchema.nullable().describe('Against the reference; null for the reference itself'),
}) satisfies z.ZodType<DriverValue>;

const driverSchema = z.strictObject({
  id: driverId,
  title: text,
  unit: text.describe('bytes, ns, SLOC, count, share (1 is the whole), or empty for words'),
  wish: z.enum(['less', 'more', 'none']).describe('Which way it is wished'),
  meaning: text,
  values: z.array(valueSchema).describe('One per layout, in their order'),
}) satisfies z.ZodType<Driver>;

const paretoSchema = z.strictObject({
  drivers: z.array(driverId),
  places: z.array(
    z.strictObject({
      layoutId: id,
      status: z
        .enum(['front', 'possibly-dominated', 'dominated', 'open'])
        .describe('open: a driver of it is unknown'),
      beatenBy: z.array(id),
    }),
  ),
}) satisfies z.ZodType<Pareto>;

const sensitivitySchema = z.strictObject({
  driver: driverId,
  betterId: id,
  worseId: id,
  figure: text,
  unit: text,
  value: number.describe('Today; null: unknown'),
  low: number,
  high: number,
  source: text.nullable(),
  flipsAt: z.number().describe('Beyond this value the ranking is turned round'),
  inRange: z.boolean().describe('Whether that lies in the published range'),
  method: z
    .enum(['sum', 're-analysis'])
    .describe('sum: solved exactly; re-analysis: seen at an end of the range'),
}) satisfies z.ZodType<Sensitivity>;

const unstatedSchema = z.strictObject({
  driver: driverId,
  figures: z.array(text).describe('Figures of the plan that nobody has stated, by name'),
  layoutIds: z.array(id).describe('Layouts whose value needs one of them'),
}) satisfies z.ZodType<UnstatedFigures>;

const changeSchema = z.strictObject({
  applicationId: id,
  name: text,
  kinds: z.array(z.enum(CHANGE_KINDS)),
  before: text.nullable(),
  after: text.nullable(),
}) satisfies z.ZodType<ApplicationChange>;

const differencesSchema = z.strictObject({
  layoutId: id,
  changes: z.array(changeSchema),
  unchanged: z.number(),
}) satisfies z.ZodType<LayoutDifferences>;

const named = z.strictObject({ id, name: text });

/** Decodes a comparison that comes back from a file or a worker. */
export const comparisonSchema = z.strictObject({
  plan: named,
  versions: z.strictObject({ engine: text, catalogue: text }),
  referenceId: id.describe('Layout that the others are held against'),
  layouts: z.array(named).min(FEWEST_LAYOUTS).max(MOST_LAYOUTS),
  drivers: z.array(driverSchema),
  pareto: paretoSchema,
  sensitivity: z.strictObject({
    entries: z.array(sensitivitySchema),
    tried: z.number().describe('Figures that were tried by a new analysis'),
    left: z.number().describe('Figures left out, because the work is bounded'),
    unstated: z
      .array(unstatedSchema)
      .describe('What could not be tried: no ranking by these drivers is certain'),
  }),
  differences: z.array(differencesSchema).describe('Of every layout but the reference'),
}) satisfies z.ZodType<Comparison>;
