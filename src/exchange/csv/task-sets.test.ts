/** Task sets as books, papers and courses print them: their heads, units, priorities and remarks. */
import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../model/diff.ts';
import { emptyPlan, rows } from '../../model/plan.ts';
import { generatedTarget } from '../../model/testing/generated-plan.ts';
import { previewCsv, type CsvInput, type CsvPreview } from './preview.ts';

const info = {
  id: 'plan',
  name: 'Plan',
  description: null,
  author: null,
  status: 'draft' as const,
};
const plan = emptyPlan(info, generatedTarget(2));
let made = 0;
const newId = (prefix: string): string => `${prefix}-${(made += 1)}`;
type Basis = NonNullable<CsvInput['tableBasis']>;

function preview(text: string, tableBasis: Basis = {}): CsvPreview {
  return previewCsv({ plan, text, fileName: 'set.csv', kind: null, newId, tableBasis });
}

/** Times in whole microseconds. */
function tasks(text: string, basis: Basis = {}) {
  const { diff, problems } = preview(text, basis);
  if (!diff) throw new Error(JSON.stringify(problems));
  return rows(applyDiff(plan, diff).tasks).map(
    ({ name, periodNs, wcetNs, deadlineNs, priority }) => [
      name,
      periodNs / 1000,
      (wcetNs ?? 0) / 1000,
      deadlineNs === null ? null : deadlineNs / 1000,
      priority,
    ],
  );
}
const codes = (text: string, basis: Basis = {}) =>
  preview(text, basis).notices.map(({ code }) => code);

const COURSE = [
  'Task,BCET,WCET,Period,Deadline,Priority',
  'T1,0,1,6,6,1',
  'T3,1,1,10,10,2',
  'T2,3,4,60,60,7',
].join('\n');

describe('task sets as they are printed', () => {
  it('[CSV-4] times without any unit are refused, unless the unit of the table is named', () => {
    const { problems, diff } = preview(COURSE);
    expect(diff).toBeNull();
    expect(problems[0]).toMatchObject({
      code: 'csv-missing-unit',
      remedy: expect.stringContaining('{timeUnit}') as string,
    });
    expect(tasks(COURSE, { timeUnit: 'ms' })[2]).toEqual(['T2', 60_000, 4000, 60_000, 7]);
    expect(tasks('Name,T [us],C\na,8000,2\n', { timeUnit: 'ms' })).toEqual([
      ['a', 8000, 2000, null, null],
    ]);
  });

  it('[CSV-10] the smallest priority may be the most urgent: by its head, or for the whole table', () => {
    const turned = tasks(COURSE, { timeUnit: 'ms', urgentPriority: 'smallest' });
    expect(turned.map(([name, , , , priority]) => [name, priority])).toEqual([
      ['T1', 254],
      ['T3', 253],
      ['T2', 248],
    ]);
    const ranked = 'name,T_ms,C_ms,rank\na,5,1,1\nb,7,1,300\n';
    expect(tasks(ranked).map(([, , , , priority]) => priority)).toEqual([65_534, 65_235]);
    expect(codes(ranked)).toContain('csv-priorities-turned');
  });

  it('[CSV-10] priorities that grow with the periods are asked about, and nothing is guessed', () => {
    expect(codes(COURSE, { timeUnit: 'ms' })).toContain('csv-priorities-like-ranks');
    expect(tasks(COURSE, { timeUnit: 'ms' }).map(([, , , , priority]) => priority)).toEqual([
      1, 2, 7,
    ]);
    const usual = 'name,T_ms,C_ms,P\na,5,1,3\nb,7,1,2\nc,7,1,1\n';
    expect(codes(usual)).not.toContain('csv-priorities-like-ranks');
  });

  it('[CSV-1] remarks before and between the rows, and a row of units, are no tasks', () => {
    const text = [
      '# Generic avionics, Locke 1991',
      '// all times in ms, U = 0.85',
      'Task;Period;WCET;Deadline;Priority',
      ';[ms];[us];ms;',
      'Weapon;200;3000;5;3',
      '# the rest is left out',
      'Radar;25;2000;25;2',
    ].join('\n');
    expect(tasks(text)).toEqual([
      ['Weapon', 200_000, 3000, 5000, 3],
      ['Radar', 25_000, 2000, 25_000, 2],
    ]);
    expect(codes(text)).toContain('csv-comments');
    const faulty = preview(text.replace('25;2000', '25;2o00'));
    expect(faulty.problems.map(({ place }) => place.row)).toEqual([7]);
    expect(tasks('#,T_ms,C_ms,task\n1,5,1,#1\n2,6,1,#2\n').map(([name]) => name)).toEqual([
      '#1',
      '#2',
    ]);
  });

  it('[CSV-10] a rate is a period, rounded down where it has to be', () => {
    expect(tasks('task,rate,wcet_us\na,100 Hz,5\nb,2 kHz,5\n').map(([, period]) => period)).toEqual(
      [10_000, 500],
    );
    const odd = 'task,frequency_hz,wcet_us\na,60,5\n';
    expect(tasks(odd)[0]?.[1]).toBe(16_666.666);
    expect(codes(odd)).toContain('csv-period-rounded');
    expect(preview('task,rate_hz,T_ms\na,60,5\n').problems.map(({ code }) => code)).toEqual([
      'csv-duplicate-column',
    ]);
  });

  it('[CSV-10] label access times are left out with a warning, or added to the WCETs', () => {
    const text = 'task,period_us,wcet_us,label_access_us\na,100,20,3.5\nb,200,20,\n';
    expect(tasks(text).map(([, , wcet]) => wcet)).toEqual([20, 20]);
    expect(codes(text)).toContain('csv-access-times-left-out');
    expect(tasks(text, { addsAccessTimes: true }).map(([, , wcet]) => wcet)).toEqual([23.5, 20]);
    expect(codes(text, { addsAccessTimes: true })).toContain('csv-access-times-added');
    const sources = (basis: Basis) => {
      const { diff } = preview(text, basis);
      return diff?.added.tasks?.map((task) => task.sources['wcetNs']);
    };
    expect(sources({})).toEqual([
      'imported from set.csv, without its label access time',
      undefined,
    ]);
    expect(sources({ addsAccessTimes: true })?.[0]).toContain('with its label access time');
  });

  it('[CSV-5] a figure that stays keeps the source that the user gave it', () => {
    const text = 'task,period_us,wcet_us,label_access_us\na,100,20,3.5\n';
    const first = applyDiff(plan, preview(text).diff!);
    const [task] = rows(first.tasks);
    const named = { ...task!, sources: { ...task!.sources, wcetNs: 'measured on the board' } };
    const into = { ...first, tasks: new Map([[named.id, named]]) };
    const again = (tableBasis: Basis) => {
      const input = { plan: into, text, fileName: 'set.csv', kind: null, newId, tableBasis };
      return rows(applyDiff(into, previewCsv(input).diff!).tasks)[0]?.sources['wcetNs'];
    };
    expect(again({})).toBe('measured on the board');
    expect(again({ addsAccessTimes: true })).toContain('with its label access time');
  });

  it('[CSV-7] a core may be named for all tasks; a core type that the target lacks is told once', () => {
    const text = 'task,period_us,wcet_us,core\na,100,20,\nb,200,20,1\n';
    const { bindings } = preview(text, { core: '0' });
    expect(bindings.map(({ core }) => core)).toEqual(['0', '1']);
    const wrong = preview(text, { core: '9' }).notices.filter(
      ({ code }) => code === 'csv-no-such-core',
    );
    expect(wrong.map(({ found }) => found)).toEqual(['9']);
    const typed = 'task,period_us,wcet_us,core_type\na,100,20,Cortex-A99\nb,100,20,Cortex-A99\n';
    const [notice] = preview(typed).notices.filter(({ code }) => code === 'csv-no-such-core-type');
    expect(notice).toMatchObject({
      place: { row: 2, field: 'core_type' },
      found: 'Cortex-A99',
      expected: 'Generated core',
    });
    expect(codes(typed).filter((code) => code === 'csv-no-such-core-type')).toHaveLength(1);
  });
});
