/** What a target must fulfil beyond its schema: ids unique, references inside it leading somewhere, times in order. */
import type { Id } from './fields.ts';
import { defineProblems, type Problem } from './problem.ts';
import type { Target } from './target.ts';

const problem = defineProblems({
  'target-duplicate-id': {
    message: 'two {word} of the target have the id "{found}"',
    remedy: 'Give one of them another id.',
  },
  'target-dangling-reference': {
    message: 'the target refers to a {word} that it does not have',
    remedy: 'Correct the reference or add the {word}.',
  },
  'target-unknown-source': {
    message: 'a fact names a source that the target does not list',
    remedy: 'Add the source to "sources", or correct the key.',
  },
  'target-latencies-crossed': {
    message: 'the longest latency of an access to {word} is below the shortest one',
    remedy: 'Correct one of the two: "accessNs" is the shortest, "regulatedAccessNs" the longest.',
  },
});

type Part = 'clusters' | 'cores' | 'caches' | 'memories' | 'devices' | 'hypervisors';
const PARTS: readonly Part[] = [
  'clusters',
  'cores',
  'caches',
  'memories',
  'devices',
  'hypervisors',
];

/**
 * @param target a decoded target
 * @param pointer where it stands in its document
 * @returns every inconsistency
 * @cost O(size)
 */
export function checkTarget(target: Target, pointer: string): readonly Problem[] {
  const problems: Problem[] = [];
  const ids = new Map<Part, ReadonlySet<Id>>();
  for (const part of PARTS) {
    const seen = new Set<Id>();
    target[part].forEach((record, index) => {
      if (seen.has(record.id)) {
        problems.push(
          problem('target-duplicate-id', {
            place: { pointer: `${pointer}/${part}/${index}/id` },
            found: record.id,
            words: { word: part },
          }),
        );
      }
      seen.add(record.id);
    });
    ids.set(part, seen);
  }
  const refer = (to: Part, id: Id, place: string, word: string) => {
    if (ids.get(to)?.has(id)) return;
    problems.push(
      problem('target-dangling-reference', {
        place: { pointer: `${pointer}/${place}` },
        found: id,
        words: { word },
      }),
    );
  };
  target.cores.forEach((core, index) =>
    refer('clusters', core.clusterId, `cores/${index}/clusterId`, 'cluster'),
  );
  for (const part of ['caches', 'memories', 'devices'] as const) {
    target[part].forEach((record, index) => {
      record.coreIds.forEach((id, at) =>
        refer('cores', id, `${part}/${index}/coreIds/${at}`, 'core'),
      );
    });
  }
  target.devices.forEach((device, index) => {
    if (device.physicalFunctionId === null) return;
    refer('devices', device.physicalFunctionId, `devices/${index}/physicalFunctionId`, 'device');
  });
  return [...problems, ...crossedLatencies(target, pointer), ...unknownSources(target, pointer)];
}

function crossedLatencies(target: Target, pointer: string): readonly Problem[] {
  return target.memories.flatMap(({ name, contention }, index) => {
    const { accessNs = null, regulatedAccessNs = null } = contention ?? {};
    if (accessNs === null || regulatedAccessNs === null || regulatedAccessNs >= accessNs) return [];
    return [
      problem('target-latencies-crossed', {
        place: { pointer: `${pointer}/memories/${index}/contention/regulatedAccessNs` },
        found: `${regulatedAccessNs} ns`,
        expected: `${accessNs} ns or more`,
        words: { word: `"${name}"` },
      }),
    ];
  });
}

function unknownSources(target: Target, pointer: string): readonly Problem[] {
  const problems: Problem[] = [];
  const check = (sources: readonly string[], place: string) => {
    sources.forEach((key, index) => {
      if (Object.hasOwn(target.sources, key)) return;
      problems.push(
        problem('target-unknown-source', {
          place: { pointer: `${pointer}/${place}provenance/sources/${index}` },
          found: key,
        }),
      );
    });
  };
  check(target.provenance.sources, '');
  check(target.virtualization.provenance.sources, 'virtualization/');
  for (const part of ['clusters', 'caches', 'memories', 'devices', 'hypervisors'] as const) {
    target[part].forEach((record, index) => {
      check(record.provenance.sources, `${part}/${index}/`);
    });
  }
  target.absentDevices.forEach((record, index) => {
    check(record.provenance.sources, `absentDevices/${index}/`);
  });
  return problems;
}
