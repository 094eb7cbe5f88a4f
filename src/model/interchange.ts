/**
 * The documented interchange format of a whole plan (`format: "partita-plan"`): one JSON document, ids kept,
 * the order of lists is the user's order. Import then export gives the same document.
 */
import { z } from 'zod';
import { applicationSchema, chainSchema, linkSchema, taskSchema } from './application.ts';
import { decode, parseJson } from './decode.ts';
import type { Id } from './fields.ts';
import {
  channelSchema,
  environmentSchema,
  grantSchema,
  imageSchema,
  layoutSchema,
  placementSchema,
  regionSchema,
} from './layout.ts';
import {
  emptyPlan,
  infoOf,
  LAYOUT_TABLES,
  overrideSchema,
  planInfoSchema,
  rows,
  TABLE_WORDS,
  targetOf,
  type LayoutTable,
  type Plan,
  type Records,
  type TableName,
} from './plan.ts';
import { defineProblems, fail, ok, type Problem, type Result } from './problem.ts';
import { checkReferences } from './references.ts';
import { frameSchema, windowSchema } from './scheduling.ts';
import { targetSchema } from './target.ts';
import { checkTarget } from './target-check.ts';

/** Version of the document; a reader refuses a newer one. */
export const INTERCHANGE_VERSION = 1;

const placed = { order: true, layoutId: true } as const;
const listed = { order: true } as const;

const layoutDocumentSchema = layoutSchema.omit(listed).extend({
  environments: z
    .array(environmentSchema.omit(placed))
    .default([])
    .describe('What software runs in; they nest by parentId'),
  placements: z
    .array(placementSchema.omit(placed))
    .default([])
    .describe('Which applications run in which environments, and on which cores'),
  regions: z.array(regionSchema.omit(placed)).default([]).describe('Named stretches of memory'),
  grants: z.array(grantSchema.omit(placed)).default([]).describe('Devices given to environments'),
  channels: z.array(channelSchema.omit(placed)).default([]).describe('How links are carried'),
  images: z
    .array(imageSchema.omit(placed))
    .default([])
    .describe('Disk images and container layers; they stand on each other by parentId'),
  frames: z.array(frameSchema.omit(placed)).default([]).describe('Static tables of windows'),
  windows: z
    .array(windowSchema.omit(placed))
    .default([])
    .describe('Of the frames: who has which core when'),
});

/** Schema of the interchange document; the published JSON Schema is generated from it. */
export const planDocumentSchema = z.strictObject({
  format: z.literal('partita-plan').describe('Says what this file is'),
  version: z.literal(INTERCHANGE_VERSION).describe('A reader refuses a newer one'),
  plan: planInfoSchema.describe('About the plan as a whole'),
  target: targetSchema.describe('The hardware'),
  applications: z
    .array(applicationSchema.omit(listed))
    .default([])
    .describe('What suppliers deliver'),
  tasks: z
    .array(taskSchema.omit(listed))
    .default([])
    .describe('Recurring activities of the applications'),
  links: z
    .array(linkSchema.omit(listed))
    .default([])
    .describe('Communication between applications'),
  chains: z.array(chainSchema.omit(listed)).default([]).describe('Cause-effect chains over tasks'),
  overrides: z
    .array(overrideSchema.omit(listed))
    .default([])
    .describe('Figures of the catalogue that this plan replaces'),
  layouts: z
    .array(layoutDocumentSchema)
    .default([])
    .describe('Alternatives: who runs where, in what'),
});
export type PlanDocument = z.output<typeof planDocumentSchema>;

const problem = defineProblems({
  'plan-not-a-plan': {
    message: 'this JSON is not a Partita plan',
    remedy: 'A plan has "format": "partita-plan" at its top level.',
  },
  'plan-newer-version': {
    message: 'this plan was written by a newer Partita',
    remedy: 'Open it with that version, or export it from there in version {expected}.',
  },
  'plan-duplicate-id': {
    message: 'two {word}s have the id "{found}"',
    remedy: 'Give one of them another id.',
  },
});

type Loose = Readonly<Record<string, unknown>> & { readonly id: Id };

function withoutKeys(record: Loose, keys: readonly string[]): Loose {
  return Object.fromEntries(
    Object.entries(record).filter(([key]) => !keys.includes(key)),
  ) as unknown as Loose;
}

/**
 * @param plan a plan
 * @returns its interchange document
 * @cost O(records)
 */
export function toDocument(plan: Plan): PlanDocument {
  const list = (table: 'applications' | 'tasks' | 'links' | 'chains' | 'overrides') =>
    rows(plan[table] as Plan['applications']).map((record) => withoutKeys(record, ['order']));
  const inLayout = (table: LayoutTable, layoutId: Id) =>
    rows(plan[table] as Plan['environments'])
      .filter((record) => record.layoutId === layoutId)
      .map((record) => withoutKeys(record, ['order', 'layoutId']));
  return {
    format: 'partita-plan',
    version: INTERCHANGE_VERSION,
    plan: infoOf(plan),
    target: targetOf(plan),
    applications: list('applications'),
    tasks: list('tasks'),
    links: list('links'),
    chains: list('chains'),
    overrides: list('overrides'),
    layouts: rows(plan.layouts).map((layout) => ({
      ...withoutKeys(layout, ['order']),
      ...Object.fromEntries(LAYOUT_TABLES.map((table) => [table, inLayout(table, layout.id)])),
    })),
  } as unknown as PlanDocument;
}

/**
 * Where each record stands in the document of a plan.
 *
 * @param plan a plan
 * @returns the JSON pointer of a record by table and id; empty for one that the plan does not have
 * @cost O(records)
 */
export function documentPointers(plan: Plan): (table: TableName, id: Id) => string {
  const pointers = new Map<string, string>();
  for (const table of ['applications', 'tasks', 'links', 'chains', 'overrides'] as const) {
    rows(plan[table] as Plan['applications']).forEach(({ id }, at) =>
      pointers.set(`${table} ${id}`, `/${table}/${at}`),
    );
  }
  rows(plan.layouts).forEach((layout, layoutAt) => {
    pointers.set(`layouts ${layout.id}`, `/layouts/${layoutAt}`);
    for (const table of LAYOUT_TABLES) {
      rows(plan[table] as Plan['environments'])
        .filter(({ layoutId }) => layoutId === layout.id)
        .forEach(({ id }, at) =>
          pointers.set(`${table} ${id}`, `/layouts/${layoutAt}/${table}/${at}`),
        );
    }
  });
  return (table, id) => pointers.get(`${table} ${id}`) ?? '';
}

/** Fills the tables of a plan and remembers where each record stood in the document. */
class Reader {
  readonly plan: Plan;
  readonly problems: Problem[] = [];
  readonly #pointers = new Map<string, string>();

  constructor(document: PlanDocument) {
    this.plan = emptyPlan(document.plan, document.target);
    this.#list('applications', document.applications, '/applications');
    this.#list('tasks', document.tasks, '/tasks');
    this.#list('links', document.links, '/links');
    this.#list('chains', document.chains, '/chains');
    this.#list('overrides', document.overrides, '/overrides');
    document.layouts.forEach((layout, index) => {
      const pointer = `/layouts/${index}`;
      const own = withoutKeys(layout, LAYOUT_TABLES);
      this.#add('layouts', { ...own, order: index + 1 }, pointer);
      for (const table of LAYOUT_TABLES) {
        this.#list(table, layout[table], `${pointer}/${table}`, { layoutId: layout.id });
      }
    });
  }

  pointerOf = (table: TableName, id: Id): string => this.#pointers.get(`${table} ${id}`) ?? '';

  #list(table: TableName, list: readonly unknown[], pointer: string, more: object = {}): void {
    list.forEach((record, index) => {
      const full = { ...(record as Loose), ...more, order: index + 1 };
      this.#add(table, full, `${pointer}/${index}`);
    });
  }

  #add(table: TableName, record: Loose, pointer: string): void {
    const target = this.plan[table] as unknown as Map<Id, Records[TableName]>;
    if (target.has(record.id)) {
      this.problems.push(
        problem('plan-duplicate-id', {
          place: { pointer: `${pointer}/id` },
          found: record.id,
          words: { word: TABLE_WORDS[table] },
        }),
      );
    }
    target.set(record.id, record as unknown as Records[TableName]);
    this.#pointers.set(`${table} ${record.id}`, pointer);
  }
}

/**
 * Reads an interchange document.
 *
 * @param input a JSON value from outside
 * @returns the plan, or every problem with its JSON pointer; nothing is half read
 * @cost O(size)
 */
export function fromDocument(input: unknown): Result<Plan> {
  const head = input as { format?: unknown; version?: unknown } | null;
  if (head === null || typeof head !== 'object' || head.format !== 'partita-plan') {
    return fail(problem('plan-not-a-plan', { place: { pointer: '/format' } }));
  }
  if (typeof head.version === 'number' && head.version > INTERCHANGE_VERSION) {
    return fail(
      problem('plan-newer-version', {
        place: { pointer: '/version' },
        found: String(head.version),
        expected: String(INTERCHANGE_VERSION),
      }),
    );
  }
  const decoded = decode(planDocumentSchema, input);
  if (!decoded.ok) return decoded;
  const reader = new Reader(decoded.value);
  const problems = [
    ...reader.problems,
    ...checkTarget(decoded.value.target, '/target'),
    ...checkReferences(reader.plan, reader.pointerOf),
  ];
  return problems.length > 0 ? fail(...problems) : ok(reader.plan);
}

/**
 * Reads the text of an interchange file.
 *
 * @param text JSON
 * @returns the plan, or every problem
 */
export function parsePlan(text: string): Result<Plan> {
  const parsed = parseJson(text);
  return parsed.ok ? fromDocument(parsed.value) : parsed;
}

/**
 * @param plan a plan
 * @returns the text of its interchange file: indented by two, newline at the end; the same plan gives the same text
 */
export function formatPlan(plan: Plan): string {
  return `${JSON.stringify(toDocument(plan), null, 2)}\n`;
}
