/** Reports of one layout as files: the document is built by `report`, here it gets its stamp and its format. */
import { createHash } from 'node:crypto';
import { analyze } from '../analysis/analyze.ts';
import { writeTable } from '../model/csv-text.ts';
import type { Id } from '../model/fields.ts';
import { formatPlan } from '../model/interchange.ts';
import { infoOf, rows } from '../model/plan.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import { buildReport } from '../report/build-report.ts';
import type { ReportDocument } from '../report/document.ts';
import { reportHtml } from '../report/html/render-html.ts';
import { reportMarkdown } from '../report/render-markdown.ts';
import { reportDrawings, reportTables } from '../report/report-tables.ts';
import type { Input, Output } from './contract.ts';
import { fileStem } from './file-names.ts';
import type { HostParts } from './host-parts.ts';
import { hostProblem } from './host-problems.ts';
import type { OpenPlan } from './open-plan.ts';

type Files = Output<'report.files'>['files'];
type Format = Input<'report.files'>['format'];

/**
 * @param open the plan
 * @param layoutId null: the first layout
 * @param format what to write
 * @returns one file; for CSV one per table, and the drawings as SVG beside them
 */
export async function reportFiles(
  parts: HostParts,
  open: OpenPlan,
  layoutId: Id | null,
  format: Format,
): Promise<Result<Files>> {
  const layouts = rows(open.plan.layouts);
  const layout = layoutId === null ? layouts[0] : open.plan.layouts.get(layoutId);
  if (!layout)
    return fail(hostProblem('plan-no-layout', { found: layoutId ?? 'no layout at all' }));
  const document = documentOf(parts, open, layout.id);
  const stem = fileStem(infoOf(open.plan).name, layout.name);
  switch (format) {
    case 'html':
      return ok([textFile(`${stem}.html`, 'text/html', reportHtml(document))]);
    case 'md':
      return ok([textFile(`${stem}.md`, 'text/markdown', reportMarkdown(document))]);
    case 'csv':
      return ok([
        ...reportTables(document).map(({ name, headers, rows: lines }) =>
          textFile(`${name}.csv`, 'text/csv', writeTable(headers, lines)),
        ),
        ...reportDrawings(document).map(({ name, svg }) =>
          textFile(`${name}.svg`, 'image/svg+xml', svg),
        ),
      ]);
    case 'pdf':
      return pdfFile(parts, `${stem}.pdf`, reportHtml(document));
  }
}

function documentOf(
  { catalogue, installation }: HostParts,
  open: OpenPlan,
  layoutId: Id,
): ReportDocument {
  const { plan, revision } = open;
  const technologies = catalogue.technologies();
  return buildReport({
    plan,
    layoutId,
    results: rows(plan.layouts).map(({ id }) => analyze(plan, id, technologies)),
    catalogue: technologies,
    stamp: {
      revision,
      contentHash: createHash('sha256').update(formatPlan(plan)).digest('hex'),
      printedAt: new Date().toISOString(),
      programVersion: installation.version,
    },
  });
}

async function pdfFile({ printer }: HostParts, name: string, html: string): Promise<Result<Files>> {
  if (printer === null) return fail(hostProblem('host-no-chromium', { words: { what: 'PDF' } }));
  const pdf = await printer.pdf(html);
  if (!pdf.ok) return pdf;
  const content = Buffer.from(pdf.value).toString('base64');
  return ok([{ name, mediaType: 'application/pdf', encoding: 'base64', content }]);
}

/** @returns a file whose content is text */
export function textFile(name: string, mediaType: string, content: string): Files[number] {
  return { name, mediaType, encoding: 'utf8', content };
}
