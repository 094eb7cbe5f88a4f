/** Compares what ships with the fact base it was made from, where that lies beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedCatalogue as catalogue } from './testing/shipped-catalogue.ts';
import type { Figure, FigureAlternative } from './figure.ts';

const FACTS = new URL('../../../shared/data/technologies.json', import.meta.url);
const there = existsSync(FACTS);
if (!there)
  console.warn('Fact base not beside the project: technologies are not compared with it.');

interface FigureFact {
  readonly value: unknown;
  readonly range: readonly [number | null, number | null] | null;
  readonly unit: string | null;
  readonly conditions: string | null;
  readonly source: string | null;
  readonly locator: string | null;
  readonly confidence: string | null;
  readonly verification: string | null;
  readonly note: string | null;
  readonly alternatives: readonly FigureFact[];
}
interface Facts {
  readonly technologies: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly family: string;
        readonly status: string;
        readonly inherits: string | null;
        readonly notes: string | null;
        readonly parameters: Readonly<Record<string, FigureFact>>;
      }
    >
  >;
  readonly ipc_mechanisms: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly applies_to: readonly string[];
        readonly parameters: Readonly<Record<string, FigureFact>>;
      }
    >
  >;
  readonly parameter_definitions: Readonly<
    Record<string, { unit: string | null; meaning: string }>
  >;
  readonly sources: Readonly<
    Record<string, { title: string; year: number | null; kind: string; url: string | null }>
  >;
  readonly io_modes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly memory_dedup: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly disk_formats: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly estimation_formulas: readonly unknown[];
}

const facts = there ? (JSON.parse(readFileSync(FACTS, 'utf8')) as Facts) : null;

const dashed = (key: string) => key.replaceAll('_', '-');
const camel = (key: string) => key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const VERIFICATION: Readonly<Record<string, string>> = {
  'measured-here': 'measured-first-hand',
  'by definition': 'by-definition',
  'judgement from the cited source': 'judgement-from-source',
};
const IO_MODES: Readonly<Record<string, string>> = {
  direct: 'direct',
  passthrough: 'pass-through',
  sriov: 'virtual-function',
  emulated: 'emulated',
  paravirtual: 'para-virtual',
  'host-kernel': 'host-kernel',
  ivshmem: 'shared-memory',
};

/** `paravirtual (virtio 1.x)` is the mode para-virtual with the words in brackets in the note. */
function expectIoModes(ours: FigureAlternative, fact: readonly string[]) {
  const modes = fact.map((text) => {
    const word = text.replace(/ ?\(.*\)$/, '');
    if (word === 'virtio') return 'para-virtual';
    return word.startsWith('shared') ? 'shared-memory' : IO_MODES[word];
  });
  expect(ours.value).toEqual(modes);
  for (const text of fact) {
    const detail = /\((.*)\)$/.exec(text)?.[1];
    if (detail !== undefined) expect(ours.note).toContain(detail);
  }
}

function expectFigure(ours: Figure | FigureAlternative, fact: FigureFact, name: string) {
  if (name === 'io_modes' && fact.value !== null) expectIoModes(ours, fact.value as string[]);
  else {
    expect(ours.value).toEqual(fact.value);
    expect(ours.note).toBe(fact.note);
  }
  const { verification, source } = fact;
  // The fact base leaves these two open where the value follows from what the thing is.
  const defined = ours.verification === 'by-definition' && verification === null;
  expect(ours).toMatchObject({
    low: fact.range?.[0] ?? null,
    high: fact.range?.[1] ?? null,
    unit: fact.unit,
    conditions: fact.conditions,
    sources: source === null ? [] : source.split('; '),
    locator: fact.locator,
    confidence: defined ? 'high' : fact.confidence,
    verification: defined
      ? 'by-definition'
      : verification === null
        ? null
        : (VERIFICATION[verification] ?? verification),
  });
  const alternatives = 'alternatives' in ours ? ours.alternatives : [];
  expect(alternatives).toHaveLength(fact.alternatives.length);
  fact.alternatives.forEach((alternative, index) => {
    const mine = alternatives[index];
    if (mine) expectFigure(mine, alternative, name);
  });
}

const FAMILIES: Readonly<Record<string, string>> = {
  type1_static_partitioning: 'type1-static',
};
const figureKeys = ['latency', 'storage', 'throughput', 'empty', 'worst', 'best_case'];

describe.skipIf(facts === null)('technologies against the fact base', () => {
  const { technologies, ipc_mechanisms } = facts ?? { technologies: {}, ipc_mechanisms: {} };

  it('[CAT-6] all of them ship, in the same order, with 345 known figures of 900', () => {
    expect([...catalogue.technologies.keys()]).toEqual(Object.keys(technologies).map(dashed));
    const figures = [...catalogue.technologies.values()].flatMap((technology) =>
      Object.values(technology.figures),
    );
    expect(figures).toHaveLength(900);
    const known = Object.values(technologies)
      .flatMap(({ parameters }) => Object.values(parameters))
      .filter(({ value }) => value !== null);
    expect(figures.filter(({ value }) => value !== null)).toHaveLength(known.length);
  });

  it.each(Object.entries(technologies))('[CAT-6] %s, figure by figure', (key, fact) => {
    const technology = catalogue.technologies.get(dashed(key));
    expect(technology).toMatchObject({
      name: fact.name,
      family: FAMILIES[fact.family] ?? dashed(fact.family),
      inherits: fact.inherits === null ? null : dashed(fact.inherits),
    });
    expect(technology?.notes).toBe(
      fact.notes?.replace('Type 1 by the brief', 'Type 1 here') ?? null,
    );
    const status = `${technology?.status} ${technology?.statusNote ?? ''}`;
    for (const word of fact.status.replace(/^retired: /, '').split(' ')) {
      expect(status).toContain(word);
    }
    expect(Object.keys(technology?.figures ?? {}).sort()).toEqual(
      Object.keys(fact.parameters).map(camel).sort(),
    );
    for (const [name, figure] of Object.entries(fact.parameters)) {
      const ours = new Map<string, Figure>(Object.entries(technology?.figures ?? {})).get(
        camel(name),
      );
      if (ours === undefined) throw new Error(`${key} has no figure ${name}`);
      expectFigure(ours, figure, name);
    }
  });

  it.each(Object.entries(ipc_mechanisms))('[CAT-6] mechanism %s', (key, fact) => {
    const mechanism = catalogue.mechanisms.get(dashed(key));
    expect(mechanism?.name).toBe(fact.name);
    expect([...(mechanism?.technologyIds ?? []), ...(mechanism?.families ?? [])].sort()).toEqual(
      fact.applies_to.map(dashed).sort(),
    );
    for (const [name, figure] of Object.entries(fact.parameters)) {
      const ours = new Map<string, Figure>(Object.entries(mechanism?.figures ?? {})).get(
        camel(name),
      );
      if (ours === undefined) throw new Error(`${key} has no figure ${name}`);
      expectFigure(ours, figure, name);
    }
  });

  it('[CAT-6] sources, parameter definitions, formulas', () => {
    expect([...catalogue.sources.keys()]).toEqual(Object.keys(facts?.sources ?? {}));
    for (const [key, { title, year, url }] of Object.entries(facts?.sources ?? {})) {
      expect(catalogue.sources.get(key)).toMatchObject({ title, year });
      if (url?.startsWith('http')) expect(catalogue.sources.get(key)?.url).toBe(url);
    }
    for (const [key, { unit }] of Object.entries(facts?.parameter_definitions ?? {})) {
      expect(catalogue.parameters.get(camel(key) as never)?.unit).toBe(unit);
    }
    expect(catalogue.formulas.size).toBe(facts?.estimation_formulas.length);
  });

  it('[CAT-6] I/O modes, memory deduplication and disk formats', () => {
    const groups = [
      [facts?.io_modes, [...catalogue.ioModes.values()]],
      [facts?.memory_dedup, [...catalogue.deduplications.values()]],
      [facts?.disk_formats, [...catalogue.diskFormats.values()]],
    ] as const;
    for (const [theirs, ours] of groups) {
      const entries = Object.entries(theirs ?? {});
      expect(ours).toHaveLength(entries.length);
      entries.forEach(([key, fact], index) => {
        const record = { ...ours[index] } as Readonly<Record<string, unknown>>;
        const figures = (record['figures'] ?? {}) as Readonly<Record<string, Figure>>;
        for (const [name, value] of Object.entries(fact)) {
          if (figureKeys.includes(name)) {
            const figure = figures[name] ?? (record[camel(name)] as Figure);
            expectFigure(figure, value as FigureFact, `${key}.${name}`);
          } else if (name === 'source') expect(record['sources']).toEqual([value]);
          else expect(record[name], `${key}.${name}`).toEqual(value);
        }
      });
    }
  });
});
