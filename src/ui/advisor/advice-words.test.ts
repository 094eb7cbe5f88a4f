import { describe, expect, test } from 'vitest';
import type { Cost } from '../../analysis/advisor/costs.ts';
import type { Note } from '../../analysis/advisor/note.ts';
import { amountOf, differenceText, judgedWords, knownWords, noteGroups } from './advice-words.ts';

const KIB = 1024;
const BOTH = { before: true, after: true };
const AFTER = { before: false, after: true };
function cost(
  low: number | null,
  typical: number | null,
  high: number | null,
  atLeast = { before: false, after: false },
): Cost {
  const range = { low: 1, typical: 1, high: 1 };
  const difference = { low, typical, high };
  return {
    kind: 'memory',
    unit: 'bytes',
    before: range,
    after: range,
    difference,
    atLeast,
    isIndication: { before: false, after: false },
    doubtful: [],
    override: null,
  };
}
/** With ordinary spaces: where lines may break is no matter here. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('[ADVISOR-1] costs in words', () => {
  test.each([
    [cost(0, 0, 0), 'no change'],
    [cost(0, 0, 0, AFTER), 'no known change'],
    [cost(KIB, 2 * KIB, 4 * KIB), '+ 1 KiB to 4 KiB'],
    [cost(-4 * KIB, -2 * KIB, 2 * KIB), '− 4 KiB to + 2 KiB'],
    [cost(-4 * KIB, -2 * KIB, -KIB), '− 4 KiB to − 1 KiB'],
    [cost(0, 0, KIB), 'no change to + 1 KiB'],
    [cost(null, KIB, null, AFTER), 'typically + 1 KiB (up to unknown)'],
    [cost(KIB, 2 * KIB, 4 * KIB, AFTER), 'at least + 1 KiB (typically + 2 KiB, up to unknown)'],
    [cost(KIB, KIB, KIB, AFTER), 'at least + 1 KiB'],
    [cost(null, KIB, null, BOTH), 'known parts: + 1 KiB'],
    [{ ...cost(null, KIB, null), isIndication: AFTER }, 'indication: + 1 KiB'],
    [{ ...cost(null, null, null), isIndication: AFTER }, 'not comparable'],
  ])('[UI-8] a difference says its sign, and what is missing', (given, text) => {
    expect(plain(differenceText(given))).toBe(text);
  });

  test('[UI-8] what is not known is never a number', () => {
    expect(differenceText(cost(null, null, null))).toBe('not comparable');
    expect(differenceText({ ...cost(0, 0, 0), difference: null })).toBe('not comparable');
    expect(amountOf({ ...cost(0, 0, 0), before: null }, 'before')).toBe('unknown');
    expect(plain(amountOf(cost(0, 0, 0, AFTER), 'before'))).toBe('1 B');
    expect(plain(amountOf(cost(0, 0, 0, AFTER), 'after'))).toBe('at least 1 B');
  });
});

test('[ADVISOR-1] evidence on the target is said, its absence too', () => {
  const candidate = { way: 'vm', hypervisorId: 'xen', guestId: null, engineId: null } as const;
  const facts = { key: 'vm/xen', name: 'Xen', used: true, doubt: null } as const;
  const listed = { ...candidate, ...facts, shown: 'same-isa' } as const;
  expect(knownWords(listed)).toBe(
    'used in this layout, shown on this instruction set, no evidence found on this target',
  );
  const doubt = 'no evidence found that Bao runs on x86_64; found on aarch64 only';
  expect(knownWords({ ...listed, used: false, shown: 'other-isa', doubt })).toBe(doubt);
  expect(knownWords({ ...listed, used: false, shown: 'not-needed' })).toBe('');
});

test('[ADVISOR-2] notes by what becomes of things, the worst first', () => {
  const note = (kind: Note['kind']): Note => ({
    kind,
    subject: { kind: 'link', id: kind, name: kind },
    reason: 'because',
  });
  const groups = noteGroups([note('kept'), note('changed'), note('unplaced'), note('changed')]);
  expect(groups.map(({ kind, notes }) => [kind, notes.length])).toEqual([
    ['unplaced', 1],
    ['changed', 2],
    ['kept', 1],
  ]);
});

test('[ADVISOR-1] what is not judged yet is not called excluded', () => {
  expect(judgedWords(24, 24, 25)).toBe(
    '24 of 24 remain; hard rules exclude none of them. 25 more are not judged yet.',
  );
  expect(judgedWords(20, 24, 0)).toBe('20 of 24 remain; hard rules exclude 4.');
});
