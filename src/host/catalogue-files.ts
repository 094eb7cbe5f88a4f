/** Reads what ships with the program: targets, technologies, samples. Read once, at the first need. */
import { readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { decodeCatalogue } from '../catalog/decode-catalogue.ts';
import { decodeTarget } from '../catalog/decode-target.ts';
import type { Catalogue } from '../catalog/technology.ts';
import { parsePlan } from '../model/interchange.ts';
import type { Plan } from '../model/plan.ts';
import { formatProblem, type Result } from '../model/problem.ts';
import type { Target } from '../model/target.ts';
import { filesBelow } from './folder-walk.ts';

/** A sample plan; its id is its file's name. */
export interface Sample {
  readonly id: string;
  readonly plan: Plan;
}

/** Keeps what a function gave the first time. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

export class CatalogueFiles {
  readonly #folder: string;

  /** @param resources the installation's folder of resources */
  constructor(resources: string) {
    this.#folder = resources;
  }

  /** Texts of the catalogue of technologies, by path below `technologies/`, with slashes. */
  readonly catalogueTexts = once((): Readonly<Record<string, string>> => {
    const folder = join(this.#folder, 'technologies');
    return Object.fromEntries(
      jsonFiles(folder).map((file) => [
        relative(folder, file).split(sep).join('/'),
        readFileSync(file, 'utf8'),
      ]),
    );
  });

  /** The catalogue of technologies, for the engine. */
  readonly technologies = once((): Catalogue =>
    sound(decodeCatalogue(new Map(Object.entries(this.catalogueTexts())))),
  );

  /** Every target that ships, by name. */
  readonly targets = once((): readonly Target[] =>
    jsonFiles(join(this.#folder, 'targets'))
      .map((file) => sound(decodeTarget(readFileSync(file, 'utf8'), file)))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
  );

  /** Every sample that ships, by file name. */
  readonly samples = once((): readonly Sample[] =>
    jsonFiles(join(this.#folder, 'samples')).map((file) => ({
      id: basename(file, '.json'),
      plan: sound(parsePlan(readFileSync(file, 'utf8'))),
    })),
  );
}

function jsonFiles(folder: string): readonly string[] {
  return filesBelow(folder).filter((file) => file.endsWith('.json'));
}

/** A file of our own that does not decode is a bug: tests read every one. */
function sound<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`Bug in Partita: ${result.problems.slice(0, 5).map(formatProblem).join('; ')}`);
}
