/** `npm run licences`: writes resources/licences/third-party.txt, or says which package may not ship. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../build/paths.ts';
import { isAccepted, noticeOf, readPackage, shippedFolders, type Shipped } from './collect.ts';

export const NOTICE = join(ROOT, 'resources/licences/third-party.txt');

/** @returns every third-party package of the production tree, as installed */
export function shippedPackages(): Shipped[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Parameters<
    typeof shippedFolders
  >[0];
  return shippedFolders(lock).map((folder) => readPackage(join(ROOT, folder)));
}

export async function main(): Promise<number> {
  const packages = shippedPackages();
  const refused = packages.filter((p) => !isAccepted(p.licence));
  for (const p of refused) {
    console.error(
      `${p.name} ${p.version} may not ship: its licence is ${p.licence ?? 'not stated'}.`,
    );
  }
  if (refused.length > 0) return 1;
  mkdirSync(dirname(NOTICE), { recursive: true });
  writeFileSync(NOTICE, noticeOf(packages));
  console.log(`${packages.length} packages in ${NOTICE}`);
  return 0;
}
