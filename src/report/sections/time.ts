/** Section 7: tasks, whether they meet their deadlines, windows, start-up and overheads. */
import type { Budget } from '../../analysis/result.ts';
import { exactNs } from '../../analysis/timing-words.ts';
import type { Task } from '../../model/application.ts';
import { count, words } from '../cells.ts';
import type { Block, Figure, Row, Section, Table } from '../document.ts';
import { applicationName, sourceOf, tasksInOrder, type ReportFacts } from '../report-facts.ts';
import { budgetTable } from './allocation.ts';
import { estimateBlocks, type EstimateTable } from './estimates.ts';
import {
  exactTime,
  loadTable,
  responseBlocks,
  supplyTable,
  windowsTable,
} from './response-times.ts';

/** What few tasks state: jitter, offset, regions, suspension, locks. */
function furtherWords(task: Task): string {
  const { jitterNs, offsetNs, longestRegionNs, suspensionNs, blockingNs, criticalSections } = task;
  return [
    ...(jitterNs > 0 ? [`jitter ${exactNs(jitterNs)}`] : []),
    ...(offsetNs === null ? [] : [`offset ${exactNs(offsetNs)}`]),
    ...(longestRegionNs === null ? [] : [`longest region ${exactNs(longestRegionNs)}`]),
    ...(suspensionNs > 0 ? [`suspends itself for ${exactNs(suspensionNs)}`] : []),
    ...(blockingNs === null ? [] : [`is blocked for ${exactNs(blockingNs)}`]),
    ...criticalSections.map(
      (section) =>
        `locks ${section.resource} ${section.count > 1 ? `${section.count} times ` : ''}for ${exactNs(section.lengthNs)}`,
    ),
  ].join(', ');
}

function statedRows(facts: ReportFacts): readonly Row[] {
  return tasksInOrder(facts).map((task) => {
    const key = (field: keyof Task) => sourceOf(facts, task, field);
    return {
      id: task.id,
      cells: [
        words(applicationName(facts, task.applicationId)),
        words(task.name),
        words(task.kind),
        exactTime(task.periodNs, key('periodNs')),
        task.deadlineNs === null ? words('period') : exactTime(task.deadlineNs, key('deadlineNs')),
        exactTime(task.bcetNs, key('bcetNs')),
        exactTime(task.acetNs, key('acetNs')),
        exactTime(task.wcetNs, key('wcetNs')),
        words(task.coreType ?? 'unknown', task.coreType === null ? 'unknown' : undefined),
        task.priority === null ? words('not set', 'quiet') : count(task.priority, key('priority')),
        words(task.preemption),
        words(furtherWords(task)),
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
      { key: 'application', head: 'Application', weight: 1.3 },
      { key: 'task', head: 'Task', weight: 1.3 },
      { key: 'kind', head: 'Kind', weight: 0.8 },
      { key: 'period', head: 'Period', ...numeric },
      { key: 'deadline', head: 'Deadline', ...numeric },
      { key: 'bcet', head: 'Best case', ...numeric, weight: 1.15 },
      { key: 'acet', head: 'Average', ...numeric },
      { key: 'wcet', head: 'Worst case', ...numeric, weight: 1.15 },
      { key: 'core_type', head: 'Stated for', weight: 1.6 },
      { key: 'priority', head: 'Priority', numeric: true, weight: 0.7 },
      { key: 'preemption', head: 'Preemption', weight: 1.1 },
      { key: 'further', head: 'Further', weight: 1.2 },
    ],
    rows: statedRows(facts),
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
  budgetTable: 'table-7-6',
  budgetCaption: 'Time to ready against the need of each application',
  estimates: {
    id: 'table-7-7',
    caption: 'Time to ready since power-on; figures along the critical path',
    kinds: ['startup'],
  },
  nothing: 'Nothing is known of the start-up of this layout.',
};

const OVERHEADS: NeedTables = {
  budget: 'interrupt-latency',
  budgetTable: 'table-7-8',
  budgetCaption: 'Interrupt latency against the need of each application',
  estimates: {
    id: 'table-7-9',
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

/**
 * @param facts of the report
 * @param timeline windows and schedules, drawn; empty: nothing certain is known of who runs when
 * @returns section 7
 */
export function timeSection(facts: ReportFacts, timeline: readonly Figure[]): Section {
  return {
    number: 7,
    id: 'section-7',
    title: 'Time',
    parts: [
      { title: 'Tasks', blocks: [statedTable(facts), loadTable(facts)] },
      { title: 'Response times', blocks: responseBlocks(facts) },
      { title: 'Supply and demand', blocks: [supplyTable(facts)] },
      { title: 'Windows', blocks: [windowsTable(facts)] },
      ...(timeline.length > 0 ? [{ title: 'Timeline', blocks: timeline }] : []),
      { title: 'Start-up', blocks: needBlocks(facts, STARTUP) },
      { title: 'Overhead and interrupts', blocks: needBlocks(facts, OVERHEADS) },
    ],
  };
}
