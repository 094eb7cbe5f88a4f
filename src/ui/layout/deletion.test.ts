import { describe, expect, test } from 'vitest';
import { deleteWithDependents } from '../../model/references.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import type { Selected } from '../app/selection.svelte.ts';
import { consequences, deletable } from './deletion.ts';

const linesFor = (...items: readonly Selected[]): readonly string[] => {
  const plan = smallPlan();
  return consequences(plan, deleteWithDependents(plan, deletable(items)), items);
};

describe('[UI-9] deleting shows what goes with it', () => {
  test('[UI-9] counts and names of what goes, and of what loses a reference', () => {
    expect(linesFor({ kind: 'environment', id: 'hv' })).toEqual([
      '1 environment will go too: Gateway partition',
      '1 placement will go too: Gateway',
    ]);
    expect(linesFor({ kind: 'region', id: 'shm0' })).toEqual([
      '1 channel will lose a reference: state',
    ]);
  });

  test('[UI-9] what was asked for is not listed as going along', () => {
    const lines = linesFor(
      { kind: 'application', id: 'app-gateway' },
      { kind: 'application', id: 'app-logger' },
    );
    expect(lines.some((line) => line.includes('application'))).toBe(false);
    expect(lines.find((line) => line.startsWith('2 links'))).toMatch(/(log, state|state, log)$/);
  });

  test('[UI-9] hardware is not deleted from here', () => {
    expect(deletable([{ kind: 'core', id: 'big.0' }])).toEqual({});
  });
});
