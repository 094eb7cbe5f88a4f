import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { chainSchema } from '../../model/application.ts';
import { updateRecords } from '../../model/commands/records.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { MS, US } from '../../model/units.ts';
import type { DrawingOptions } from '../drawing.ts';
import type { SceneNode } from '../scene.ts';
import { timedPlan } from '../testing/timed-plan.ts';
import { textWidth } from '../text-metrics.ts';
import { PLOT, placeOf, timeAt, timeTicks } from './time-scale.ts';
import { timelineView } from './timeline-view.ts';

function nodes(root: SceneNode): SceneNode[] {
  return [root, ...(root.children ?? []).flatMap(nodes)];
}

function draw(plan: Plan = timedPlan(), options: DrawingOptions = {}) {
  const catalogue = catalogueOf();
  return timelineView(plan, 'layout', analyze(plan, 'layout', catalogue), {
    catalogue,
    ...options,
  });
}

function find(root: SceneNode, key: string): SceneNode[] {
  return nodes(root).filter((node) => node.key === key);
}

const texts = (root: SceneNode): string =>
  nodes(root)
    .filter(({ tag }) => tag === 'text')
    .map(({ text }) => text)
    .join('\n');
function withChain(plan: Plan, taskIds: readonly string[]): Plan {
  const chain = chainSchema.parse({ id: 'way', order: 1, name: 'Way', taskIds });
  return { ...plan, chains: new Map([['way', chain]]) };
}

const selected = (id: string): DrawingOptions => ({ selection: [{ kind: 'task', id }] });

describe('timeline', () => {
  it('[TIMELINE-1] windows are as long as their durations, on one scale', () => {
    const { items } = draw();
    const width = (id: string) => items.find(({ key }) => key === `window-${id}`)?.width ?? 0;
    expect(width('w1') / width('w0')).toBeCloseTo(2, 6);
    expect(width('w0') / PLOT.width).toBeCloseTo(0.2, 6);
    expect(items.filter(({ kind }) => kind === 'core').map(({ id }) => id)).toEqual([
      'c0',
      'c1',
      'c3',
    ]);
  });

  it('[TIMELINE-1] a switch is hatched where a partition begins, not where it goes on', () => {
    const { scene } = draw();
    const has = (id: string) =>
      find(scene, `window-${id}-0`)
        .flatMap(nodes)
        .some(({ key }) => key === 'switch');
    // w2 begins after others and pays; w0 goes on from it across the edge of the frame.
    expect([has('w2'), has('w0'), has('w1')]).toEqual([true, false, true]);
    expect(find(scene, 'wraps').filter(({ tag }) => tag === 'path').length).toBeGreaterThan(1);
    expect(draw().items.find(({ key }) => key === 'window-w0')?.label).toContain(
      'goes on across the edge',
    );
  });

  it('[TIMELINE-1] the frame comes again as far as time is shown; only its first round is selectable', () => {
    const range = { fromNs: 0, toNs: 25 * MS };
    const { scene, items } = draw(timedPlan(), { timeline: { range } });
    expect(find(scene, 'window-w1-2')).toHaveLength(1);
    expect(items.filter(({ key }) => key === 'window-w1')).toHaveLength(1);
  });

  it('[TIMELINE-1] ticks are whole nanoseconds in one unit that each of them names', () => {
    expect(timeTicks({ fromNs: 0, toNs: 10 * MS }).map(({ text }) => text)).toContain('4 ms');
    const close = timeTicks({ fromNs: 3 * MS, toNs: 3 * MS + 20 });
    expect(close.every(({ at }) => Number.isInteger(at))).toBe(true);
    expect(new Set(close.map(({ text }) => text)).size).toBe(close.length);
    const range = { fromNs: MS, toNs: 3 * MS };
    expect(timeAt(range, placeOf(range, 1_234_567))).toBe(1_234_567);
  });

  it('[TIMELINE-2] an overlap is outlined, marked and said', () => {
    const { scene, description } = draw(timedPlan(MS));
    const [window] = find(scene, 'window-w4-0');
    expect(window && find(window, 'badge')).toHaveLength(1);
    expect(description).toContain('"Logging" at 3 ms begins before');
    expect(find(draw().scene, 'badge')).toHaveLength(0);
  });

  it('[TIMELINE-3] the schedule says that it is no bound, and its bracket is as long as the response', () => {
    const { scene } = draw(timedPlan(), selected('meter'));
    expect(texts(scene)).toContain('One schedule, not a bound: critical instant of “Meter”');
    // Mix takes 400 us and two switches of 5 us, Meter 1 ms and two.
    expect(texts(scene)).toMatch(/response 1\.42 ms · deadline 12 ms · proven bound 1\.42 ms/);
    const [span] = find(scene, 'span');
    const width = Number(span?.attributes['x2']) - Number(span?.attributes['x1']);
    const range = { fromNs: 0, toNs: 12 * MS + 300 * US };
    expect(width).toBeCloseTo(placeOf(range, 1.42 * MS) - PLOT.x, 6);
  });

  it('[TIMELINE-3] what is less urgent and has begun is a row of its own, dashed, and the schedule is one that happens', () => {
    const plan = timedPlan();
    const modes = { preemption: 'cooperative' } as const;
    const mix = updateRecords(plan, 'tasks', ['mix'], { ...modes, deadlineNs: MS });
    const meter = updateRecords(plan, 'tasks', ['meter'], modes);
    if (!mix.ok || !meter.ok) throw new Error('refused');
    const { scene } = draw(applyDiff(applyDiff(plan, mix.value), meter.value), selected('mix'));
    expect(texts(scene)).toContain('One schedule, not a bound: critical instant of “Mix”');
    expect(texts(scene)).toContain(
      'fixed priorities, cooperative · regions as long as the longest',
    );
    expect(texts(scene)).toContain('below; has begun');
    expect(texts(scene)).toContain('C 400 µs + 10 µs');
    // A region of 1.01 ms that began a nanosecond before.
    expect(texts(scene)).toMatch(/verdict unknown · response 1\.41\d* ms · .*late by 420 µs/);
    const [row] = find(scene, 'row-1-meter');
    const [runs] = row ? find(row, 'runs').filter(({ tag }) => tag === 'path') : [];
    expect(runs?.attributes['stroke-dasharray']).toBe('4 2');
    expect(find(scene, 'blocking')).toEqual([]);
  });

  it('[TIMELINE-3] a lock of a lower priority is counted as in the bound: no "!" says what may never happen', () => {
    const plan = timedPlan();
    const lock = { resource: 'buffer', lengthNs: MS / 2, count: 1 };
    const mix = updateRecords(plan, 'tasks', ['mix'], {
      criticalSections: [{ ...lock, lengthNs: 1 }],
      deadlineNs: MS / 2,
    });
    const meter = updateRecords(plan, 'tasks', ['meter'], { criticalSections: [lock] });
    if (!mix.ok || !meter.ok) throw new Error('refused');
    const { scene } = draw(applyDiff(applyDiff(plan, mix.value), meter.value), selected('mix'));
    expect(texts(scene)).toContain('As the bound counts it, perhaps later than any schedule');
    expect(texts(scene)).toContain('B 500 µs, once');
    expect(find(scene, 'late')).toEqual([]);
  });

  it('[TIMELINE-3] without a task chosen it shows the one that is late, and by how much', () => {
    const { scene } = draw();
    expect(texts(scene)).toContain('late by 1.51 ms');
    expect(find(scene, 'late').length).toBeGreaterThan(0);
  });

  it('[TIMELINE-4] what is not certain is a reason, never a schedule', () => {
    const plan = timedPlan();
    const fair = updateRecords(plan, 'environments', ['sound'], { scheduler: 'fair' });
    if (!fair.ok) throw new Error('refused');
    const { scene, items } = draw(applyDiff(plan, fair.value), selected('meter'));
    expect(texts(scene)).toContain('No schedule can be shown');
    expect(items.some(({ kind, id }) => kind === 'task' && id === 'meter')).toBe(false);
    const alone = timelineView(plan, 'layout', null, {});
    expect(texts(alone.scene)).toContain('catalogue');
  });

  it('[TIMELINE-5] whatever stretch is shown, nothing leaves the drawing and no text its room', () => {
    const stretches = [
      { fromNs: 0, toNs: 10 },
      { fromNs: 2 * MS - 5, toNs: 2 * MS + 5 },
      { fromNs: 7 * MS, toNs: 8.3 * MS },
      { fromNs: -5 * MS, toNs: 400 * MS },
      { fromNs: 0, toNs: 90_000_000 * MS },
      { fromNs: 5, toNs: 2 },
    ];
    for (const range of stretches) {
      for (const task of ['torque', 'plan', 'meter']) {
        const drawing = draw(timedPlan(), { ...selected(task), timeline: { range } });
        for (const item of drawing.items) {
          expect(item.x).toBeGreaterThanOrEqual(0);
          expect(item.x + item.width).toBeLessThanOrEqual(drawing.width);
          expect(item.y + item.height).toBeLessThanOrEqual(drawing.height);
        }
        const edge = PLOT.x + PLOT.width + 0.8;
        for (const { tag, key, attributes, text = '', room = 0 } of nodes(drawing.scene)) {
          if (tag === 'rect' && key === 'box') {
            expect(Number(attributes['x']) + Number(attributes['width'])).toBeLessThanOrEqual(edge);
          }
          if (tag !== 'text') continue;
          const weight = Number(attributes['font-weight'] ?? 400) >= 600 ? 'bold' : 'regular';
          expect(textWidth(text, Number(attributes['font-size']), weight)).toBeLessThanOrEqual(
            room + 0.01,
          );
        }
      }
    }
  });

  it('[TIMELINE-6] a core without windows has a row with all its tasks, told apart by number and pattern', () => {
    const { scene, items } = draw(timedPlan(), selected('torque'));
    const row = items.find(({ kind, id }) => kind === 'core' && id === 'c3');
    expect(row?.label).toContain('nominal schedule, not a bound');
    expect(row?.label).toContain('1 Mix · 2 Meter');
    const [node] = nodes(scene).filter(({ key }) => key === row?.key);
    const patterns = node ? find(node, 'pattern').map(({ attributes }) => attributes) : [];
    expect(patterns).toHaveLength(2);
    expect(new Set(patterns.map(({ d }) => String(d).replace(/[-\d.]+/g, ''))).size).toBe(2);
    const [read] = nodes(scene).filter(({ key }) => key === `texts-${row?.key ?? ''}`);
    expect(read && texts(read).split('\n')).toEqual(expect.arrayContaining(['1', '2 Meter']));
  });

  it('[TIMELINE-6] cores about which the same is unknown share a row that says why', () => {
    const plan = timedPlan();
    const floats = updateRecords(plan, 'environments', ['sound'], { coreIds: ['c2', 'c3'] });
    const placed = updateRecords(plan, 'placements', ['audio-in-sound'], { coreIds: [] });
    if (!floats.ok || !placed.ok) throw new Error('refused');
    const { items } = draw(applyDiff(applyDiff(plan, floats.value), placed.value));
    const [row, ...more] = items.filter(({ coreIds }) => coreIds.includes('c2'));
    expect(more).toEqual([]);
    expect(row?.coreIds).toEqual(['c2', 'c3']);
    expect(row?.label).toContain('who runs when is unknown');
  });

  it('[TIMELINE-6] what is not simulated is marked, never empty', () => {
    const range = { fromNs: 0, toNs: 160 * MS };
    const { scene } = draw(timedPlan(), { ...selected('meter'), timeline: { range } });
    expect(texts(scene)).toContain('not simulated');
    // Three cores and the critical instant; the hyperperiod ends at 120 ms.
    expect(find(scene, 'beyond').length).toBeGreaterThan(2);
    expect(texts(scene)).toContain('repeats after 120 ms');
    expect(find(draw(timedPlan(), selected('mix')).scene, 'until')).toEqual([]);
  });

  it('[TIMELINE-6] what runs in the windows of a core stands below them, within them', () => {
    const { scene, items } = draw();
    const row = items.find(({ kind, id }) => kind === 'core' && id === 'c0');
    expect(row?.label).toContain('Control: 1 Torque');
    const [node] = nodes(scene).filter(({ key }) => key === row?.key);
    const [control] = node ? find(node, 'run-control') : [];
    const boxes = control ? find(control, 'boxes') : [];
    expect(boxes.length).toBeGreaterThan(0);
    const windows = items.filter(({ key }) => key === 'window-w0' || key === 'window-w2');
    for (const { attributes } of boxes) {
      for (const [, x = '', , width = ''] of String(attributes['d']).matchAll(
        /M([\d.]+) ([\d.]+)h([\d.]+)/g,
      )) {
        const [from, to] = [Number(x), Number(x) + Number(width)];
        expect(
          windows.some((each) => from >= each.x - 0.01 && to <= each.x + each.width + 0.01),
        ).toBe(true);
      }
    }
  });

  it('[TIMELINE-7] a chain is drawn from job to job, its time stands beside the bound', () => {
    const plan = timedPlan();
    const chained = withChain(plan, ['mix', 'meter']);
    const { scene, description } = draw(chained, { selection: [{ kind: 'chain', id: 'way' }] });
    expect(find(scene, 'way').filter(({ tag }) => tag === 'g')).toHaveLength(1);
    expect(['step-0', 'step-1'].map((key) => find(scene, key).length)).toEqual([1, 1]);
    expect(texts(scene)).toMatch(/Chain “Way”: reaction [\d.]+ ms in this schedule, from/);
    expect(description).toContain('Chain “Way”: reaction');
    // The first job of the chain's second task reads after the first has written.
    const edge = (key: string, side: 'x' | 'end') =>
      find(scene, key)
        .flatMap(nodes)
        .filter((node) => node.key === 'job')
        .map(
          ({ attributes }) =>
            Number(attributes['x']) + (side === 'end' ? Number(attributes['width']) : 0),
        )[0] ?? NaN;
    expect(edge('step-1', 'x')).toBeGreaterThanOrEqual(edge('step-0', 'end') - 0.01);
    const other = draw(chained, { timeline: { chainId: 'nobody' } });
    expect(find(other.scene, 'way')).toEqual([]);
    const apart = draw(withChain(plan, ['mix', 'nobody']), { timeline: { chainId: 'way' } });
    expect(texts(apart.scene)).toContain('Chain “Way”: no way to show');
  });

  it('[TIMELINE-8] no text is smaller than 12 units, and no window is named in part, however narrow it is drawn', () => {
    for (const width of [632, 720, 1120, 3400]) {
      const drawing = draw(timedPlan(), { ...selected('mix'), timeline: { width } });
      expect(drawing.width).toBe(width);
      for (const { tag, text = '', attributes } of nodes(drawing.scene)) {
        if (tag === 'text')
          expect([text, Number(attributes['font-size']) >= 12]).toEqual([text, true]);
      }
      for (const { children = [] } of nodes(drawing.scene)) {
        const keys = children.map(({ key }) => key);
        expect(new Set(keys).size, keys.join(' ')).toBe(keys.length);
      }
      const named = nodes(drawing.scene).filter(({ key }) => key.startsWith('window-'));
      for (const text of named.flatMap((node) => find(node, 'name')).map(({ text }) => text)) {
        expect(text).toMatch(/^P\d( Control| Seeing| Logging)?$/);
      }
    }
  });

  it('[TIMELINE-3] a job that waits is drawn from its release to its end, which is marked', () => {
    const { scene } = draw(timedPlan(), selected('meter'));
    const [row] = nodes(scene).filter(({ key }) => key === 'row-1-meter');
    expect(row && find(row, 'waits')).toHaveLength(1);
    expect(row && find(row, 'ends')).toHaveLength(1);
  });

  it('[TIMELINE-3] a selected core shows the task with the least slack on it', () => {
    const { scene } = draw(timedPlan(), { selection: [{ kind: 'core', id: 'c3' }] });
    expect(texts(scene)).toContain('critical instant of “Meter”');
  });

  it('[TIMELINE-3] what is late without a proof is "?", never "!"; the legend has an entry for each', () => {
    const plan = timedPlan();
    const factor = { executionFactor: 1.1, interferenceFactor: 11 };
    const slow = updateRecords(plan, 'environments', ['sound'], factor);
    if (!slow.ok) throw new Error('refused');
    const slowed = applyDiff(plan, slow.value);
    const { scene } = draw(slowed, selected('meter'));
    const marks = nodes(scene).filter(({ key }) => key.startsWith('late-') && key !== 'late-here');
    const read = (row: string) =>
      nodes(scene).filter(({ key }) => key.startsWith('texts-core') && key.endsWith(row));
    const ofSound = read('c3')
      .flatMap(nodes)
      .filter((node) => marks.includes(node));
    expect(ofSound.length).toBeGreaterThan(0);
    expect(new Set(ofSound.map(texts))).toEqual(new Set(['?']));
    expect(texts(scene)).toContain('ends late in this schedule: no proof of a miss');
    // Torque, which is chosen by itself, is proven to miss.
    expect(texts(draw().scene)).toContain('ends late, and is proven to miss its deadline');
    // All of them are told, also where one mark stands for several.
    expect(texts(scene)).toMatch(/\d+ late in /);
    const unslowed = draw(timedPlan(), selected('meter'));
    expect(texts(unslowed.scene)).not.toContain('no proof of a miss');
  });

  it('[TIMELINE-3] the headings name what counts on top of WCETs, and nothing where nothing does', () => {
    const plan = timedPlan();
    const more = { executionFactor: 1.1, interferenceFactor: 1.2 };
    const slow = updateRecords(plan, 'environments', ['sound'], more);
    const none = updateRecords(plan, 'environments', ['control', 'seeing', 'sound'], {
      contextSwitchNs: 0,
    });
    if (!slow.ok || !none.ok) throw new Error('refused');
    expect(texts(draw(applyDiff(plan, slow.value), selected('meter')).scene)).toContain(
      'every job at its WCET with switches, execution factor and interference factor',
    );
    const alone = texts(draw(applyDiff(plan, none.value), selected('meter')).scene);
    expect(alone).toContain('every job at its WCET ·');
    expect(alone).not.toContain('every job at its WCET with');
  });

  it('[TIMELINE-9] every job that is seen is a stop in its row, and says when it is released, runs and is due', () => {
    const range = { fromNs: 0, toNs: 26 * MS };
    const { items } = draw(timedPlan(), { ...selected('meter'), timeline: { range } });
    const jobs = items.filter(({ row }) => row !== undefined);
    const rowOf = (id: string) => items.find(({ key }) => key === id);
    expect(jobs.length).toBeGreaterThan(5);
    for (const job of jobs) expect(rowOf(job.row ?? '')?.row).toBeUndefined();
    const [, own] = jobs.filter(({ row, id }) => row?.startsWith('core-') && id === 'meter');
    expect(own?.label).toBe(
      'Meter of Audio, job 2 · released 12 ms · starts 12.41 ms · ends 13.42 ms, 1.42 ms after its release · in time · deadline at 24 ms · nominal schedule, not a bound',
    );
    const late = jobs.find(({ row, id }) => row?.startsWith('row-') && id === 'meter');
    expect(late?.label).toContain('Meter of Audio, job 1 · released 0 ns · starts 410 µs');
    // By time, so that a job stands over the one that it preempts.
    for (const row of new Set(jobs.map((job) => job.row))) {
      const xs = jobs.filter((job) => job.row === row).map(({ x }) => x);
      expect(xs).toEqual([...xs].sort((a, b) => a - b));
    }
  });

  it('[TIMELINE-10] beside a chain that is much longer the critical instant has a scale of its own, with its times', () => {
    const plan = timedPlan();
    const slow = updateRecords(plan, 'tasks', ['meter'], { periodNs: 100 * MS, deadlineNs: null });
    if (!slow.ok) throw new Error('refused');
    const chained = withChain(applyDiff(plan, slow.value), ['mix', 'meter']);
    const task = { taskId: 'torque', placementId: 'drive-in-control' };
    const part = (key: string, options: DrawingOptions['timeline']) =>
      find(draw(chained, { timeline: { task, ...options } }).scene, key);
    const [cores] = part('cores-part', { chainId: 'way' });
    const [instant] = part('instant-part', { chainId: 'way' });
    if (!cores || !instant) throw new Error('one scale');
    expect(texts(cores)).toContain('100 ms');
    expect(texts(instant)).toContain('on a scale of its own');
    expect(texts(instant)).toContain('10 ms');
    expect(texts(instant)).not.toContain('100 ms');
    const jobs = (root: SceneNode) => find(root, 'runs').map(({ attributes: { d } }) => d);
    const [alone] = part('schedule', { chainId: null });
    // As wide as without the chain; only further down.
    const widths = (root: SceneNode) => jobs(root).map((d) => String(d).match(/h[\d.]+/g));
    expect(alone && widths(alone)).toEqual(widths(instant));
    // Zoomed in, one scale serves both.
    expect(part('instant-part', { chainId: 'way', range: { fromNs: 0, toNs: 10 * MS } })).toEqual(
      [],
    );
  });

  it('[TIMELINE-7] the line of a chain is drawn below what is read, its numbers over it', () => {
    const { scene } = draw(withChain(timedPlan(), ['mix', 'meter']), {
      selection: [{ kind: 'chain', id: 'way' }],
    });
    const order = nodes(scene).map(({ key }) => key);
    expect(order.indexOf('way')).toBeLessThan(order.indexOf('texts'));
    expect(order.indexOf('texts')).toBeLessThan(order.indexOf('way-steps'));
  });
});
