/** What a selected or reported thing is: its record, its name, in which view it is best seen. */
import type { SubjectKind } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import { kindFacts } from '../../model/environment-kinds.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import type { Selected } from './selection.svelte.ts';
import type { ViewId } from './view-state.svelte.ts';

type Named = { readonly id: Id; readonly name?: string };

function inTarget(plan: Plan, list: 'clusters' | 'cores' | 'caches' | 'memories' | 'devices') {
  return (id: Id): Named | undefined => {
    const records: readonly Named[] = targetOf(plan)[list];
    return records.find((record) => record.id === id);
  };
}

function inTable(table: ReadonlyMap<Id, Named>) {
  return (id: Id): Named | undefined => table.get(id);
}

const FINDERS: Readonly<Record<SubjectKind, (plan: Plan) => (id: Id) => Named | undefined>> = {
  target: (plan) => inTable(plan.target),
  cluster: (plan) => inTarget(plan, 'clusters'),
  core: (plan) => inTarget(plan, 'cores'),
  'core-set': () => () => undefined,
  cache: (plan) => inTarget(plan, 'caches'),
  memory: (plan) => inTarget(plan, 'memories'),
  device: (plan) => inTarget(plan, 'devices'),
  application: (plan) => inTable(plan.applications),
  task: (plan) => inTable(plan.tasks),
  link: (plan) => inTable(plan.links),
  chain: (plan) => inTable(plan.chains),
  layout: (plan) => inTable(plan.layouts),
  environment: (plan) => inTable(plan.environments),
  placement: (plan) => inTable(plan.placements),
  region: (plan) => inTable(plan.regions),
  grant: (plan) => inTable(plan.grants),
  channel: (plan) => inTable(plan.channels),
  image: (plan) => inTable(plan.images),
};

/**
 * @param plan the plan
 * @param item what is selected
 * @returns its record, or undefined when it is no longer there
 */
export function recordOf(plan: Plan, item: Selected): Named | undefined {
  return FINDERS[item.kind](plan)(item.id);
}

/** What one word calls each kind of subject. */
export const SUBJECT_WORDS: Readonly<Record<SubjectKind, string>> = {
  target: 'target',
  cluster: 'cluster',
  core: 'core',
  'core-set': 'cores',
  cache: 'cache',
  memory: 'memory',
  device: 'device',
  application: 'application',
  task: 'task',
  link: 'link',
  chain: 'chain',
  layout: 'layout',
  environment: 'environment',
  placement: 'place',
  region: 'memory region',
  grant: 'device grant',
  channel: 'channel',
  image: 'image',
};

/**
 * The name that people read. Records without a name of their own are called by what they join.
 *
 * @param plan the plan
 * @param item what is selected
 * @returns its name; `deleted ...` when it is gone
 */
export function nameOf(plan: Plan, item: Selected): string {
  const word = SUBJECT_WORDS[item.kind];
  const record = recordOf(plan, item);
  if (!record) return `deleted ${word}`;
  if (record.name !== undefined) return record.name;
  switch (item.kind) {
    case 'placement':
      return plan.applications.get(plan.placements.get(item.id)?.applicationId ?? '')?.name ?? word;
    case 'channel':
      return plan.links.get(plan.channels.get(item.id)?.linkId ?? '')?.name ?? word;
    case 'grant': {
      const deviceId = plan.grants.get(item.id)?.deviceId;
      return targetOf(plan).devices.find(({ id }) => id === deviceId)?.name ?? word;
    }
    case 'cache':
      return item.id;
    default:
      return word;
  }
}

/**
 * One word for the kind, finer for environments ("static partition").
 *
 * @param plan the plan
 * @param item what is selected
 * @returns a word in lower case
 */
export function wordOf(plan: Plan, item: Selected): string {
  const environment = item.kind === 'environment' ? plan.environments.get(item.id) : undefined;
  return environment ? kindFacts(environment.kind).title.toLowerCase() : SUBJECT_WORDS[item.kind];
}

const SHOWN_IN: Readonly<Partial<Record<SubjectKind, ViewId>>> = {
  task: 'table',
  chain: 'table',
  region: 'memory',
  image: 'disk',
  target: 'target',
};

/**
 * @param item what is selected
 * @returns the view in which it is seen best
 */
export function viewOf(item: Selected): ViewId {
  return SHOWN_IN[item.kind] ?? 'layout';
}

/**
 * @param plan the plan
 * @param item what is selected
 * @returns the layout it belongs to, or null for records of the whole plan
 */
export function layoutIdOf(plan: Plan, item: Selected): Id | null {
  if (item.kind === 'layout') return item.id;
  const record = recordOf(plan, item);
  return record && 'layoutId' in record ? (record.layoutId as Id) : null;
}
