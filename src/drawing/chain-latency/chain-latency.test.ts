import { describe, expect, test } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { PlanBuilder } from '../../analysis/testing/plan-builder.ts';
import type { Plan } from '../../model/plan.ts';
import type { Drawing } from '../drawing.ts';
import { toSvg, type SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { chainsPlan } from '../testing/picture-plans.ts';
import { PLOT } from '../timeline/time-scale.ts';
import { chainLatencyView } from './chain-latency-view.ts';

const resultOf = (plan: Plan) => analyze(plan, 'layout', catalogueOf());
const drawn = (plan: Plan, options = {}): Drawing =>
  chainLatencyView(plan, 'layout', resultOf(plan), options);

function nodes(root: SceneNode): readonly SceneNode[] {
  return [root, ...(root.children ?? []).flatMap(nodes)];
}

function find(root: SceneNode, key: string): SceneNode {
  const found = nodes(root).find((node) => node.key === key);
  if (!found) throw new Error(`no ${key} in the drawing`);
  return found;
}

/** Widths of the parts of one theory's bar. */
function widths(drawing: Drawing, theory: string): readonly number[] {
  const boxes = nodes(find(drawing.scene, theory)).filter(({ key }) => key === 'box');
  return boxes.map(({ attributes }) => Number(attributes['width']));
}

describe('where the time of a chain goes', () => {
  test('[CHAINDRAW-1] the bars of all theories have one scale, and their parts add up', () => {
    const plan = chainsPlan();
    const drawing = drawn(plan, { selection: [{ kind: 'chain', id: 'steering' }] });
    const chain = resultOf(plan).chains.find((each) => each.chain.id === 'steering');
    const bounded = (chain?.bounds ?? []).filter(({ valueNs }) => valueNs !== null);
    expect(bounded.length).toBeGreaterThan(2);
    const scales = bounded.map(({ theory, latency, valueNs, parts }) => {
      const bar = widths(drawing, `${theory}-${latency}`);
      expect(bar).toHaveLength(parts.length);
      return bar.reduce((sum, width) => sum + width, 0) / (valueNs ?? 1);
    });
    for (const scale of scales) expect(scale).toBeCloseTo(scales[0] ?? 0, 12);
  });

  test('[CHAINDRAW-2] every part names task, kind and exact time; kinds differ without colour', () => {
    const svg = toSvg(drawn(chainsPlan()).scene);
    expect(svg).toMatch(/<title>Sense, response time: [\d.]+ µs<\/title>/);
    expect(svg).toMatch(/<title>Act, waiting to be read: [\d.]+ (µs|ms)<\/title>/);
    const patterns = nodes(find(drawn(chainsPlan()).scene, 'legend')).filter(
      ({ key }) => key === 'pattern' || key === 'strip',
    );
    const shapes = patterns.map(({ key, attributes }) =>
      key === 'strip' ? 'solid' : String(attributes['d']).replace(/[\d.-]+/g, ''),
    );
    expect(shapes.length).toBeGreaterThan(1);
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test('[CHAINDRAW-3] what is allowed and the nominal value stand on the scale, the latter as a value that is reached', () => {
    const { scene } = drawn(chainsPlan(), { selection: [{ kind: 'chain', id: 'steering' }] });
    const x = (key: string) =>
      Number(nodes(find(scene, key)).find((n) => n.key === 'line')?.attributes['x1']);
    const chain = resultOf(chainsPlan()).chains.find((each) => each.chain.id === 'steering');
    const share = (x('allowed') - PLOT.x) / (x('nominal') - PLOT.x);
    expect(share).toBeCloseTo((chain?.boundNs ?? 0) / (chain?.nominalNs ?? 1), 9);
    expect(toSvg(scene)).toMatch(/reached: [\d.]+ ms \(nominal\)/);
  });

  test('[CHAINDRAW-3] a theory without a bound says why, and has no bar', () => {
    const { scene } = drawn(chainsPlan());
    expect(toSvg(scene)).toContain('No bound by');
    expect(nodes(scene).some(({ key }) => key === 'LET-reaction')).toBe(false);
  });

  test('[DRAW-3] long names stay in their room, hostile ones become no markup', () => {
    const name = '<script>alert(1)</script> Wirtschaftlichkeitsberechnung '.repeat(2).trim();
    const plan = new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0'] })
      .application('app')
      .task('a', 'app', 1_000, 50_000, { name, priority: 2 })
      .task('b', 'app', 1_000, 90_000, { name, priority: 1 })
      .place('app', 'image', ['c0'])
      .chain('chain', ['a', 'b'], { name, latencyBoundNs: 5_000_000 })
      .plan();
    const drawing = drawn(plan);
    expect(toSvg(drawing.scene)).not.toContain('<script');
    for (const { tag, text = '', room = 0, attributes } of nodes(drawing.scene)) {
      if (tag !== 'text') continue;
      const weight = Number(attributes['font-weight'] ?? 400) >= 600 ? 'bold' : 'regular';
      const width = textWidth(text, Number(attributes['font-size']), weight);
      expect(width, text).toBeLessThanOrEqual(room + 0.01);
      const [x, anchor] = [Number(attributes['x']), attributes['text-anchor']];
      expect(anchor === 'end' ? x : x + width).toBeLessThanOrEqual(drawing.width);
    }
  });

  test('[DRAW-1] no chains and no result are said', () => {
    const plan = new PlanBuilder().plan();
    expect(drawn(plan).description).toBe('This plan has no chains.');
    expect(chainLatencyView(plan, 'layout', null).description).toContain('not known yet');
    expect(chainLatencyView(plan, 'none', null).description).toContain('no such layout');
  });
});
