import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../model/diff.ts';
import { emptyPlan, rows, type Plan } from '../../model/plan.ts';
import { generatedTarget } from '../../model/testing/generated-plan.ts';
import { detectKind, previewCsv, type CsvInput, type CsvPreview } from './preview.ts';
import { taskCoresOf } from './task-cores.ts';

const target = generatedTarget(4);
const info = {
  id: 'plan',
  name: 'Plan',
  description: null,
  author: null,
  status: 'draft' as const,
};
const bare = emptyPlan(info, target);

let made = 0;
const newId = (prefix: string): string => `${prefix}-${(made += 1)}`;

function preview(text: string, plan: Plan = bare, more: Partial<CsvInput> = {}): CsvPreview {
  return previewCsv({ plan, text, fileName: 'table.csv', kind: null, newId, ...more });
}

function applied(text: string, plan: Plan = bare, more: Partial<CsvInput> = {}): Plan {
  const { diff, problems } = preview(text, plan, more);
  if (!diff) throw new Error(JSON.stringify(problems));
  return applyDiff(plan, diff);
}

/** Code, row and column of each problem. */
function faults(text: string, plan: Plan = bare): readonly unknown[] {
  return preview(text, plan).problems.map(({ code, place }) => [code, place.row, place.field]);
}

const TASKS = [
  'application,task,kind,core,priority,preemption,period_us,deadline_us,bcet_us,wcet_us,runnables',
  'engine,ISR_1,sporadic,0,32,preemptive,9500.0,9500.0,15.375,35.055,4',
  'engine,Task_10ms,periodic,3,11,cooperative,10000.0,10000.0,3988.865,11712.73,304',
].join('\n');
const LINKS = 'from_task,to_task,labels,bytes\nISR_1,Task_10ms,9,23\nTask_10ms,ISR_1,5,13\n';

describe('tasks', () => {
  it('[CSV-5] creates tasks and the applications they name, with exact times', () => {
    const plan = applied(TASKS);
    expect(rows(plan.applications).map(({ name }) => name)).toEqual(['engine']);
    const [isr, task] = rows(plan.tasks);
    expect(isr).toMatchObject({
      name: 'ISR_1',
      kind: 'sporadic',
      priority: 32,
      periodNs: 9_500_000,
      wcetNs: 35_055,
      bcetNs: 15_375,
      coreType: 'Generated core',
      clockHz: 2e9,
    });
    expect(task).toMatchObject({ preemption: 'cooperative', wcetNs: 11_712_730 });
    expect(task?.sources).toEqual({ '*': 'imported from table.csv' });
  });

  it('[CSV-6] says which columns it does not import', () => {
    const { columns, notices } = preview(TASKS);
    expect(columns.at(-1)).toEqual({ header: 'runnables', field: null });
    expect(notices.map(({ code, place }) => [code, place.field])).toEqual([
      ['csv-ignored-column', 'runnables'],
      ['csv-times-of-bound-core', 'core'],
    ]);
  });

  it('[CSV-7] returns bindings to cores, by number in hardware order', () => {
    const { bindings, diff } = preview(TASKS);
    const cores = taskCoresOf(target, bindings);
    const [entries] = [...cores.values()];
    expect(entries?.map(({ coreId }) => coreId)).toEqual(['pkg0.0', 'pkg0.3']);
    expect([...cores.keys()]).toEqual(diff?.added.applications?.map(({ id }) => id));
    const beyond = preview(TASKS.replace(',3,11,', ',7,11,'));
    expect(beyond.notices.map(({ code }) => code)).toContain('csv-no-such-core');
    expect(beyond.problems).toEqual([]);
  });

  it('[CSV-5] the same file again changes nothing; a changed cell changes its field and source', () => {
    const plan = applied(TASKS);
    const again = preview(TASKS, plan);
    expect(again.rows.map(({ change }) => change)).toEqual(['same', 'same']);
    expect(again.diff).toEqual({ added: {}, updated: {}, removed: {} });
    const text = TASKS.replace('35.055', '36');
    const changed = preview(text, plan, { fileName: 'second.csv' });
    expect(changed.rows.map(({ change }) => change)).toEqual(['changed', 'same']);
    const [isr] = rows(applyDiff(plan, changed.diff ?? again.diff!).tasks);
    expect(isr?.wcetNs).toBe(36_000);
    expect(isr?.sources).toEqual({
      '*': 'imported from table.csv',
      wcetNs: 'imported from second.csv',
    });
  });

  it('[CSV-5] a blank cell makes a field unknown, an absent column leaves it alone', () => {
    const plan = applied(TASKS);
    const next = applied('application,task,deadline\nengine,ISR_1,\n', plan);
    const [isr] = rows(next.tasks);
    expect(isr?.deadlineNs).toBeNull();
    expect(isr?.wcetNs).toBe(35_055);
  });

  it('[CSV-5] execution times take the core type and clock that the caller names', () => {
    const tableBasis = { coreType: 'TriCore', clockHz: 2e8 };
    const [isr] = rows(applied(TASKS, bare, { tableBasis }).tasks);
    expect([isr?.coreType, isr?.clockHz]).toEqual(['TriCore', 2e8]);
    const stated = TASKS.replace('runnables', 'core_type').replace(',4\n', ',A53\n');
    const [own, other] = rows(applied(stated, bare, { tableBasis }).tasks);
    expect([own?.coreType, other?.coreType]).toEqual(['A53', '304']);
  });

  it('[CSV-4] units may stand in the cells', () => {
    const text = 'application;task;period;wcet\na;t;10 ms;0,5 ms\na;u;1,5 s;250us\n';
    expect(rows(applied(text).tasks).map(({ periodNs, wcetNs }) => [periodNs, wcetNs])).toEqual([
      [10_000_000, 500_000],
      [1_500_000_000, 250_000],
    ]);
  });

  it('[CSV-2] reports every cell that is wrong, by row and column, and imports nothing', () => {
    const text = [
      'application,task,period_us,wcet,priority,kind',
      'a,t1,x,1 ms,1,periodic',
      'a,,1000,1,2,often',
      'a,t3,0.0001,1 ly,-1,periodic',
      'a,t4,1000,"1,234 ms",1.5,',
      'a,t4,,1 ms,,',
    ].join('\n');
    expect(faults(text)).toEqual([
      ['csv-not-a-number', 2, 'period_us'],
      ['csv-missing-unit', 3, 'wcet'],
      ['csv-unknown-word', 3, 'kind'],
      ['csv-missing-value', 3, 'task'],
      ['csv-too-fine', 4, 'period_us'],
      ['csv-unknown-unit', 4, 'wcet'],
      ['csv-out-of-range', 4, 'priority'],
      ['csv-ambiguous-number', 5, 'wcet'],
      ['csv-out-of-range', 5, 'priority'],
      ['csv-duplicate-name', 6, 'task'],
      ['csv-missing-value', 6, 'period_us'],
    ]);
    expect(preview(text).diff).toBeNull();
    expect(preview(text).bindings).toEqual([]);
    expect(new Set(preview(text).rows.map(({ change }) => change))).toEqual(new Set(['refused']));
  });

  it('[CSV-3] headers of papers, with units behind them, are read', () => {
    const text = 'Name;T [ms];C [µs];D (ms);Prio;J [us];O [ms]\na;30;10000;25;3;50;1\n';
    expect(rows(applied(text).tasks)).toMatchObject([
      {
        name: 'a',
        periodNs: 30_000_000,
        wcetNs: 10_000_000,
        deadlineNs: 25_000_000,
        priority: 3,
        jitterNs: 50_000,
        offsetNs: 1_000_000,
      },
    ]);
  });

  it('[CSV-5] without a column for it, the application is that of the file, or the partition, and a notice says so', () => {
    const owners = (text: string) => {
      const { problems, notices } = preview(text);
      expect(problems).toEqual([]);
      const plan = applied(text);
      const names = rows(plan.tasks).map((task) => plan.applications.get(task.applicationId)?.name);
      return [names, notices.map(({ code }) => code)];
    };
    expect(owners('Name,T,C\na,30 ms,10 ms\nb,40 ms,1 ms\n')).toEqual([
      ['table', 'table'],
      ['csv-application-of-file'],
    ]);
    expect(owners('Partition,Name,T,C\nP1,a,30 ms,10 ms\nP2,b,40 ms,1 ms\n')).toEqual([
      ['P1', 'P2'],
      ['csv-application-of-partition'],
    ]);
    expect(owners('application,Partition,Name,T,C\napp,P1,a,30 ms,10 ms\n')).toEqual([
      ['app'],
      ['csv-ignored-column'],
    ]);
  });

  it('[CSV-2] a unit that does not fit is shown with its number', () => {
    const found = (cell: string) =>
      preview(`application,task,period\na,t,${cell}\n`).problems.map((each) => each.found);
    expect(found('100 Hz')).toEqual(['100 Hz']);
    expect(found('5o ms')).toEqual(['5o ms']);
  });

  it('[CSV-2] names missing and duplicate columns once', () => {
    expect(faults('task,wcet_us\nt,1\n')).toEqual([['csv-missing-column', 1, undefined]]);
    expect(
      preview('period_us\n1\n', bare, { kind: 'tasks' }).problems.map(({ code, expected }) => [
        code,
        expected,
      ]),
    ).toEqual([['csv-missing-column', 'task, or name']]);
    expect(faults('application,task,wcet_us\na,t,1\na,u,1\n')).toEqual([
      ['csv-missing-column', 1, undefined],
    ]);
    expect(faults('application,task,period_us,period_ms\na,t,1,1\n')).toEqual([
      ['csv-duplicate-column', 1, 'period_ms'],
    ]);
  });
});

describe('applications', () => {
  const text = [
    'Name\tOS\tISAs\tCriticality\tCPU load [%]\tLoad core type\tMemory [MiB]\tDevices\tServices',
    'HMI\tLinux\tarm64, x86_64\tASIL B\t35,5\tCortex-A72\t512\tgpu; 2 x can exclusive\tfiles, network',
    'Control\tbare metal\t\tQM\t\t\t0,25\t\t',
  ].join('\r\n');

  it('[CSV-5] reads cells copied from a spreadsheet', () => {
    const [hmi, control] = rows(applied(text).applications);
    expect(hmi).toMatchObject({
      os: 'linux',
      isas: ['aarch64', 'x86_64'],
      criticality: { scale: 'ASIL', level: 'B' },
      cpuLoad: { share: 0.355, coreType: 'Cortex-A72', clockHz: null },
      memoryPrivateBytes: 512 * 1024 ** 2,
      devices: [
        { class: 'gpu', count: 1, access: 'any' },
        { class: 'can', count: 2, access: 'exclusive' },
      ],
      services: ['files', 'network'],
    });
    expect(control).toMatchObject({ os: 'none', cpuLoad: null, memoryPrivateBytes: 256 * 1024 });
  });

  it('[CSV-4] rounds sizes to whole bytes and says so', () => {
    const { notices, diff } = preview('name,memory\na,1.3 MiB\n');
    expect(notices.map(({ code, place }) => [code, place.field])).toEqual([
      ['csv-rounded', 'memory'],
    ]);
    expect(diff?.added.applications?.[0]?.memoryPrivateBytes).toBe(1_363_149);
  });

  it('[CSV-4] a share up to one core is plain; above it needs per cent', () => {
    const load = (cell: string) => preview(`name,cpu_load,core_type\na,${cell},A53\n`);
    expect(load('0.4').diff?.added.applications?.[0]?.cpuLoad?.share).toBe(0.4);
    expect(load('140 %').diff?.added.applications?.[0]?.cpuLoad?.share).toBe(1.4);
    expect(load('40').problems.map(({ code }) => code)).toEqual(['csv-missing-unit']);
  });

  it('[CSV-5] unknown words of people mean unknown, where no text is meant', () => {
    const [app] = rows(applied('name,os,memory,supplier\na,n/a,?,unknown\n').applications);
    expect(app).toMatchObject({ os: null, memoryPrivateBytes: null, supplier: 'unknown' });
  });

  it('[CSV-2] reports loads without core type, doubtful names and texts that are not allowed', () => {
    const plan = applied('name\na\nb\n');
    const twice = applyDiff(plan, {
      added: { applications: [{ ...rows(plan.applications)[0]!, id: 'other', order: 9 }] },
      updated: {},
      removed: {},
    });
    expect(faults('name,cpu_load\na,40 %\n')).toEqual([['csv-incomplete-load', 2, 'cpu_load']]);
    expect(faults('name,os\na,linux\n', twice)).toEqual([['csv-ambiguous-name', 2, 'name']]);
    expect(faults(`name,supplier\n${'x'.repeat(121)},\ny,${'z'.repeat(201)}\n`)).toEqual([
      ['csv-not-allowed', 2, 'name'],
      ['csv-not-allowed', 3, 'supplier'],
    ]);
    expect(faults('name,devices\na,[1\n')).toEqual([['csv-not-allowed', 2, 'devices']]);
    expect(faults('name,devices\na,0 x can\n')).toEqual([['csv-out-of-range', 2, 'devices']]);
  });
});

describe('links', () => {
  const plan = applied(TASKS);

  it('[CSV-5] finds the ends by task and names the link after them', () => {
    const next = applied(LINKS, plan);
    const [first] = rows(next.links);
    const [isr, task] = rows(next.tasks);
    expect(first).toMatchObject({
      name: 'ISR_1 to Task_10ms',
      fromTaskId: isr?.id,
      toTaskId: task?.id,
      fromApplicationId: isr?.applicationId,
      payloadBytes: 23,
    });
    const again = preview(LINKS.replace('23', '24'), next);
    expect(again.rows.map(({ change }) => change)).toEqual(['changed', 'same']);
  });

  it('[CSV-5] a link that was renamed in the plan is still found by its ends', () => {
    const next = applied(LINKS, plan);
    const renamed = applyDiff(next, {
      added: {},
      removed: {},
      updated: { links: [[rows(next.links)[0]!, { ...rows(next.links)[0]!, name: 'crank' }]] },
    });
    const again = preview(LINKS, renamed);
    expect(again.rows.map(({ change }) => change)).toEqual(['same', 'same']);
  });

  it('[CSV-5] applications, tasks and a rate by its period', () => {
    const text = 'name,from,to,period_ms,kind\nx,engine,ISR_1,10,message\n';
    const [link] = rows(applied(text, plan).links);
    expect(link).toMatchObject({ name: 'x', rateHz: 100, kind: 'message', fromTaskId: null });
    expect(link?.toTaskId).toBe(rows(plan.tasks)[0]?.id);
  });

  it('[CSV-2] reports ends that the plan does not have', () => {
    const two = applied(TASKS.replaceAll('engine', 'other'), plan);
    expect(faults(LINKS)).toEqual([
      ['csv-unknown-name', 2, 'from_task'],
      ['csv-unknown-name', 2, 'to_task'],
      ['csv-unknown-name', 3, 'from_task'],
      ['csv-unknown-name', 3, 'to_task'],
    ]);
    expect(faults('from_task,to_task\nISR_1,Task_10ms\n', two)).toEqual([
      ['csv-ambiguous-name', 2, 'from_task'],
      ['csv-ambiguous-name', 2, 'to_task'],
    ]);
    const wrongOwner = 'from_application,from_task,to\nother,ISR_1,engine\n';
    expect(faults(wrongOwner, applied('name\nother\n', plan))).toEqual([
      ['csv-not-its-task', 2, 'from_task'],
    ]);
    expect(faults('from,to\nengine,\nengine,nobody\n', plan)).toEqual([
      ['csv-missing-value', 2, 'to'],
      ['csv-unknown-name', 3, 'to'],
    ]);
    expect(faults('from,to,rate,period_ms\nengine,engine,1,1\n', plan)).toEqual([
      ['csv-duplicate-column', 1, 'period_ms'],
    ]);
    expect(
      preview('from_task,bytes\nISR_1,1\n', plan, { kind: 'links' }).problems.map(
        ({ code }) => code,
      ),
    ).toEqual(['csv-missing-column']);
  });
});

describe('what a file holds', () => {
  it('[CSV-6] two times and a name are tasks, as in papers; a choice that is needed is named', () => {
    expect(detectKind(['Name', 'T', 'C', 'D', 'Priority'])).toBe('tasks');
    expect(detectKind(['Task', 'Period', 'WCET'])).toBe('tasks');
    expect(detectKind(['Partition', 'Task', 'C [ms]'])).toBe('tasks');
    expect(detectKind(['name', 'deadline'])).toBe('tasks');
    expect(detectKind(['name', 'period', 'memory_mib'])).toBe('applications');
    expect(preview('x,y\n1,2\n').problems[0]).toMatchObject({
      expected: expect.stringContaining('two of period, WCET and deadline') as string,
      remedy: expect.stringContaining('{format}') as string,
    });
  });

  it('[CSV-6] is told by its headers, or not at all', () => {
    expect(detectKind(['from_task', 'to_task', 'bytes'])).toBe('links');
    expect(detectKind(['from', 'to', 'period_ms'])).toBe('links');
    expect(detectKind(['application', 'task', 'period_us'])).toBe('tasks');
    expect(detectKind(['name', 'os', 'memory_mib'])).toBe('applications');
    expect(detectKind(['chain', 'tasks', 'comment'])).toBe('chains');
    expect(detectKind(['name', 'tasks', 'sources'])).toBe('chains');
    // How many there are, it seems.
    expect(detectKind(['name', 'os', 'tasks'])).toBe('applications');
    expect(detectKind(['x', 'y'])).toBeNull();
    expect(faults('x,y\n1,2\n')).toEqual([['csv-unknown-kind', 1, undefined]]);
  });
});
