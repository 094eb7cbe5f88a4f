/** Section 7: tasks, their load, and what is not yet known of their response. */
import type { Budget, TaskResult } from '../../analysis/result.ts';
import type { Task } from '../../model/application.ts';
import { count, listed, share, time, words } from '../cells.ts';
import type { Block, Row, Section, Table, Tone } from '../document.ts';
import {
  applicationName,
  coreNames,
  sourceOf,
  tasksInOrder,
  type ReportFacts,
} from '../report-facts.ts';
import { budgetTable } from './allocation.ts';
import { estimateBlocks, type EstimateTable } from './estimates.ts';

function statedRows(facts: ReportFacts): readonly Row[] {
  return tasksInOrder(facts).map((task) => {
    const key = (field: keyof Task) => sourceOf(facts, task, field);
    return {
      id: task.id,
      cells: [
        words(applicationName(facts, task.applicationId)),
        words(task.name),
        words(task.kind),
        time(task.periodNs, key('periodNs')),
        task.deadlineNs === null ? words('period') : time(task.deadlineNs, key('deadlineNs')),
        time(task.bcetNs, key('bcetNs')),
        time(task.acetNs, key('acetNs')),
        time(task.wcetNs, key('wcetNs')),
        words(task.coreType ?? 'unknown', task.coreType === null ? 'unknown' : undefined),
        task.priority === null ? words('not set', 'quiet') : count(task.priority, key('priority')),
        words(task.preemption),
      ],
    };
  });
}

function statedTable(facts: ReportFacts): Table {
  const numeric = { unit: 'ns', numeric: true };
  return {
    kind: 'table',
    id: 'table-7-1',
    caption: 'Tasks as they are stated; a larger priority is more urgent',
    columns: [
      { key: 'application', head: 'Application', weight: 1.6 },
      { key: 'task', head: 'Task', weight: 1.5 },
      { key: 'kind', head: 'Kind', weight: 0.8 },
      { key: 'period', head: 'Period', ...numeric },
      { key: 'deadline', head: 'Deadline', ...numeric },
      { key: 'bcet', head: 'Best case', ...numeric },
      { key: 'acet', head: 'Average', ...numeric },
      { key: 'wcet', head: 'Worst case', ...numeric },
      { key: 'core_type', head: 'Stated for', weight: 1.2 },
      { key: 'priority', head: 'Priority', numeric: true, weight: 0.7 },
      { key: 'preemption', head: 'Preemption', weight: 1.1 },
    ],
    rows: statedRows(facts),
    empty: 'No application of this plan has tasks.',
  };
}

const TONES: Readonly<Record<TaskResult['verdict'], Tone>> = {
  'proven-ok': 'pass',
  'proven-miss': 'error',
  unknown: 'unknown',
  'not-assessed': 'unknown',
};

function resultTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-7-2',
    caption: 'Tasks on the core that they have in this layout',
    columns: [
      { key: 'application', head: 'Application', weight: 1.6 },
      { key: 'task', head: 'Task', weight: 1.6 },
      { key: 'core', head: 'Core', weight: 1.2 },
      { key: 'load_low', head: 'Load, low', unit: 'core', numeric: true },
      { key: 'load_typical', head: 'Load, typical', unit: 'core', numeric: true },
      { key: 'load_high', head: 'Load, high', unit: 'core', numeric: true },
      { key: 'response_time', head: 'Response time', unit: 'ns', numeric: true },
      { key: 'slack', head: 'Slack', unit: 'ns', numeric: true },
      { key: 'verdict', head: 'Deadline', weight: 1.2 },
    ],
    rows: facts.result.tasks.map((result) => ({
      id: result.placementId === null ? result.task.id : `${result.task.id}@${result.placementId}`,
      cells: [
        words(result.application.name),
        words(result.task.name),
        result.coreId === null
          ? words('none of its own')
          : listed(coreNames(facts, [result.coreId])),
        share(result.utilisation.low, 'A'),
        share(result.utilisation.typical, 'A'),
        share(result.utilisation.high, 'A'),
        result.responseTimeNs === null
          ? words('not assessed', 'unknown')
          : time(result.responseTimeNs, 'A'),
        result.slackNs === null ? words('not assessed', 'unknown') : time(result.slackNs, 'A'),
        words(result.verdict.replace('-', ' '), TONES[result.verdict]),
      ],
    })),
    empty: 'No application of this plan has tasks.',
  };
}

/** Needs of applications, and the estimates that they are held against. */
function needBlocks(facts: ReportFacts, need: NeedTables): readonly Block[] {
  const budgets = facts.result.budgets.filter(({ kind }) => kind === need.budget);
  const blocks = [
    ...(budgets.length === 0
      ? []
      : [budgetTable(facts, need.budgetTable, need.budgetCaption, 'ns', budgets, '')]),
    ...estimateBlocks(facts, need.estimates),
  ];
  return blocks.length > 0 ? blocks : [{ kind: 'not-assessed', reason: need.nothing }];
}

interface NeedTables {
  readonly budget: Budget['kind'];
  readonly budgetTable: string;
  readonly budgetCaption: string;
  readonly estimates: EstimateTable;
  readonly nothing: string;
}

const STARTUP: NeedTables = {
  budget: 'startup',
  budgetTable: 'table-7-3',
  budgetCaption: 'Time to ready against the need of each application',
  estimates: {
    id: 'table-7-4',
    caption: 'Time to ready since power-on; figures along the critical path',
    kinds: ['startup'],
  },
  nothing: 'Nothing is known of the start-up of this layout.',
};

const OVERHEADS: NeedTables = {
  budget: 'interrupt-latency',
  budgetTable: 'table-7-5',
  budgetCaption: 'Interrupt latency against the need of each application',
  estimates: {
    id: 'table-7-6',
    caption: 'Overheads of the technologies; largest observed values are no bounds',
    kinds: [
      'cpu-overhead',
      'cpu-overhead-interference',
      'interrupt-latency',
      'interrupt-latency-max',
      'interrupt-latency-interference-max',
    ],
  },
  nothing: 'The catalogue has no figures for the technologies of this layout.',
};

export function timeSection(facts: ReportFacts): Section {
  const methods = new Set(
    facts.result.tasks.flatMap(({ method }) => (method === null ? [] : [method])),
  );
  return {
    number: 7,
    id: 'section-7',
    title: 'Time',
    parts: [
      { title: 'Tasks', blocks: [statedTable(facts)] },
      {
        title: 'Load and response',
        blocks: [
          resultTable(facts),
          methods.size === 0
            ? {
                kind: 'not-assessed',
                reason:
                  'Response times against deadlines are not computed by this version. A load below 100 % does not show that deadlines are met.',
              }
            : { kind: 'list', items: [...methods].map((method) => `Method: ${method}`) },
        ],
      },
      { title: 'Start-up', blocks: needBlocks(facts, STARTUP) },
      { title: 'Overhead and interrupts', blocks: needBlocks(facts, OVERHEADS) },
      {
        title: 'Windows',
        blocks: [
          {
            kind: 'not-assessed',
            reason: 'Time windows of partitions are not part of the plan yet.',
          },
        ],
      },
    ],
  };
}
