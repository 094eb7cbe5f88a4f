import { expect, test } from 'vitest';
import { formatPlan, parsePlan } from '../interchange.ts';
import { checkReferences } from '../references.ts';
import { generatedPlan } from './generated-plan.ts';

test('[GEN-1] a generated plan is sound, and the same for the same seed', () => {
  const size = { applications: 120, cores: 80, links: 200, seed: 7 };
  const text = formatPlan(generatedPlan(size));
  expect(checkReferences(generatedPlan(size), () => '')).toEqual([]);
  expect(formatPlan(generatedPlan(size))).toBe(text);
  const again = parsePlan(text);
  expect(again.ok && formatPlan(again.value)).toBe(text);
});
