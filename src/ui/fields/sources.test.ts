import { expect, test } from 'vitest';
import { sourceMark, sourceOf, sourcesAfter, sourceText } from './sources.ts';

test('[FLD-6] an edited figure is the user’s, a cleared one has no source', () => {
  const sources = { '*': 'estimate', diskBytes: 'data sheet' };
  expect(sourcesAfter(sources, 'diskBytes', 5)).toEqual({ '*': 'estimate', diskBytes: 'user' });
  expect(sourcesAfter(sources, 'diskBytes', null)).toEqual({ '*': 'estimate' });
});

test('[FLD-6] the star stands for every field without an own source', () => {
  expect(sourceOf({ '*': 'estimate' }, 'wcetNs')).toBe('estimate');
  expect(sourceOf({}, 'wcetNs')).toBeNull();
  expect([null, 'user', 'estimate', 'Data sheet'].map(sourceMark)).toEqual([
    '—',
    'you',
    'est.',
    'src',
  ]);
  expect(sourceText('user')).toBe('set by you');
});
