/** Reports of small plans for tests. Test code only. */
import { analyze } from '../../analysis/analyze.ts';
import { catalogueOf, technology } from '../../analysis/testing/catalogue-builder.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import { rows, type Plan } from '../../model/plan.ts';
import { buildReport } from '../build-report.ts';
import type { Cell, ReportDocument, Table } from '../document.ts';
import type { Stamp } from '../report-facts.ts';

export const STAMP: Stamp = {
  revision: 7,
  contentHash: '0123456789abcdef'.repeat(4),
  printedAt: '2026-11-20T14:00:00.000Z',
  programVersion: '0.1.0',
};

/** Knows the technologies of the small plan, and nothing of them. */
export const CATALOGUE: Catalogue = catalogueOf([
  technology({
    id: 'jailhouse',
    name: 'Jailhouse',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
  }),
]);

/**
 * @param plan a plan with at least one layout
 * @param more what differs from the usual
 * @returns the report of its first layout, or of the one named
 */
export function reportOf(
  plan: Plan,
  more: {
    readonly layoutId?: Id;
    readonly stamp?: Partial<Stamp>;
    readonly catalogue?: Catalogue;
  } = {},
): ReportDocument {
  const { catalogue = CATALOGUE } = more;
  return buildReport({
    plan,
    layoutId: more.layoutId ?? rows(plan.layouts)[0]?.id ?? '',
    results: rows(plan.layouts).map(({ id }) => analyze(plan, id, catalogue)),
    catalogue,
    stamp: { ...STAMP, ...more.stamp },
  });
}

/** @returns every table of a report */
export function tablesOf(document: ReportDocument): readonly Table[] {
  return document.sections.flatMap(({ parts }) =>
    parts.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'table')),
  );
}

/** @returns every cell of a report with where it stands */
export function cellsOf(
  document: ReportDocument,
): readonly { readonly where: string; readonly cell: Cell }[] {
  return tablesOf(document).flatMap((table) =>
    table.rows.flatMap((row) =>
      row.cells.map((cell, index) => ({
        where: `${table.id} ${row.id} ${table.columns[index]?.key ?? '?'}`,
        cell,
      })),
    ),
  );
}
