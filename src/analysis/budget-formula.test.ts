/** Formulas of budgets: their numbers add up, or are not shown as a sum. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeCatalogue } from '../catalog/decode-catalogue.ts';
import { parsePlan } from '../model/interchange.ts';
import { rows } from '../model/plan.ts';
import { MIB } from '../model/units.ts';
import { analyze } from './analyze.ts';
import { budgetFormula, partsOf } from './budget-formula.ts';
import { statedFigure } from './technology-figure.ts';

const exactly = (value: number) => ({ low: value, typical: value, high: value });
const part = (value: number | null, name: string | null = null) => ({ name, value });

describe('[ANALYZE-12] formula of a budget', () => {
  test('[ANALYZE-12] words, parts, sum, capacity', () => {
    const budget = { demand: exactly(0.39), atLeast: false, capacity: 1, unit: 'core' };
    expect(budgetFormula('pinned', budget, [part(0.21, 'camera'), part(0.18, 'audio')])).toBe(
      'pinned: camera 21 % + audio 18 % = 39 %, of 100 %',
    );
  });

  test('[ANALYZE-12] CPU time adds up at the worst case, everything else as it typically is', () => {
    const demand = { low: 1, typical: 2, high: 3 };
    const of = (unit: string) => ({ demand, atLeast: false, capacity: null, unit });
    expect(budgetFormula('x', of('core'), [part(1), part(2)])).toBe(
      'x: at worst 100 % + 200 % = 300 %; 200 % (100 % to 300 %), of an unknown capacity',
    );
    expect(budgetFormula('x', of('count'), [part(1), part(1)])).toBe(
      'x: typically 1 + 1 = 2; 2 (1 to 3), of an unknown capacity',
    );
  });

  test('[ANALYZE-12] numbers that do not give the sum are left out', () => {
    const budget = { demand: exactly(4 * MIB), atLeast: false, capacity: 8 * MIB, unit: 'bytes' };
    expect(budgetFormula('at least the smallest guest', budget, [part(MIB), part(MIB)])).toBe(
      'at least the smallest guest = 4 MiB, of 8 MiB',
    );
  });

  test('[ANALYZE-12] unknown is a part, and makes the sum a lower bound', () => {
    const budget = { demand: exactly(3), atLeast: true, capacity: 8, unit: 'count' };
    expect(budgetFormula('x', budget, [part(1), part(2), part(null)])).toBe(
      'x: 1 + 2 + 1 unknown = at least 3, of 8',
    );
    const wide = { ...budget, demand: { low: 2, typical: 3, high: 4 } };
    expect(budgetFormula('x', wide, [part(1), part(2), part(null)])).toBe(
      'x: typically 1 + 2 + 1 unknown = 3 or more; at least 2 (typically 3, up to unknown), of 8',
    );
    const nothing = { low: null, typical: null, high: null };
    expect(budgetFormula('x', { ...budget, demand: nothing }, [part(null), part(null)])).toBe(
      'x = unknown, of 8',
    );
  });

  test('[ANALYZE-12] many parts are counted from the eleventh on', () => {
    const budget = { demand: exactly(12), atLeast: false, capacity: 12, unit: 'count' };
    const parts = Array.from({ length: 12 }, () => part(1));
    expect(budgetFormula('x', budget, parts)).toContain('1 + 2 more 2 = 12');
  });

  test('[ANALYZE-12] figures in another unit, or of 0, are no parts', () => {
    const figures = [
      statedFigure('memory', MIB, 'bytes', 'user'),
      statedFigure('nothing', 0, 'bytes', 'user'),
      statedFigure('bandwidth', 5, 'bytes/s', 'user'),
      statedFigure('more', null, 'bytes', null),
    ];
    expect(partsOf(figures, 'bytes')).toEqual([part(MIB), part(null)]);
  });
});

const RESOURCES = new URL('../../resources/', import.meta.url);
const FOLDER = new URL('technologies/', RESOURCES);
const decoded = decodeCatalogue(
  new Map(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]),
  ),
);
if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems.slice(0, 3)));
const catalogue = decoded.value;

describe('[ANALYZE-12] samples', () => {
  test.each(['gateway-cluster', 'vision-edge', 'engine-control'])(
    '[ANALYZE-12] every budget of %s has one, and every core with loads names them',
    (name) => {
      const text = readFileSync(new URL(`samples/${name}.json`, RESOURCES), 'utf8');
      const plan = parsePlan(text);
      if (!plan.ok) throw new Error(name);
      for (const { id } of rows(plan.value.layouts)) {
        const { budgets } = analyze(plan.value, id, catalogue);
        for (const { formula, kind, demand } of budgets) {
          expect(formula).toMatch(/ = .+, of /);
          if (kind === 'cpu' && formula.includes(' + ')) expect(demand.high).toBeGreaterThan(0);
        }
        const summed = budgets.filter(({ formula }) => formula.includes(' + '));
        expect(summed.length).toBeGreaterThan(0);
      }
    },
  );
});
