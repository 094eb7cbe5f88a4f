import { expect, it } from 'vitest';
import { budgetWords } from './budget-words.ts';

it('[TIMELINEUI-6] a budget is said with the share of the core that it takes, switches counted where they are known', () => {
  const budget = { budget: 3_000_000, period: 10_000_000 };
  expect(budgetWords(budget, null)).toBe('3 ms in every 10 ms, 30 % of the core');
  expect(budgetWords(budget, 100_000)).toBe(
    '3 ms in every 10 ms, 31 % of the core with its switch',
  );
});
