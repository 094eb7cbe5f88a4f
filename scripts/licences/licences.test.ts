import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAccepted, noticeOf, shippedFolders, type Shipped } from './collect.ts';
import { NOTICE, shippedPackages } from './licences.ts';

describe('which licences may ship', () => {
  test.each(['MIT', 'Apache-2.0', 'MIT OR GPL-3.0-only', '(MIT OR CC0-1.0)', 'MIT AND ISC'])(
    '[LICENCE-1] %s may',
    (expression) => expect(isAccepted(expression)).toBe(true),
  );

  test.each([
    'GPL-3.0-only',
    'AGPL-3.0',
    'LGPL-2.1',
    'MIT AND LGPL-3.0',
    'SEE LICENSE IN x',
    'UNLICENSED',
    '',
    null,
  ])('[LICENCE-1] %s may not', (expression) => expect(isAccepted(expression)).toBe(false));

  test('[LICENCE-2] the production tree counts, tools do not', () => {
    const packages = {
      '': {},
      'node_modules/a': {},
      'node_modules/a/node_modules/b': {},
      'node_modules/tool': { dev: true },
      'node_modules/platform': { optional: true },
      'node_modules/both': { devOptional: true },
    };
    expect(shippedFolders({ packages })).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/b',
    ]);
  });
});

describe('what ships', () => {
  const packages = shippedPackages();

  test('[LICENCE-3] has accepted licences only', () => {
    expect(packages.length).toBeGreaterThan(5);
    expect(
      packages.filter((p) => !isAccepted(p.licence)).map((p) => `${p.name}: ${p.licence}`),
    ).toEqual([]);
  });

  test('[LICENCE-4] is listed in the committed file; "npm run licences" brings it up to date', () => {
    expect(readFileSync(NOTICE, 'utf8')).toBe(noticeOf(packages));
  });

  test('[LICENCE-4] the list does not depend on the order of packages', () => {
    const [a, b]: Shipped[] = ['1.0.0', '2.0.0'].map((version) => ({
      name: 'p',
      version,
      licence: 'MIT',
      texts: [],
    }));
    if (!a || !b) throw new Error('two packages');
    expect(noticeOf([a, b])).toBe(noticeOf([b, a]));
  });
});
