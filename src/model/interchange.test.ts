import { expect, test } from 'vitest';
import { formatPlan, fromDocument, parsePlan, toDocument } from './interchange.ts';
import { fromSnapshot, toSnapshot } from './diff-schema.ts';
import { formatProblem } from './problem.ts';
import { smallDocument, smallPlan } from './testing/small-plan.ts';

type Loose = Record<string, unknown>;

test('[JSON-1] export, import, export gives the same text', () => {
  const text = formatPlan(smallPlan());
  const again = parsePlan(text);
  expect(again.ok && formatPlan(again.value)).toBe(text);
});

test('[JSON-2] what a document leaves out gets its default, unknown stays null', () => {
  const logger = toDocument(smallPlan()).applications[2] as Loose;
  expect(logger['memoryPrivateBytes']).toBeNull();
  expect(logger['instances']).toBe(1);
});

test('[JSON-3] every problem is reported with its pointer, not only the first', () => {
  const document = smallDocument() as unknown as Loose;
  (document['applications'] as Loose[])[0]!['memoryPrivateBytes'] = -1;
  (document['applications'] as Loose[])[1]!['os'] = 'beos';
  (document['tasks'] as Loose[])[0]!['periodNs'] = '1 ms';
  delete (document['tasks'] as Loose[])[1]!['name'];
  (document['links'] as Loose[])[0]!['speed'] = 1;
  const result = fromDocument(document);
  expect(result.ok ? [] : result.problems.map(({ code, place }) => [code, place.pointer])).toEqual([
    ['json-out-of-range', '/applications/0/memoryPrivateBytes'],
    ['json-wrong-value', '/applications/1/os'],
    ['json-wrong-type', '/tasks/0/periodNs'],
    ['json-missing-field', '/tasks/1/name'],
    ['json-unknown-field', '/links/0/speed'],
  ]);
});

test('[JSON-4] text that is not JSON is refused with line and column', () => {
  const result = parsePlan('{\n  "format": oops\n}');
  if (result.ok) throw new Error('accepted');
  expect(result.problems[0]).toMatchObject({
    code: 'json-not-json',
    place: { line: 2, column: 13 },
  });
  expect(formatProblem(result.problems[0]!)).not.toContain('\n');
});

test('[JSON-5] a newer version and a foreign document are told apart', () => {
  const codes = (input: unknown) => {
    const result = fromDocument(input);
    return result.ok ? [] : result.problems.map(({ code }) => code);
  };
  expect(codes({ ...smallDocument(), version: 2 })).toEqual(['plan-newer-version']);
  expect(codes({ hello: 'world' })).toEqual(['plan-not-a-plan']);
  expect(codes(null)).toEqual(['plan-not-a-plan']);
});

test('[JSON-6] two records with one id are refused', () => {
  const document = smallDocument();
  document.applications[1]!.id = 'app-control';
  const result = fromDocument(document);
  expect(result.ok ? [] : result.problems[0]).toMatchObject({
    code: 'plan-duplicate-id',
    place: { pointer: '/applications/1/id' },
  });
});

test('[JSON-7] ids that are names of object members do no harm', () => {
  const document = smallDocument();
  document.applications[2]!.id = 'constructor';
  document.links[1]!.toApplicationId = 'constructor';
  const result = fromDocument(document);
  expect(result.ok && toDocument(result.value).applications[2]!.id).toBe('constructor');
});

test('[JSON-8] a target whose parts refer to nothing is refused', () => {
  const document = smallDocument();
  document.target.cores[0]!.clusterId = 'huge';
  document.target.caches[0]!.coreIds = ['big.7'];
  document.target.devices[0]!.provenance = { sources: ['rumour'], confidence: 'high' };
  const result = fromDocument(document);
  expect(result.ok ? [] : result.problems.map(({ code, place }) => [code, place.pointer])).toEqual([
    ['target-dangling-reference', '/target/cores/0/clusterId'],
    ['target-dangling-reference', '/target/caches/0/coreIds/0'],
    ['target-unknown-source', '/target/devices/0/provenance/sources/0'],
  ]);
});

test('[JSON-9] a snapshot carries every record, orders included', () => {
  const plan = smallPlan();
  expect(fromSnapshot(structuredClone(toSnapshot(plan)))).toEqual(plan);
});
