/** Methods for choosing files: the list of a folder for fronts without dialogs, the system's dialogs for the others. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { problemOf } from '../../../db/storage-problems.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import type { Output } from '../contract.ts';
import type { Handlers } from '../dispatch.ts';
import type { HostParts } from '../host-parts.ts';
import { hostProblem } from '../host-problems.ts';
import { PLAN_EXTENSION } from '../open-plan.ts';

type FileMethod = 'files.list' | 'dialog.open' | 'dialog.save';
type Entry = Output<'files.list'>['entries'][number];

export function fileMethods({ documents, dialogs }: HostParts): Pick<Handlers, FileMethod> {
  return {
    'files.list': ({ folder }) => listFolder(resolve(folder ?? documents)),
    'dialog.open': async () =>
      dialogs ? ok({ path: await dialogs.open() }) : fail(hostProblem('host-no-dialogs')),
    'dialog.save': async ({ suggestedName }) =>
      dialogs
        ? ok({ path: await dialogs.save(suggestedName) })
        : fail(hostProblem('host-no-dialogs')),
  };
}

function listFolder(folder: string): Result<Output<'files.list'>> {
  try {
    const entries = readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .flatMap((name) => entry(name, join(folder, name)))
      .sort(
        (a, b) =>
          (a.kind === b.kind ? 0 : a.kind === 'folder' ? -1 : 1) ||
          a.name.localeCompare(b.name, 'en'),
      );
    const parent = dirname(folder);
    return ok({ folder, parent: parent === folder ? null : parent, entries });
  } catch (error) {
    return fail(problemOf(error, folder));
  }
}

/** Nothing for what is neither a folder nor a plan, and for what vanished or may not be looked at. */
function entry(name: string, path: string): readonly Entry[] {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return [{ name, path, kind: 'folder' }];
    return stat.isFile() && name.endsWith(PLAN_EXTENSION) ? [{ name, path, kind: 'plan' }] : [];
  } catch {
    return [];
  }
}
