/** Files that go to the user's download folder. */
import type { Output } from '../../host/contract.ts';
import { countOf } from './words.ts';
import type { PlanSession } from './plan-session.svelte.ts';

type HostFile = Output<'export.files'>['files'][number];

function bytesOf(file: HostFile): BlobPart {
  if (file.encoding === 'utf8') return file.content;
  return Uint8Array.from(atob(file.content), (character) => character.charCodeAt(0));
}

/**
 * Gives one file to the user.
 *
 * @param name file name, without folders
 * @param content its bytes
 */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[\\/]+/g, '-');
  link.click();
  // The browser reads the address after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Gives files of the host to the user, one download each. */
export function downloadFiles(files: readonly HostFile[]): void {
  for (const file of files)
    download(file.name, new Blob([bytesOf(file)], { type: file.mediaType }));
}

/** Exports the plan and says what came out. */
export async function exportFiles(session: PlanSession, format: 'json' | 'csv'): Promise<void> {
  await session.store.whenSettled();
  const reply = await session.call('export.files', { planId: session.store.planId, format });
  if (!reply.ok) return session.notices.problems(reply.problems);
  downloadFiles(reply.value.files);
  session.notices.info(`Exported ${countOf(reply.value.files.length, 'file')}`);
}
