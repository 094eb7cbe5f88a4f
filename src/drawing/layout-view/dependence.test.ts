import { expect, test } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { environmentMarks } from '../environment-marks.ts';
import { servedPlan } from '../testing/picture-plans.ts';
import { themeOf } from '../theme.ts';
import { dependenceChip, dependenceMarks } from './dependence.ts';

const plan = servedPlan();
const tree = layoutTree(plan, 'layout');
if (!tree) throw new Error('no layout');
const result = analyze(plan, 'layout', catalogueOf());
const marks = environmentMarks(tree);
const said = (selected: readonly string[]) => {
  const of = dependenceMarks(tree, result, marks, selected);
  return Object.fromEntries(tree.environments.map(({ id }) => [id, of.of(id)?.texts[0] ?? null]));
};

test('[DRAW-24] every server says how many it serves; start order is no service', () => {
  expect(said([])).toEqual({
    hv: null,
    io: 'serves 1',
    gateway: 'serves 1',
    web: null,
    logger: null,
    engine: null,
    shop: null,
  });
});

test('[DRAW-24] with a server selected, what stops with it says so, through others and inside them', () => {
  expect(said(['io'])).toEqual({
    hv: null,
    io: 'serves 1',
    gateway: 'stops with I/O domain',
    web: 'stops with I/O domain',
    logger: 'starts after I/O domain',
    engine: 'stops with I/O domain',
    shop: 'stops with I/O domain',
  });
  expect(said(['gateway'])['gateway']).toBe('serves 1');
  expect(said(['gateway'])['logger']).toBeNull();
});

test('[DRAW-24] without a result there are no chips, and a chip never outgrows its room', () => {
  expect(dependenceMarks(tree, null, marks, ['io']).of('io')).toBeNull();
  const mark = dependenceMarks(tree, result, marks, ['io']).of('web');
  for (const room of [12, 40, 60, 90, 160, 400]) {
    const chip = dependenceChip(mark, 0, 0, room, 10.5, themeOf('light'));
    if (chip) expect(chip.width).toBeLessThanOrEqual(room);
    else expect(room).toBeLessThan(60);
  }
});
