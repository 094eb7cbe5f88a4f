/**
 * The one contract between the fronts (window, browser, command line) and the host: method -> input, output.
 * `dispatch.ts` decodes by it, `client.ts` calls by it. Pure data: no function or class instance crosses.
 */
import { z } from 'zod';
import { diffSchema, snapshotSchema } from '../model/diff-schema.ts';
import { hz, id, name } from '../model/fields.ts';
import type { Problem } from '../model/problem.ts';
import { targetSchema } from '../model/target.ts';

const path = z.string().min(1).max(4096);
const nothing = z.strictObject({});

const placeSchema = z.strictObject({
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  row: z.number().optional(),
  field: z.string().optional(),
  pointer: z.string().optional(),
});

export const problemSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  place: placeSchema,
  found: z.string().nullable(),
  expected: z.string().nullable(),
  remedy: z.string().nullable(),
}) as unknown as z.ZodType<Problem>;

/** What this host can do; fronts differ by this data and not by `if (electron)`. */
const capabilities = z.strictObject({
  host: z.enum(['electron', 'browser', 'cli']),
  nativeDialogs: z.boolean(),
  pdf: z.boolean().describe('Whether a Chromium to print with was found'),
});

const history = z.strictObject({
  undo: z.string().nullable().describe('Name of the step that undo takes back'),
  redo: z.string().nullable(),
});

const position = z.strictObject({
  revision: z.number().int().describe('Counts edits of this plan, undo and redo included'),
  history,
  saved: z
    .boolean()
    .describe(
      'Whether closing loses nothing: the file holds this state, or it is an untouched sample',
    ),
});

const opened = position.extend({
  planId: id,
  path: path.nullable().describe("The user's file; null until it is saved for the first time"),
  readOnly: z.boolean(),
  snapshot: snapshotSchema,
  notices: z
    .array(problemSchema)
    .describe('What the user should know, for example a read-only file'),
});

const file = z.strictObject({
  name: z.string(),
  mediaType: z.string(),
  encoding: z.enum(['utf8', 'base64']),
  content: z.string(),
});

const ofPlan = z.strictObject({ planId: id });

/** What can be imported into an open plan; `hwloc` replaces its target, `json` the whole plan. */
const importFormat = z.enum([
  'json',
  'hwloc',
  'csv-applications',
  'csv-tasks',
  'csv-links',
  'csv-chains',
]);

/** Largest text that an import accepts, in characters. */
export const MAX_IMPORT_LENGTH = 32 * 1024 * 1024;

export const contract = {
  'app.info': {
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      engine: z.string(),
      catalogue: z.string(),
      capabilities,
      startPlanId: id
        .nullable()
        .describe(
          'Open plan to show first: named at the start, or shown last; so a reload finds it again',
        ),
    }),
  },
  'catalogue.get': {
    input: nothing,
    output: z.strictObject({ texts: z.record(z.string(), z.string()) }),
  },
  'targets.list': { input: nothing, output: z.strictObject({ targets: z.array(targetSchema) }) },
  'samples.list': {
    input: nothing,
    output: z.strictObject({
      samples: z.array(
        z.strictObject({ id, name: z.string(), summary: z.string(), targetName: z.string() }),
      ),
    }),
  },
  'plans.recent': {
    input: nothing,
    output: z.strictObject({
      plans: z.array(
        z.strictObject({ path, name: z.string(), openedAt: z.string(), exists: z.boolean() }),
      ),
    }),
  },
  'plans.recoverable': {
    input: nothing,
    output: z.strictObject({
      plans: z.array(
        z.strictObject({
          planId: id,
          name: z.string(),
          path: path.nullable(),
          changedAt: z.string(),
        }),
      ),
    }),
  },
  'plan.create': {
    input: z.strictObject({
      name: name.nullable().describe('null: the name in the import, else that of the target'),
      from: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('target'), targetId: id }),
        z.strictObject({
          kind: z.literal('import'),
          fileName: z.string().max(400),
          text: z.string().max(MAX_IMPORT_LENGTH),
        }),
      ]),
    }),
    output: opened,
  },
  'plan.open': { input: z.strictObject({ path }), output: opened },
  'plan.openSample': { input: z.strictObject({ sampleId: id }), output: opened },
  'plan.recover': { input: ofPlan, output: opened },
  'plan.discard': { input: ofPlan, output: nothing },
  'plan.load': { input: ofPlan, output: opened },
  'plan.apply': {
    input: z.strictObject({
      planId: id,
      baseRevision: z.number().int(),
      step: z.string().min(1).max(200).describe('Name of the step, for undo'),
      diff: diffSchema,
    }),
    output: position,
  },
  'plan.undo': { input: ofPlan, output: position.extend({ diff: diffSchema }) },
  'plan.redo': { input: ofPlan, output: position.extend({ diff: diffSchema }) },
  'plan.save': {
    input: z.strictObject({
      planId: id,
      path: path.nullable().describe('null: where it was; a path without extension gets .partita'),
      overwrite: z
        .boolean()
        .default(false)
        .describe(
          'Set when the user confirmed it after problem file-exists (another plan has that name) or ' +
            'file-changed (another program wrote the file since it was opened here)',
        ),
    }),
    output: z.strictObject({ path }),
  },
  'plan.close': { input: ofPlan, output: nothing },
  'results.store': {
    input: z.strictObject({
      planId: id,
      revision: z.number().int(),
      layoutId: id,
    }),
    output: nothing,
  },
  'import.preview': {
    input: z.strictObject({
      planId: id,
      fileName: z.string().max(400),
      text: z.string().max(MAX_IMPORT_LENGTH),
      format: importFormat.nullable().describe('null: recognised from the file'),
      tableBasis: z
        .strictObject({
          coreType: name.nullable().describe('Execution times and loads were stated for it'),
          clockHz: hz.nullable(),
          timeUnit: z
            .enum(['ns', 'us', 'ms', 's'])
            .nullable()
            .default(null)
            .describe('Of times without a unit'),
          urgentPriority: z.enum(['largest', 'smallest']).default('largest'),
          addsAccessTimes: z.boolean().default(false).describe('To the WCETs of the same row'),
          core: name.nullable().default(null).describe('Tasks are bound to it'),
        })
        .nullable()
        .default(null)
        .describe('What a table means where it does not say so itself'),
    }),
    output: z.strictObject({
      format: importFormat.nullable(),
      problems: z.array(problemSchema).describe('While there is one, nothing can be imported'),
      warnings: z.array(problemSchema),
      summary: z.array(z.string()).describe('What would be added or changed, a line each'),
      columns: z.array(z.string()).describe('Headers of a table; empty for other formats'),
      rows: z.array(
        z.strictObject({
          row: z.number().int().describe('Number in the file, as problems name it'),
          change: z.enum(['new', 'changed', 'same', 'refused']),
          cells: z.array(z.string()),
        }),
      ),
      diff: diffSchema.nullable().describe('For plan.apply, at the revision of this preview'),
    }),
  },
  'export.files': {
    input: z.strictObject({ planId: id, format: z.enum(['json', 'csv']) }),
    output: z.strictObject({ files: z.array(file) }),
  },
  'report.files': {
    input: z.strictObject({
      planId: id,
      layoutId: id.nullable().describe('null: the first layout'),
      format: z.enum(['html', 'md', 'csv', 'pdf']),
    }),
    output: z.strictObject({ files: z.array(file) }),
  },
  'files.list': {
    input: z.strictObject({ folder: path.nullable().describe("null: the user's documents") }),
    output: z.strictObject({
      folder: path,
      parent: path.nullable(),
      entries: z.array(
        z.strictObject({ name: z.string(), path, kind: z.enum(['folder', 'plan']) }),
      ),
    }),
  },
  'dialog.open': { input: nothing, output: z.strictObject({ path: path.nullable() }) },
  /** Gives the path of an existing file only after the system's dialog asked whether to replace it. */
  'dialog.save': {
    input: z.strictObject({ suggestedName: z.string().max(200) }),
    output: z.strictObject({ path: path.nullable() }),
  },
} as const;

export type Contract = typeof contract;
export type Method = keyof Contract;
export type Input<M extends Method> = z.input<Contract[M]['input']>;
export type Output<M extends Method> = z.output<Contract[M]['output']>;

/** What comes back over every transport. */
export type Reply<M extends Method> =
  | { readonly ok: true; readonly value: Output<M> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Calls the host. Never rejects: a broken connection is a problem too. */
export type Call = <M extends Method>(method: M, input: Input<M>) => Promise<Reply<M>>;
