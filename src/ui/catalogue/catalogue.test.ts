/** The catalogue as it ships, through what the view shows of it. */
import { describe, expect, test } from 'vitest';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue, ParameterId } from '../../catalog/technology.ts';
import { setOverride, type OverrideSeed } from '../../model/commands/overrides.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { countingIds, smallPlan } from '../../model/testing/small-plan.ts';
import {
  CERTIFICATION_STATES,
  certificationState,
  findMechanisms,
  findTechnologies,
  LICENCE_KINDS,
  NO_FILTER,
  type CertificationState,
  type TechnologyFilter,
} from './catalogue-filter.ts';
import { MECHANISM_TITLES, PARAMETER_GROUPS, PARAMETER_TITLES } from './catalogue-words.ts';
import { knownFigures, mechanismEntry, technologyEntry } from './figure-entries.ts';
import { figureRangeText, figureText } from './figure-text.ts';
import { draftOf, readDraft } from './override-draft.ts';
import { overrideText, publishedOf, subjectName } from './override-text.ts';

const PREFIX = '../../../resources/technologies/';
const texts = import.meta.glob<string>('../../../resources/technologies/**/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const shipped = decodeCatalogue(
  new Map(Object.entries(texts).map(([path, text]) => [path.slice(PREFIX.length), text])),
);
if (!shipped.ok) throw new Error(JSON.stringify(shipped.problems));
const catalogue: Catalogue = shipped.value;

const find = (more: Partial<TechnologyFilter>) =>
  findTechnologies(catalogue, { ...NO_FILTER, ...more }).map(({ id }) => id);

function entryOf(plan: Plan, technologyId: string, parameter: ParameterId) {
  const used = withOverrides(catalogue, plan);
  const technology = used.technologies.get(technologyId);
  if (!technology) throw new Error(technologyId);
  return technologyEntry({ catalogue: used, published: catalogue, plan }, technology, parameter);
}

function replaced(seed: Partial<OverrideSeed>): Plan {
  const plan = smallPlan();
  const full: OverrideSeed = {
    subjectKind: 'technology',
    subjectId: 'kvm-qemu',
    parameter: 'memoryOverheadPerInstance',
    value: 90,
    low: 80,
    high: 100,
    unit: 'MiB',
    reason: 'measured',
    ...seed,
  };
  const diff = setOverride(plan, full, countingIds());
  if (!diff.ok) throw new Error(JSON.stringify(diff.problems));
  return applyDiff(plan, diff.value);
}

describe('[CATUI-1] every entry and every figure is listed', () => {
  test('[CATUI-1] 36 technologies, 17 mechanisms, each figure in one group', () => {
    expect(find({}).length).toBe(36);
    expect(findMechanisms(catalogue, '').length).toBe(17);
    const grouped = PARAMETER_GROUPS.flatMap(({ parameters }) => parameters);
    expect([...grouped].sort()).toEqual([...catalogue.parameters.keys()].sort());
    expect(Object.keys(PARAMETER_TITLES).sort()).toEqual([...grouped].sort());
    expect(Object.keys(MECHANISM_TITLES).sort()).toEqual(
      [...catalogue.mechanismParameters.keys()].sort(),
    );
  });

  test('[CATUI-1] every licence that is stated is found by a kind, or is no licence', () => {
    const found = new Set(LICENCE_KINDS.flatMap(({ id }) => find({ licence: id })));
    const unknown = find({ licence: 'unknown' });
    const rest = find({}).filter((id) => !found.has(id) && !unknown.includes(id));
    expect(rest.map((id) => catalogue.technologies.get(id)?.figures.licence.value)).toEqual([
      'not applicable',
    ]);
  });
});

describe('[CATUI-2] filters', () => {
  test('[CATUI-2] unknown is a value of its own: yes, no and unknown are the whole', () => {
    const parts = (['yes', 'no', 'unknown'] as const).map((ownKernel) => find({ ownKernel }));
    expect(parts.flat().sort()).toEqual([...find({})].sort());
    expect(parts[0]?.length).toBeGreaterThan(20);
    expect(parts[1]?.length).toBeGreaterThan(5);
    const states = Object.keys(CERTIFICATION_STATES) as CertificationState[];
    expect(states.flatMap((certification) => find({ certification })).sort()).toEqual(
      [...find({})].sort(),
    );
  });

  test('[CATUI-2] "not certified" and "in progress" are no certificates, whatever standard they name', () => {
    expect(certificationState('in progress (DO-178C, ISO 26262), not certified')).toBe(
      'in-progress',
    );
    expect(certificationState('formal proofs; no safety certificate found')).toBe('none');
    expect(certificationState("none found ('work in progress')")).toBe('none');
    expect(certificationState(null)).toBe('unknown');
    expect(find({ certification: 'named' }).sort()).toEqual(['pikeos', 'qnx-hypervisor']);
  });

  test('[CATUI-2] a figure that is known or unknown; an inherited one is known', () => {
    const known = find({ figure: 'memoryOverheadPerInstance', figureIs: 'known' });
    const unknown = find({ figure: 'memoryOverheadPerInstance', figureIs: 'unknown' });
    expect(known.length + unknown.length).toBe(36);
    expect(known).toContain('rhev');
    expect(unknown).toContain('jailhouse');
  });

  test('[CATUI-2] all words have to occur, in any order and case', () => {
    expect(find({ text: 'PARTITIONS jail' })).toEqual(['jailhouse']);
    expect(find({ text: 'jail zephyr' })).toEqual([]);
    expect(findMechanisms(catalogue, 'jailhouse').map(({ id }) => id)).toContain(
      'ivshmem-jailhouse',
    );
    expect(find({ family: 'type2' }).length).toBe(3);
  });
});

describe('[CATUI-3] figures', () => {
  test('[CATUI-3] value with unit and range; unknown is said; zero and no are values', () => {
    const plan = smallPlan();
    expect(figureText(entryOf(plan, 'kvm-qemu', 'memoryOverheadPerInstance').figure)).toBe(
      '131 MiB (131 to 148 MiB)',
    );
    expect(figureText(entryOf(plan, 'kvm-qemu', 'fixedHostMemory').figure)).toBe('unknown');
    expect(figureText(entryOf(plan, 'bare-metal', 'fixedHostMemory').figure)).toBe('0 MiB');
    expect(figureRangeText(entryOf(plan, 'jailhouse', 'cpuOverheadInterference').figure)).toBe(
      'up to 108.1 %',
    );
  });

  test('[CATUI-3] an inherited figure names whose it is', () => {
    const entry = entryOf(smallPlan(), 'rhev', 'memoryOverheadPerInstance');
    expect(entry.from).toBe('KVM + QEMU (general)');
    expect(entry.figure.value).toBe(131);
    expect(entryOf(smallPlan(), 'kvm-qemu', 'memoryOverheadPerInstance').from).toBeNull();
  });
});

describe('[CATUI-4] figures replaced for this plan', () => {
  test('[CATUI-4] the user’s value counts and is marked, also where it is inherited', () => {
    const plan = replaced({});
    const own = entryOf(plan, 'kvm-qemu', 'memoryOverheadPerInstance');
    expect([own.figure.value, own.reason]).toEqual([90, 'measured']);
    expect(own.replaceable?.published.value).toBe(131);
    const heir = entryOf(plan, 'rhev', 'memoryOverheadPerInstance');
    expect([heir.figure.value, heir.reason]).toEqual([90, 'measured']);
    expect(heir.replaceable?.override).toBeNull();
    expect(heir.replaceable?.published.value).toBe(131);
  });

  test('[CATUI-4] an unknown figure may be stated, then it counts as known', () => {
    const plan = replaced({ parameter: 'fixedHostMemory' });
    const kvm = catalogue.technologies.get('kvm-qemu')!;
    const before = knownFigures(catalogue, kvm).known;
    const used = withOverrides(catalogue, plan);
    expect(knownFigures(used, used.technologies.get('kvm-qemu')!).known).toBe(before + 1);
  });

  test('[CATUI-4] a mechanism’s figure can be replaced, a list of ways to devices cannot', () => {
    const [mechanism] = catalogue.mechanisms.values();
    const subject = { subjectKind: 'mechanism', subjectId: mechanism!.id } as const;
    const plan = replaced({ ...subject, parameter: 'latency', unit: 'ns' });
    const used = withOverrides(catalogue, plan);
    const source = { catalogue: used, published: catalogue, plan };
    const entry = mechanismEntry(source, used.mechanisms.get(mechanism!.id)!, 'latency');
    expect([entry.figure.value, entry.reason]).toEqual([90, 'measured']);
    expect(entryOf(plan, 'jailhouse', 'ioModes').replaceable).toBeNull();
  });

  test('[CATUI-4] in words, beside what was published', () => {
    const [override] = replaced({}).overrides.values();
    expect(overrideText(override!)).toBe('90 MiB (80 to 100 MiB)');
    expect(publishedOf(catalogue, override!)).toBe('131 MiB (131 to 148 MiB)');
    expect(subjectName(catalogue, override!)).toBe('KVM + QEMU (general)');
    expect(publishedOf(catalogue, { ...override!, subjectId: 'gone' })).toBe(
      'not in this catalogue',
    );
  });
});

describe('[CATUI-5] the form of a replaced figure', () => {
  const { replaceable, figure } = entryOf(smallPlan(), 'kvm-qemu', 'memoryOverheadPerInstance');
  const draft = { ...draftOf(replaceable!, figure, 'A. Engineer'), reason: 'measured' };

  test('[CATUI-5] starts from the published value and reads back to it, in the parameter’s unit', () => {
    expect(draft).toMatchObject({ value: '131', low: '131', high: '148', author: 'A. Engineer' });
    expect(readDraft(replaceable!, draft).seed).toMatchObject({
      value: 131,
      low: 131,
      high: 148,
      unit: 'MiB',
      author: 'A. Engineer',
    });
  });

  test.each([
    [{ value: '1,5' }, ['value']],
    [{ value: '' }, ['value']],
    [{ low: '-1' }, ['low']],
    [{ low: '140' }, ['low']],
    [{ high: '100' }, ['high']],
    [{ high: 'many', reason: ' ' }, ['high', 'reason']],
  ])('[CATUI-5] %o is refused at %o', (more, fields) => {
    const read = readDraft(replaceable!, { ...draft, ...more });
    expect(Object.keys(read.faults)).toEqual(fields);
    expect(read.seed).toBeNull();
  });

  test('[CATUI-5] yes and no are read as facts, a choice that was not made is refused', () => {
    const kernel = entryOf(smallPlan(), 'kvm-qemu', 'ownKernel');
    const start = { ...draftOf(kernel.replaceable!, kernel.figure, null), reason: 'x' };
    expect(readDraft(kernel.replaceable!, { ...start, value: 'no' }).seed?.value).toBe(false);
    expect(readDraft(kernel.replaceable!, { ...start, value: '' }).seed).toBeNull();
  });
});
