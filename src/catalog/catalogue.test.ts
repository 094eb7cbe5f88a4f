import { describe, expect, it } from 'vitest';
import { decodeCatalogue } from './decode-catalogue.ts';
import { figureOf, mechanismsFor, technologiesFor } from './lookup.ts';
import {
  shippedCatalogue as catalogue,
  shippedTexts as texts,
} from './testing/shipped-catalogue.ts';

/** The text of a JSON document with the value at a path replaced, or taken out where it is undefined. */
function edited(text: string, path: string, value: unknown): string {
  const root = JSON.parse(text) as unknown;
  const keys = path.split('/');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], root);
  if (value === undefined) delete (holder as Record<string, unknown>)[last];
  else (holder as Record<string, unknown>)[last] = value;
  return JSON.stringify(root);
}

/** One defect in one file; the codes and places that come out. */
function refused(file: string, path: string, value: unknown) {
  const text = edited(texts.get(file) ?? '', path, value);
  const result = decodeCatalogue(new Map(texts).set(file, text));
  return result.ok
    ? []
    : result.problems.map(({ code, place }) => `${code} ${place.file}#${place.pointer}`);
}

describe('the catalogue that ships', () => {
  it('[CAT-2] is read whole', () => {
    expect(catalogue.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(catalogue.technologies.size).toBe(36);
    expect(catalogue.mechanisms.size).toBe(17);
    expect(catalogue.sources.size).toBe(66);
    expect(catalogue.parameters.size).toBe(25);
    expect(catalogue.ioModes.size).toBe(4);
    expect(catalogue.deduplications.size).toBe(5);
    expect(catalogue.diskFormats.size).toBe(4);
    expect(catalogue.formulas.size).toBe(6);
  });

  it('[CAT-2] names every family and has a technology for every kind of environment', () => {
    expect(new Set([...catalogue.technologies.values()].map(({ family }) => family)).size).toBe(8);
    const kinds = [
      'bare-metal',
      'os',
      'hypervisor',
      'partition',
      'vm',
      'thin-vm',
      'container-engine',
      'container',
    ] as const;
    for (const kind of kinds) expect(technologiesFor(catalogue, kind), kind).not.toEqual([]);
  });
});

describe('a damaged catalogue', () => {
  /** What is wrong, file, place, value put there (undefined: taken out), problem that must come out. */
  const cases: readonly (readonly [string, string, string, unknown, string, string])[] = [
    [
      'unknown parent',
      'technology/rhev.json',
      'inherits',
      'kvm',
      'catalogue-unknown-technology',
      '/inherits',
    ],
    [
      'unit of another quantity',
      'technology/bao.json',
      'figures/fixedHostMemory/unit',
      'ms',
      'catalogue-unit-mismatch',
      '/figures/fixedHostMemory/unit',
    ],
    [
      'number without unit',
      'technology/bao.json',
      'figures/fixedHostMemory/unit',
      undefined,
      'catalogue-missing-unit',
      '/figures/fixedHostMemory',
    ],
    [
      'range upside down',
      'technology/jailhouse.json',
      'figures/fixedHostMemory/low',
      65,
      'catalogue-inverted-range',
      '/figures/fixedHostMemory',
    ],
    [
      'value outside its range',
      'technology/jailhouse.json',
      'figures/fixedHostMemory/value',
      65,
      'catalogue-value-outside-range',
      '/figures/fixedHostMemory/value',
    ],
    [
      'value without source',
      'technology/bao.json',
      'figures/tcbSize/sources',
      undefined,
      'catalogue-missing-source',
      '/figures/tcbSize',
    ],
    [
      'value without confidence',
      'technology/bao.json',
      'figures/tcbSize/confidence',
      undefined,
      'catalogue-missing-confidence',
      '/figures/tcbSize',
    ],
    [
      'source that is not listed',
      'mechanisms.json',
      'mechanisms/0/figures/maxPeers/sources',
      ['x'],
      'catalogue-unknown-source',
      '/mechanisms/0/figures/maxPeers/sources/0',
    ],
    [
      'mechanism of no technology',
      'mechanisms.json',
      'mechanisms/1/technologyIds/0',
      'x',
      'catalogue-unknown-technology',
      '/mechanisms/1/technologyIds/0',
    ],
    [
      'mechanism unit',
      'mechanisms.json',
      'mechanisms/2/figures/latency/unit',
      'us',
      'catalogue-unit-mismatch',
      '/mechanisms/2/figures/latency/unit',
    ],
    [
      'two records of one id',
      'disk-formats.json',
      'diskFormats/1/id',
      'raw',
      'catalogue-duplicate-id',
      '/diskFormats/1/id',
    ],
    ['id and file name', 'technology/osv.json', 'id', 'osw', 'catalogue-id-not-file-name', '/id'],
    [
      'technology without file',
      'catalogue.json',
      'technologies/36',
      'x',
      'catalogue-missing-file',
      '/technologies/36',
    ],
    [
      'technology listed twice',
      'catalogue.json',
      'technologies/36',
      'osv',
      'catalogue-duplicate-id',
      '/technologies/36',
    ],
    [
      'parameter left out',
      'catalogue.json',
      'parameters/tcbSize',
      undefined,
      'json-missing-field',
      '/parameters/tcbSize',
    ],
    [
      'unknown field',
      'technology/bao.json',
      'figures/colour',
      { value: 1 },
      'json-unknown-field',
      '/figures/colour',
    ],
    [
      'text for a number',
      'technology/bao.json',
      'figures/tcbSize/value',
      '9833',
      'json-wrong-type',
      '/figures/tcbSize/value',
    ],
    [
      'alternative in another unit',
      'technology/jailhouse.json',
      'figures/interruptLatency/alternatives/1/unit',
      'us',
      'catalogue-unit-mismatch',
      '/figures/interruptLatency/alternatives/1/unit',
    ],
    [
      'version that cannot be compared',
      'catalogue.json',
      'version',
      'latest',
      'json-wrong-value',
      '/version',
    ],
  ];

  it.each(cases)('[CAT-3] is refused: %s', (_, file, path, value, code, pointer) => {
    expect(refused(file, path, value)).toEqual([`${code} ${file}#${pointer}`]);
  });

  it('[CAT-3] with a circle of inheritance names the circle at each of its members', () => {
    const found = refused('technology/docker.json', 'inherits', 'lxc');
    expect(found).toEqual([
      'catalogue-inherits-cycle technology/docker.json#/inherits',
      'catalogue-inherits-cycle technology/lxc.json#/inherits',
    ]);
  });

  it('[CAT-3] with a technology that the list leaves out is refused', () => {
    const { technologies } = JSON.parse(texts.get('catalogue.json') ?? '') as {
      technologies: string[];
    };
    expect(refused('catalogue.json', 'technologies', technologies.slice(0, -1))).toEqual([
      'catalogue-unlisted-technology technology/windows-container-hyperv.json#/id',
    ]);
  });

  it('[CAT-2] with a missing, an extra or an unreadable file is refused, all problems at once', () => {
    const damaged = new Map(texts).set('notes.json', '{}').set('sources.json', '{');
    damaged.delete('mechanisms.json');
    const result = decodeCatalogue(damaged);
    const found = result.ok
      ? []
      : result.problems.map(({ code, place }) => `${code} ${place.file}`);
    expect(new Set(found)).toEqual(
      new Set([
        'json-not-json sources.json',
        'catalogue-unknown-file notes.json',
        'catalogue-missing-file mechanisms.json',
      ]),
    );
  });
});

describe('figures', () => {
  it('[CAT-4] of the four measured hypervisors come back as published (ZCU104 artefact, ns)', () => {
    const published = {
      bao: { interruptLatency: 906, ipiLatency: 2709, tcbSize: 9833 },
      jailhouse: { interruptLatency: 1094, ipiLatency: 2319, tcbSize: 9224 },
      'xen-dom0less': { ipiLatency: 4798 },
      'sel4-vmm': { ipiLatency: 11440, tcbSize: 9300 },
    } as const;
    for (const [technologyId, figures] of Object.entries(published)) {
      for (const [parameter, value] of Object.entries(figures)) {
        const found = figureOf(catalogue, technologyId, parameter as keyof typeof figures);
        expect(found?.figure.value, `${technologyId} ${parameter}`).toBe(value);
        expect(found?.inherited).toBe(false);
      }
    }
  });

  it('[CAT-4] are inherited where a technology has none, and say from where', () => {
    expect(figureOf(catalogue, 'rhev', 'memoryOverheadPerInstance')).toMatchObject({
      figure: { value: 131, low: 131, high: 148, unit: 'MiB', sources: ['nsdi20-data'] },
      technologyId: 'rhev',
      fromTechnologyId: 'kvm-qemu',
      inherited: true,
    });
    expect(figureOf(catalogue, 'podman', 'startupTime')).toMatchObject({
      figure: { value: 17 },
      fromTechnologyId: 'podman',
      inherited: false,
    });
  });

  it('[CAT-4] that nobody knows stay unknown and are the technology’s own record', () => {
    expect(figureOf(catalogue, 'rhev', 'fixedHostMemory')).toMatchObject({
      figure: { value: null },
      fromTechnologyId: 'rhev',
      inherited: false,
    });
    expect(
      figureOf(catalogue, 'xen-dom0less', 'memoryOverheadPerInstance')?.figure.value,
    ).toBeNull();
    expect(figureOf(catalogue, 'no-such', 'licence')).toBeNull();
  });

  it('[CAT-4] that are false or zero are values, not gaps to be filled by inheritance', () => {
    expect(figureOf(catalogue, 'podman', 'ownKernel')?.figure.value).toBe(false);
    expect(figureOf(catalogue, 'bare-metal', 'fixedHostMemory')?.figure.value).toBe(0);
  });
});

describe('look-ups', () => {
  it('[CAT-7] say which technologies an environment can have', () => {
    const ids = (kind: Parameters<typeof technologiesFor>[1]) =>
      technologiesFor(catalogue, kind).map((technology) => technology.id);
    expect(ids('partition')).toContain('jailhouse');
    expect(ids('partition')).not.toContain('kvm-qemu');
    expect(ids('thin-vm')).toEqual(
      expect.arrayContaining(['firecracker', 'unikraft', 'zephyr-guest', 'stripped-linux']),
    );
    expect(ids('container')).toEqual(expect.arrayContaining(['docker', 'kata']));
    expect(ids('hypervisor')).not.toContain('unikraft');
  });

  it('[CAT-7] give mechanisms of the technology, of its ancestors and of its family, with the way', () => {
    const via = (technologyId: string) =>
      mechanismsFor(catalogue, technologyId).map(
        ({ mechanism, via: way }) => `${mechanism.id} ${way}`,
      );
    expect(via('jailhouse')).toEqual(['ivshmem-jailhouse jailhouse']);
    expect(via('rhev')).toContain('virtio-vsock kvm-qemu');
    expect(via('podman')).toEqual(
      expect.arrayContaining(['bridge-network podman', 'shared-memory-posix container']),
    );
    expect(via('no-such')).toEqual([]);
  });

  it('[CAT-7] state the need for a virtualization extension, and who says so', () => {
    const need = (technologyId: string) =>
      catalogue.technologies.get(technologyId)?.needs.virtualizationExtension;
    for (const { id, family } of catalogue.technologies.values()) {
      const expected = id === 'pikeos' ? null : family !== 'bare-metal' && family !== 'container';
      expect(need(id)?.value, id).toBe(expected);
      if (expected !== null) expect(need(id)?.verification, id).not.toBeNull();
    }
    expect(need('docker')).toMatchObject({ value: false, sources: ['nist800-190'] });
    expect(need('esxi')).toMatchObject({ value: true, sources: [], verification: 'judgement' });
  });
});
