import { expect, test } from 'vitest';
import { Selection } from './selection.svelte.ts';

test('[UI-1] one selection for all views: set, toggle, keep what is there', () => {
  const selection = new Selection();
  selection.set({ kind: 'application', id: 'a' }, { kind: 'core', id: 'c' });
  selection.toggle({ kind: 'application', id: 'b' });
  expect(selection.primary).toEqual({ kind: 'application', id: 'b' });
  expect(selection.idsOf('application')).toEqual(['a', 'b']);
  selection.toggle({ kind: 'application', id: 'a' });
  expect(selection.has('application', 'a')).toBe(false);
  selection.keep(({ kind }) => kind === 'core');
  expect(selection.items).toEqual([{ kind: 'core', id: 'c' }]);
  selection.clear();
  expect(selection.primary).toBeNull();
});

test('[UI-1] selecting the same again is no change', () => {
  const selection = new Selection();
  selection.set({ kind: 'core', id: 'c' });
  const before = selection.items;
  selection.set({ kind: 'core', id: 'c' });
  expect(selection.items).toBe(before);
});
