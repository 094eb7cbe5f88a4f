import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../build/paths.ts';
import { titlesWithoutRule, wrongName } from './names.ts';

const PLACES = ['src', 'db', 'electron', 'e2e', 'scripts', 'bench'];
const files = globSync(
  PLACES.map((place) => `${place}/**/*.{ts,svelte}`),
  { cwd: ROOT },
).map((path) => path.replaceAll('\\', '/'));

const rooms = [
  ...readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => `src/${e.name}`),
  ...[...PLACES, 'resources'].filter((place) => place !== 'src' && existsSync(join(ROOT, place))),
];

describe('names', () => {
  test.each([
    'src/model/utils.ts',
    'src/ui/common/x.ts',
    'src/model/Plan.ts',
    'src/model/a_b.ts',
    'src/ui/box.svelte',
    'db/index.ts',
  ])('[HOUSE-4] %s is refused', (path) => expect(wrongName(path)).not.toBeNull());

  test.each([
    'src/model/plan-state.test.ts',
    'src/ui/app/store.svelte.ts',
    'src/ui/Box2.svelte',
    'db/migrations/0001-plan.ts',
  ])('[HOUSE-4] %s is accepted', (path) => expect(wrongName(path)).toBeNull());

  test('[HOUSE-4] every file here is named after what it holds', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.map(wrongName).filter((w) => w !== null)).toEqual([]);
  });
});

describe('titles', () => {
  test('[HOUSE-5] a title without a rule is found, however the test is written', () => {
    const text =
      "test('a', f); it(`b ${1}`, f); test.each([1])('c', f); it.each`x`('d', f); test.only('e', f);" +
      "test('[RTA-3] good', f); test.each([1])('[HWLOC-10] good', f); test.describe('group', f); /x/.test('y');";
    expect(titlesWithoutRule(text)).toEqual(['a', 'b ${1}', 'c', 'd', 'e']);
  });

  test('[HOUSE-5] every test here names its rule', () => {
    const wrong = files
      .filter((path) => path.endsWith('.test.ts'))
      .flatMap((path) =>
        titlesWithoutRule(readFileSync(join(ROOT, path), 'utf8')).map(
          (title) => `${path}: ${title}`,
        ),
      );
    expect(wrong).toEqual([]);
  });
});

describe('pages', () => {
  test.each(rooms)('[HOUSE-6] %s says what it is for in a README', (room) => {
    expect(existsSync(join(ROOT, room, 'README.md'))).toBe(true);
  });

  test('[HOUSE-6] links in READMEs lead to files', () => {
    const pages = [
      'README.md',
      ...globSync('{src,db,electron,e2e,scripts,bench,resources}/**/README.md', { cwd: ROOT }),
    ];
    const dead = pages.flatMap((page) =>
      [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
        .map((m) => m[1] ?? '')
        .filter((link) => !existsSync(join(ROOT, dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(dead).toEqual([]);
  });
});
