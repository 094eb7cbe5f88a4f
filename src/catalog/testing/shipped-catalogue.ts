/**
 * The catalogue as it ships, for tests: rules compare with its figures, and a test must notice when one of them goes. Reads files,
 * which only tests of the pure rooms may.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { decodeCatalogue } from '../decode-catalogue.ts';
import type { Catalogue } from '../technology.ts';

const FOLDER = new URL('../../../resources/technologies/', import.meta.url);

/** Texts of its files by path, with forward slashes on every system. */
export const shippedTexts: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]),
);

function decoded(): Catalogue {
  const catalogue = decodeCatalogue(new Map(shippedTexts));
  if (!catalogue.ok) throw new Error(JSON.stringify(catalogue.problems, null, 2));
  return catalogue.value;
}
export const shippedCatalogue: Catalogue = decoded();

/** As if the small target of tests were the machine that figures were measured on; those that name none stay indications. */
export const measuredHere: Catalogue = {
  ...shippedCatalogue,
  measuredOn: shippedCatalogue.measuredOn.map((each) => ({
    ...each,
    coreType: 'Cortex-A53',
    isa: 'aarch64',
  })),
};
