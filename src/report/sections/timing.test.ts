/** Sections 7 and 9: what the report says of deadlines, windows and chains. */
import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../../analysis/testing/plan-builder.ts';
import { reportOf, tablesOf } from '../testing/report-of.ts';

/** Burns and Wellings, set D, as a chain from a common start; the last task misses where its deadline is short. */
function setD(deadlineNs = 20): PlanBuilder {
  return new PlanBuilder()
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], scheduler: 'fixed-priority' })
    .application('app')
    .task('t0', 'app', 3, 7, { priority: 9, offsetNs: 0 })
    .task('t1', 'app', 3, 12, { priority: 8, offsetNs: 0 })
    .task('t2', 'app', 5, 20, { priority: 7, offsetNs: 0, deadlineNs, jitterNs: 0 })
    .place('app', 'image', ['c0'])
    .chain('chain', ['t0', 't1', 't2'], { latencyBoundNs: 60 });
}

/** Two partitions that take turns on one core. */
function twoPartitions(): PlanBuilder {
  const builder = new PlanBuilder().environment('hv', 'hypervisor', null, {
    coreIds: ['c0'],
    scheduler: 'windows',
  });
  for (const [at, id] of ['a', 'b'].entries()) {
    builder
      .environment(id, 'partition', 'hv', { coreIds: ['c0'], scheduler: 'fixed-priority' })
      .application(`app-${id}`)
      .task(`task-${id}`, `app-${id}`, 1_000_000, 10_000_000, { priority: 1 })
      .place(`app-${id}`, id, ['c0'])
      .window(`window-${id}`, 'frame', 'c0', id, at * 5_000_000, 5_000_000);
  }
  return builder.frame('frame', 10_000_000, { switchNs: 100_000 });
}

function texts(builder: PlanBuilder, table: string): readonly (readonly string[])[] {
  const found = tablesOf(reportOf(builder.plan())).find(({ id }) => id === table);
  return (found?.rows ?? []).map(({ cells }) => cells.map(({ text }) => text));
}

describe('time', () => {
  it('[REP-7] response times, slack and verdicts are the engine’s, without rounding', () => {
    // Published: 3, 6, 20.
    const rows = texts(setD(), 'table-7-3');
    expect(rows.map((cells) => cells.slice(6, 9))).toEqual([
      ['3 ns', '4 ns', 'proven to meet under 1 assumption'],
      ['6 ns', '6 ns', 'proven to meet under 1 assumption'],
      ['20 ns', '0 ns', 'proven to meet under 1 assumption'],
    ]);
    const [result] = tablesOf(reportOf(setD().plan())).filter(({ id }) => id === 'table-7-3');
    expect(result?.rows[2]?.cells[6]?.value).toBe(20);
  });

  it('[REP-7] a miss that stated offsets reach is proven, with the response that it takes', () => {
    const late = texts(setD(19), 'table-7-3')[2];
    expect(late?.slice(6, 9)).toEqual(['20 ns', '−1 ns', 'proven to miss']);
    expect(late?.at(-1)).toContain('its deadline is 19 ns');
  });

  it('[REP-7] a miss that no release pattern is certain to reach stays unknown, with its reason', () => {
    // Which of two equals comes first is not stated.
    const equals = new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0'], scheduler: 'fixed-priority' })
      .application('app')
      .task('t0', 'app', 5, 20, { priority: 1, deadlineNs: 9 })
      .task('t1', 'app', 5, 20, { priority: 1 })
      .place('app', 'image', ['c0']);
    const [late] = texts(equals, 'table-7-3');
    expect(late?.slice(6, 9)).toEqual(['10 ns', '−1 ns', 'unknown']);
    expect(late?.at(-1)).toContain('its deadline is 9 ns');
  });

  it('[REP-3] supply and demand are ratios of whole numbers', () => {
    const [row] = texts(setD(), 'table-7-4');
    // 3/7 + 3/12 + 5/20 = 13/14.
    expect(row?.slice(4, 6)).toEqual(['13/14 (92.8571… %)', '100 %']);
  });

  it('[REP-7] windows stand in the order of time, with what each switch takes', () => {
    expect(texts(twoPartitions(), 'table-7-5')).toEqual([
      ['frame', '10 ms', 'core 0', 'a', '0 ns', '5 ms', '5 ms', '100 µs'],
      ['frame', '10 ms', 'core 0', 'b', '5 ms', '5 ms', '10 ms', '100 µs'],
    ]);
    for (const row of texts(twoPartitions(), 'table-7-4')) {
      expect(row[5]).toBe('49/100 (49 %)');
    }
  });

  it('[REP-4] without any response time the report says that load is no proof', () => {
    const builder = new PlanBuilder()
      .environment('vm', 'bare-metal', null, { coreIds: ['c0'], scheduler: 'fair' })
      .application('app')
      .task('t', 'app', 1, 10)
      .place('app', 'vm', ['c0']);
    const section = JSON.stringify(reportOf(builder.plan()).sections[6]);
    expect(section).toContain('does not show that deadlines are met');
    expect(texts(builder, 'table-7-3')[0]?.at(-1)).toContain('shares time fairly');
  });
});

describe('chains', () => {
  it('[REP-7] name the tightest bound, its slack, and the nominal latency as nominal', () => {
    const [row] = texts(setD(), 'table-9-5');
    expect(row?.slice(2)).toEqual([
      'reaction',
      'implicit',
      '60 ns',
      '54 ns',
      'Kloda',
      '6 ns',
      '48 ns (nominal)',
      'proven to meet under 1 assumption',
      '–',
    ]);
  });

  it('[REP-7] every theory has a row: a bound with what it stands on, or what it lacks', () => {
    const rows = texts(setD(), 'table-9-6');
    const of = (theory: string, latency: string) =>
      rows.find((cells) => cells[1] === latency && cells[2] === theory);
    expect(of('Kloda', 'reaction')?.slice(3, 5)).toEqual(['54 ns', 'tightest']);
    expect(of('Davare', 'reaction')?.slice(3, 5)).toEqual(['68 ns', 'holds']);
    expect(of('LET', 'reaction')?.slice(3, 6)).toEqual([
      'unknown',
      'none',
      expect.stringContaining('needs logical execution time'),
    ]);
  });

  it('[REP-7] parts of the tightest bound add up to it', () => {
    const table = tablesOf(reportOf(setD().plan())).find(({ id }) => id === 'table-9-7');
    const sum = table?.rows.reduce((total, { cells }) => total + Number(cells[3]?.value), 0);
    expect(sum).toBe(54);
  });

  it('[REP-7] hops say what copying and notification take, and whether that counts', () => {
    const apart = new PlanBuilder()
      .environment('a', 'bare-metal', null, { coreIds: ['c0'] })
      .environment('b', 'bare-metal', null, { coreIds: ['c1'] })
      .application('one')
      .application('two')
      .place('one', 'a', ['c0'])
      .place('two', 'b', ['c1'])
      .task('t', 'one', 2, 10, { priority: 1 })
      .task('u', 'two', 3, 20, { priority: 1 })
      .link('link', 'one', 'two')
      .channel('link', 'shared-memory')
      .chain('chain', ['t', 'u']);
    const [row] = texts(apart, 'table-9-8');
    expect(row?.slice(0, 5)).toEqual(['chain', 't', 'u', 'link', 'read when the receiver runs']);
    expect(row?.[5]).toContain('unknown (the payload is not stated');
    expect(row?.[6]).toContain('0 ns, counted');
  });
});

/** Nothing is certain, so that no theory has anything to stand on. */
function fairPlan(): PlanBuilder {
  return new PlanBuilder()
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], scheduler: 'fair' })
    .application('app')
    .task('t0', 'app', 3, 7, { priority: 9 })
    .task('t1', 'app', 3, 12, { priority: 8 })
    .place('app', 'image', ['c0'])
    .chain('chain', ['t0', 't1'], { latencyBoundNs: 60 });
}

describe('drawings of time', () => {
  const figures = (builder: PlanBuilder) =>
    reportOf(builder.plan())
      .sections.flatMap(({ parts }) => parts.flatMap(({ blocks }) => blocks))
      .flatMap((block) => (block.kind === 'figure' ? [block] : []));

  it('[REP-20] windows are drawn to scale, each frame by itself', () => {
    const one = figures(twoPartitions()).filter(({ id }) => id.startsWith('figure-7-'));
    expect(one.map(({ id }) => id)).toEqual(['figure-7-1']);
    expect(one[0]?.description).toContain('Frame frame lasts 10 ms.');
    const two = twoPartitions()
      .frame('other', 20_000_000, { switchNs: 0 })
      .window('far', 'other', 'c1', 'a', 0, 20_000_000);
    const both = figures(two).filter(({ id }) => id.startsWith('figure-7-'));
    expect(both.map(({ caption }) => caption.slice(0, 14))).toEqual([
      'Frame “frame” ',
      'Frame “other” ',
    ]);
  });

  it('[REP-20] chains with a bound are drawn, others and fair schedulers are not', () => {
    const ids = figures(setD()).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['figure-7-1', 'figure-9-2']));
    const none = figures(fairPlan()).map(({ id }) => id);
    expect(none.filter((id) => /^figure-(7-|9-2)/.test(id))).toEqual([]);
  });

  it('[REP-19] theories that lack the same are one printed row, and all of them are in the table', () => {
    const [table] = tablesOf(reportOf(fairPlan().plan())).filter(({ id }) => id === 'table-9-6');
    expect(table?.printed?.rows.length).toBeLessThan(table?.rows.length ?? 0);
    const printed = (table?.printed?.rows ?? [])
      .flatMap(({ cells }) => cells.map(({ text }) => text))
      .join(' ');
    for (const { cells } of table?.rows ?? []) expect(printed).toContain(cells[2]?.text);
  });
});
