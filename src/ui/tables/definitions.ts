/** The five tables of the view. */
import { rows } from '../../model/plan.ts';
import { APPLICATION_COLUMNS, finishLoad } from './application-columns.ts';
import type { TableDefinition } from './column.ts';
import { CHAIN_COLUMNS, LINK_COLUMNS, PLACEMENT_COLUMNS, TASK_COLUMNS } from './other-columns.ts';

export const TABLE_IDS = ['applications', 'tasks', 'links', 'chains', 'placements'] as const;
export type TableId = (typeof TABLE_IDS)[number];

export const TABLES: Readonly<Record<TableId, TableDefinition>> = {
  applications: {
    id: 'applications',
    title: 'Applications',
    table: 'applications',
    kind: 'application',
    recordKind: 'application',
    word: 'application',
    empty: 'No applications yet. Type into the empty row, paste from a spreadsheet, or import CSV.',
    columns: APPLICATION_COLUMNS,
    rows: ({ plan }) => rows(plan.applications),
    seed: (newId) => ({ id: newId('app') }),
    finish: finishLoad,
    selectedId: ({ id }) => id,
  },
  tasks: {
    id: 'tasks',
    title: 'Tasks',
    table: 'tasks',
    kind: 'task',
    recordKind: 'task',
    word: 'task',
    empty: 'No tasks yet. A task needs a name, its application and a period.',
    columns: TASK_COLUMNS,
    rows: ({ plan }) => rows(plan.tasks),
    seed: (newId) => ({ id: newId('task') }),
    selectedId: ({ id }) => id,
  },
  links: {
    id: 'links',
    title: 'Links',
    table: 'links',
    kind: 'link',
    recordKind: 'link',
    word: 'link',
    empty: 'No links yet. A link needs a name and the two applications that it joins.',
    columns: LINK_COLUMNS,
    rows: ({ plan }) => rows(plan.links),
    seed: (newId) => ({ id: newId('link') }),
    selectedId: ({ id }) => id,
  },
  chains: {
    id: 'chains',
    title: 'Chains',
    table: 'chains',
    kind: 'chain',
    recordKind: 'chain',
    word: 'chain',
    empty: 'No cause-effect chains yet. A chain needs a name and its tasks, first to last.',
    columns: CHAIN_COLUMNS,
    rows: ({ plan }) => rows(plan.chains),
    seed: (newId) => ({ id: newId('chain') }),
    selectedId: ({ id }) => id,
  },
  placements: {
    id: 'placements',
    title: 'Placements',
    table: 'placements',
    kind: 'application',
    recordKind: 'placement',
    word: 'placement',
    empty: 'Nothing has a place in this layout yet.',
    columns: PLACEMENT_COLUMNS,
    rows: ({ tree }) => tree?.placements ?? [],
    seed: (newId, { tree }) => ({ id: newId('place'), layoutId: tree?.layout.id }),
    selectedId: ({ applicationId }) => applicationId as string,
  },
};
