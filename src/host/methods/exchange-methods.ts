/** Methods that bring plans in and out in other formats, and the engine's results into the file. */
import { formatPlan } from '../../model/interchange.ts';
import { fail, ok } from '../../model/problem.ts';
import type { Handlers } from '../dispatch.ts';
import type { HostParts } from '../host-parts.ts';
import { hostProblem } from '../host-problems.ts';
import { nameOf } from '../plans.ts';
import { storeResult } from '../results.ts';
import { withPlan } from './plan-methods.ts';

type ExchangeMethod = 'results.store' | 'import.preview' | 'export.files' | 'report.files';

export function exchangeMethods(parts: HostParts): Pick<Handlers, ExchangeMethod> {
  const missing = (found: string) => fail(hostProblem('host-unknown-method', { found }));
  return {
    'results.store': ({ planId, revision, layoutId }) =>
      withPlan(parts, planId, (open) => {
        const stored = storeResult(parts, open, layoutId, revision);
        return stored.ok ? ok({}) : stored;
      }),
    'import.preview': () => missing('import.preview'),
    'export.files': ({ planId, format }) =>
      withPlan(parts, planId, (open) => {
        if (format !== 'json') return missing(`export.files ${format}`);
        const content = formatPlan(open.plan);
        const file = {
          name: `${nameOf(open)}.json`,
          mediaType: 'application/json',
          encoding: 'utf8' as const,
          content,
        };
        return ok({ files: [file] });
      }),
    'report.files': () => missing('report.files'),
  };
}
