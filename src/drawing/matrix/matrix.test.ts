import { describe, expect, test } from 'vitest';
import { PlanBuilder, target } from '../../analysis/testing/plan-builder.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { generatedPlan } from '../../model/testing/generated-plan.ts';
import type { MatrixAxis } from '../drawing.ts';
import { environmentMarks } from '../environment-marks.ts';
import { overlaps } from '../testing/ink.ts';
import { mixedPlan } from '../testing/picture-plans.ts';
import { matrixOf } from './matrix-model.ts';
import { cellSize } from './matrix-grid.ts';
import { matrixView } from './matrix-view.ts';

function matrix(plan: Plan, axis: MatrixAxis, layoutId = 'layout') {
  const tree = layoutTree(plan, layoutId);
  if (!tree) throw new Error('no such layout');
  return matrixOf(plan, tree, environmentMarks(tree), axis);
}

/** Two partitions, a container in the second; payloads that add up to round numbers. */
function talkingPlan(): Plan {
  return new PlanBuilder(target({ clusters: [{ id: 'x', cores: 3 }] }))
    .application('a', { criticality: { scale: 'ASIL', level: 'D' } })
    .application('b', { criticality: { scale: 'ASIL', level: 'QM' } })
    .application('c', { criticality: { scale: 'ASIL', level: 'QM' } })
    .application('silent')
    .application('nowhere')
    .environment('hv', 'hypervisor', null)
    .environment('p1', 'partition', 'hv', { coreIds: ['c0'] })
    .environment('p2', 'partition', 'hv', { coreIds: ['c1', 'c2'] })
    .environment('ce', 'container-engine', 'p2')
    .environment('k', 'container', 'ce')
    .place('a', 'p1', ['c0'])
    .place('b', 'p2', ['c1'])
    .place('c', 'k')
    .place('silent', 'p2')
    .link('ab1', 'a', 'b', { payloadBytes: 100, rateHz: 10 })
    .link('ab2', 'a', 'b', { payloadBytes: 50, rateHz: 20 })
    .link('ab3', 'a', 'b', { payloadBytes: 50 })
    .link('bc', 'b', 'c')
    .link('lost', 'a', 'nowhere')
    .region('r', 0, 4096)
    .channel('ab1', 'shared-memory', { regionId: 'r' })
    .channel('ab2', 'message')
    .channel('ab3', 'shared-memory', { regionId: 'r' })
    .plan();
}

describe('IPC matrix', () => {
  test('[DRAW-15] counts, adds up what is known, says where a part is missing', () => {
    const { cells, headings, hidden, silent } = matrix(talkingPlan(), 'environment');
    expect(headings.map(({ code, id }) => `${code} ${id}`)).toEqual(['P1 p1', 'P2 p2', 'C1 k']);
    const [ab, bc] = cells;
    expect(ab?.links.map(({ id }) => id)).toEqual(['ab1', 'ab2', 'ab3']);
    expect(ab).toMatchObject({
      from: 0,
      to: 1,
      bytesPerSecond: 2000,
      atLeast: true,
      crossing: true,
    });
    expect(bc).toMatchObject({ from: 1, to: 2, bytesPerSecond: null, crossing: false });
    expect(hidden.map(({ id }) => id)).toEqual(['lost']);
    expect(silent).toBe(0);
  });

  test('[DRAW-15] the kind of a cell is the least direct way among its links', () => {
    const [ab, bc] = matrix(talkingPlan(), 'environment').cells;
    expect(ab?.style).toBe('message');
    expect(bc?.style).toBe('none');
  });

  test('[DRAW-15] applications and cores can be the headings; who says nothing is left out', () => {
    const plan = talkingPlan();
    const applications = matrix(plan, 'application');
    expect(applications.headings.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(applications.silent).toBe(1);
    const cores = matrix(plan, 'core');
    expect(cores.headings.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'core c0',
      'core c1',
      'core-set c1+c2',
    ]);
  });

  test.each(['environment', 'application', 'core'] as const)(
    '[DRAW-15] every drawable link is counted once: by %s',
    (axis) => {
      const plan = generatedPlan({ applications: 40, cores: 32, links: 90, seed: 4 });
      const { cells } = matrix(plan, axis, 'layout-0');
      const links = cells.flatMap((cell) => cell.links.map(({ id }) => id));
      expect(links.sort()).toEqual([...plan.links.keys()].sort());
      expect(new Set(cells.map(({ from, to }) => `${from} ${to}`)).size).toBe(cells.length);
    },
  );

  test.each([8, 26, 60, 120])(
    '[DRAW-15] %i headings: cells do not meet and can be found',
    (count) => {
      const plan = generatedPlan({ applications: count, cores: 16, links: count * 3, seed: 2 });
      const { items } = matrixView(plan, 'layout-0', null, { matrixAxis: 'application' });
      const cells = items.filter(({ part }) => part === 'cell');
      expect(cells.length).toBeGreaterThan(count);
      cells.slice(0, 80).forEach((cell, index) => {
        expect(cell.linkIds?.length).toBeGreaterThan(0);
        for (const other of cells.slice(index + 1)) expect(overlaps(cell, other)).toBe(false);
      });
      expect(cellSize(count).width).toBeGreaterThanOrEqual(11);
    },
  );

  test('[DRAW-15] without a drawable link the picture says so', () => {
    const { description, items } = matrixView(
      new PlanBuilder().application('a').link('l', 'a', 'a').plan(),
      'layout',
      null,
    );
    expect(description).toMatch(/No link/);
    expect(items).toEqual([]);
  });

  test('[DRAW-15] the numbers are the same in every theme', () => {
    const texts = (theme: 'light' | 'dark') =>
      JSON.stringify(matrixView(mixedPlan(), 'layout', null, { theme }).items);
    expect(texts('dark')).toBe(texts('light'));
  });
});
