import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import cruiserConfig from '../../.dependency-cruiser.mjs';
import {
  ALLOWED,
  IMPORT_SEEDS,
  LINT_ALLOWED,
  LINT_SEEDS,
  PURITY_SEEDS,
  ROOMS,
  type Seed,
} from './seeds.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIGS = [
  'package.json',
  'tsconfig.json',
  'tsconfig.pure.json',
  'eslint.config.mjs',
  'svelte.config.js',
  '.dependency-cruiser.mjs',
  'types',
  'src/ui/tsconfig.json',
];
const trees: string[] = [];

/** A scratch tree under the same configuration as this one. */
function plant(files: Readonly<Record<string, string>>): string {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), 'partita-house-')));
  trees.push(tree);
  for (const name of CONFIGS) cpSync(join(ROOT, name), join(tree, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  return tree;
}

const filesOf = (seeds: readonly Seed[]) =>
  Object.assign({}, ...seeds.map((s) => s.files)) as Record<string, string>;
const culpritOf = (seed: Seed) => Object.keys(seed.files)[0] ?? '';
const titled = (seeds: readonly Seed[]) => seeds.map((s) => [s.rule, culpritOf(s)] as const);

function runTool(tree: string, script: string, args: readonly string[]): string {
  const tool = join(ROOT, 'node_modules', script);
  const run = spawnSync(process.execPath, [tool, ...args], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.error) throw run.error;
  if (run.stdout === '') throw new Error(run.stderr);
  return run.stdout;
}

afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

describe('import table', () => {
  interface Violation {
    from: string;
    rule: { name: string };
  }
  let violations: Violation[] = [];

  beforeAll(() => {
    const tree = plant({ ...ROOMS, ...ALLOWED, ...filesOf(IMPORT_SEEDS) });
    const out = runTool(tree, 'dependency-cruiser/bin/dependency-cruiser.mjs', [
      ...['--config', '.dependency-cruiser.mjs', '--output-type', 'json'],
      ...['src', 'db', 'electron'],
    ]);
    violations = (JSON.parse(out) as { summary: { violations: Violation[] } }).summary.violations;
  });

  test.each(titled(IMPORT_SEEDS))('[HOUSE-1] %s fires on %s', (rule, culprit) => {
    expect(violations.filter((v) => v.rule.name === rule).map((v) => v.from)).toContain(culprit);
  });

  test('[HOUSE-1] every rule has a seed', () => {
    const seeded = new Set(IMPORT_SEEDS.map((s) => s.rule));
    expect(cruiserConfig.forbidden?.map((r) => r.name).filter((n) => !seeded.has(n ?? ''))).toEqual(
      [],
    );
  });

  test.each(Object.keys(ALLOWED))('[HOUSE-1] %s is accepted', (path) => {
    expect(violations.filter((v) => v.from === path)).toEqual([]);
  });
});

describe('purity', () => {
  let report = '';

  beforeAll(() => {
    const tree = plant({ ...ROOMS, ...filesOf(PURITY_SEEDS) });
    report = runTool(tree, 'typescript/bin/tsc', ['-p', 'tsconfig.pure.json', '--pretty', 'false']);
  });

  test.each(titled(PURITY_SEEDS))('[HOUSE-2] %s: %s is refused', (_rule, culprit) => {
    expect(report).toContain(`${culprit}(`);
  });

  test('[HOUSE-2] a pure file is accepted', () => {
    expect(report).not.toContain('/x.ts(');
  });
});

describe('lint', () => {
  const found = new Map<string, string[]>();

  beforeAll(async () => {
    const tree = plant({ ...LINT_ALLOWED, ...filesOf(LINT_SEEDS) });
    const results = await new ESLint({ cwd: tree }).lintFiles(['src']);
    for (const result of results) {
      const path = result.filePath.slice(tree.length + 1).replaceAll('\\', '/');
      found.set(
        path,
        result.messages.map((m) => m.ruleId ?? m.message),
      );
    }
  }, 120_000);

  test.each(titled(LINT_SEEDS))('[HOUSE-3] %s fires on %s', (rule, culprit) => {
    expect(found.get(culprit)).toContain(rule);
  });

  test.each(Object.keys(LINT_ALLOWED))('[HOUSE-3] %s is accepted', (path) => {
    expect(found.get(path)).toEqual([]);
  });
});
