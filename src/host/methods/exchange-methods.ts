/** Methods that bring plans in and out in other formats, and the engine's results into the file. */
import { randomUUID } from 'node:crypto';
import { exportTables } from '../../exchange/csv/export-tables.ts';
import { previewImport } from '../../exchange/preview-import.ts';
import { formatPlan } from '../../model/interchange.ts';
import { ok } from '../../model/problem.ts';
import type { Handlers } from '../dispatch.ts';
import { fileStem } from '../file-names.ts';
import type { HostParts } from '../host-parts.ts';
import { nameOf } from '../plans.ts';
import { reportFiles, textFile } from '../report-files.ts';
import { storeResult } from '../results.ts';
import { withPlan } from './plan-methods.ts';

type ExchangeMethod = 'results.store' | 'import.preview' | 'export.files' | 'report.files';

export function exchangeMethods(parts: HostParts): Pick<Handlers, ExchangeMethod> {
  return {
    'results.store': ({ planId, revision, layoutId }) =>
      withPlan(parts, planId, (open) => {
        const stored = storeResult(parts, open, layoutId, revision);
        return stored.ok ? ok({}) : stored;
      }),
    'import.preview': ({ planId, fileName, text, format, tableBasis }) =>
      withPlan(parts, planId, ({ plan }) => {
        const newId = (prefix: string) => `${prefix}-${randomUUID()}`;
        const basis = tableBasis === null ? {} : { tableBasis };
        const preview = previewImport({
          plan,
          fileName,
          text,
          format,
          newId,
          catalogue: parts.catalogue.technologies(),
          ...basis,
        });
        const { problems, warnings, summary, columns, rows, diff } = preview;
        return ok({
          format: preview.format,
          problems: [...problems],
          warnings: [...warnings],
          summary: [...summary],
          columns: [...columns],
          rows: rows.map(({ row, change, cells }) => ({ row, change, cells: [...cells] })),
          diff: problems.length > 0 ? null : diff,
        });
      }),
    'export.files': ({ planId, format }) =>
      withPlan(parts, planId, (open) => {
        const files =
          format === 'json'
            ? [
                textFile(
                  `${fileStem(nameOf(open))}.json`,
                  'application/json',
                  formatPlan(open.plan),
                ),
              ]
            : exportTables(open.plan).map(({ name, text }) => textFile(name, 'text/csv', text));
        return ok({ files });
      }),
    'report.files': async ({ planId, layoutId, format }) => {
      const open = parts.plans.get(planId);
      if (!open.ok) return open;
      const files = await reportFiles(parts, open.value, layoutId, format);
      return files.ok ? ok({ files: files.value }) : files;
    },
  };
}
