import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { ruleById, RULES } from './registry.ts';

const FOLDER = new URL('./', import.meta.url);
const readme = readFileSync(new URL('README.md', FOLDER), 'utf8');
const tests = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(new URL(file, FOLDER), 'utf8'))
  .join('\n');

it('[RULE-1] every id is given once, and the README lists the rules in the same order', () => {
  const ids = RULES.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  const rows = readme.split('\n').filter((line) => /^\| [A-Z]+-[A-G]?\d+ /.test(line));
  expect(
    rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ),
  ).toEqual(
    RULES.map(({ id, title, strength, checks, source }) => [id, title, strength, checks, source]),
  );
});

it.each(RULES.map((rule) => rule.id))(
  '[RULE-2] %s has a test that breaks it and one that keeps it',
  (id) => {
    expect(tests).toContain(`[${id}]`);
    expect(ruleById(id)?.id).toBe(id);
  },
);

it('[RULE-3] an empty layout gets one finding per rule, and every one has words', () => {
  const { findings } = new PlanBuilder().analyze();
  expect(findings.map((finding) => finding.rule)).toEqual(RULES.map((rule) => rule.id));
  for (const finding of findings) {
    expect(finding.message).not.toBe('');
    expect(finding.subjects[0]?.id).toBeDefined();
  }
  // Nothing is there: nothing can be right with it.
  expect(new Set(findings.map(({ verdict }) => verdict))).toEqual(new Set(['not-applicable']));
});
