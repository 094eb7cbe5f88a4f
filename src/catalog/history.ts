/** What figures of the catalogue were before: a plan is read with the figures that its user accepted. */
import { z } from 'zod';
import { shortText } from '../model/fields.ts';
import type { Figure } from './figure.ts';
import {
  pastVersionSchema,
  type Catalogue,
  type Mechanism,
  type PastVersion,
  type Technology,
} from './technology.ts';

/** Content of `history.json`: newest first. */
export const historySchema = z.strictObject({
  current: z.strictObject({
    version: shortText,
    digest: z
      .string()
      .describe('Of all figures; a test compares it, so that none changes without a new version'),
  }),
  past: z.array(pastVersionSchema),
});
export type CatalogueHistory = z.infer<typeof historySchema>;

/**
 * The catalogue with the figures of an earlier version. Technologies added since then stay: no plan of that time
 * names them.
 *
 * @param catalogue the catalogue as it ships
 * @param version a version
 * @returns the catalogue itself for its own version; null when the version is not in the history
 * @cost O(figures changed since)
 * @rules CAT-10
 */
export function catalogueAt(catalogue: Catalogue, version: string): Catalogue | null {
  if (version === catalogue.version) return catalogue;
  const last = catalogue.history.findIndex((past) => past.version === version);
  if (last < 0) return null;
  const technologies = new Map(catalogue.technologies);
  const mechanisms = new Map(catalogue.mechanisms);
  for (const past of catalogue.history.slice(0, last + 1)) {
    for (const { id: key, figures } of past.technologies) restore(technologies, key, figures);
    for (const { id: key, figures } of past.mechanisms) restore(mechanisms, key, figures);
  }
  return { ...catalogue, version, technologies, mechanisms, history: [] };
}

function restore<T extends Technology | Mechanism>(
  records: Map<string, T>,
  key: string,
  figures: object,
): void {
  const record = records.get(key);
  if (record) records.set(key, { ...record, figures: { ...record.figures, ...figures } });
}

/** A figure that two versions of the catalogue give differently. */
export interface FigureChange {
  readonly subjectKind: 'technology' | 'mechanism';
  readonly subjectId: string;
  readonly subjectName: string;
  readonly parameter: string;
  readonly before: Figure;
  readonly after: Figure;
}

/**
 * @param before an earlier catalogue
 * @param after a later one
 * @returns every figure whose value, range or unit differs, in the order of the later one
 * @cost O(figures)
 * @rules CAT-10
 */
export function figureChanges(before: Catalogue, after: Catalogue): readonly FigureChange[] {
  return [
    ...changesOf('technology', before.technologies, after.technologies),
    ...changesOf('mechanism', before.mechanisms, after.mechanisms),
  ];
}

function changesOf(
  subjectKind: FigureChange['subjectKind'],
  before: ReadonlyMap<string, Technology | Mechanism>,
  after: ReadonlyMap<string, Technology | Mechanism>,
): readonly FigureChange[] {
  return [...after.values()].flatMap(({ id: subjectId, name: subjectName, figures }) => {
    const old = before.get(subjectId)?.figures as Readonly<Record<string, Figure>> | undefined;
    if (old === undefined || old === (figures as unknown)) return [];
    return Object.entries(figures as Readonly<Record<string, Figure>>).flatMap(
      ([parameter, now]) => {
        const then = old[parameter];
        if (then === undefined || told(then) === told(now)) return [];
        return [{ subjectKind, subjectId, subjectName, parameter, before: then, after: now }];
      },
    );
  });
}

/** Value, range and unit, and those by instruction set where there are any. */
function told(figure: Figure): string {
  const { value, low, high, unit } = figure;
  const byIsa = 'byIsa' in figure ? figure.byIsa : [];
  const further = byIsa.map((each) => [each.isa, each.value, each.low, each.high, each.unit]);
  return JSON.stringify([value, low, high, unit, ...further]);
}

/**
 * All figures as one text, the same for the same figures: what the digest in `history.json` is taken of.
 *
 * @param catalogue the catalogue as it ships
 * @returns a line per figure: subject, parameter, value, range, unit
 * @cost O(figures)
 */
export function figuresText(catalogue: Catalogue): string {
  const lines = (kind: string, records: ReadonlyMap<string, Technology | Mechanism>) =>
    [...records.values()].flatMap(({ id, figures }) =>
      Object.entries(figures as Readonly<Record<string, Figure>>).map(
        ([parameter, figure]) => `${kind} ${id} ${parameter} ${told(figure)}`,
      ),
    );
  return [
    ...lines('technology', catalogue.technologies),
    ...lines('mechanism', catalogue.mechanisms),
  ]
    .sort()
    .join('\n');
}

/**
 * What `history.json` has to keep of a version when the next one is made.
 *
 * @param before the version that is about to become the past
 * @param after the next one
 * @returns its entry: the figures that change, as they were
 * @cost O(figures)
 */
export function pastOf(before: Catalogue, after: Catalogue): PastVersion {
  const entries = (kind: FigureChange['subjectKind']) =>
    [
      ...Map.groupBy(
        figureChanges(before, after).filter(({ subjectKind }) => subjectKind === kind),
        ({ subjectId }) => subjectId,
      ),
    ].map(([id, changes]) => ({
      id,
      figures: Object.fromEntries(changes.map((each) => [each.parameter, each.before])),
    }));
  return {
    version: before.version,
    technologies: entries('technology'),
    mechanisms: entries('mechanism'),
  };
}
