/** Rows of a links table to records between applications or tasks that the plan has. */
import type { Application, Link, Task } from '../../model/application.ts';
import { fitName } from '../fit-text.ts';
import { groupByText, type Merger } from './merge.ts';
import type { ValueRow } from './read-records.ts';

/** One end of a link. */
interface End {
  readonly application: Application;
  readonly task: Task | null;
}

const SECOND_NS = 1e9;
const FIELDS = ['kind', 'payloadBytes', 'latencyBoundNs', 'sources'] as const;
const FIGURES = ['payloadBytes', 'rateHz', 'latencyBoundNs'] as const;

/**
 * Creates links and changes those of the same name; without a name, those between the same ends.
 *
 * @param merger collects changes and problems
 */
export function importLinks(merger: Merger): void {
  const { plan, table } = merger.input;
  const sides = ['from', 'to'] as const;
  let isComplete = true;
  for (const side of sides) {
    if ([side, `${side}Application`, `${side}Task`].some((field) => merger.has(field))) continue;
    isComplete = false;
    merger.reportColumn(`${side}_application or ${side}_task`);
  }
  if (merger.has('rateHz') && merger.has('periodNs')) {
    isComplete = false;
    merger.reportDuplicate('rateHz', 'periodNs');
  }
  if (!isComplete) return;
  const finder = new EndFinder(merger);
  const byName = groupByText(plan.links.values(), ({ name }) => name);
  const byEnds = groupByText(plan.links.values(), linkEnds);
  const seen = new Set<string>();
  for (const row of table.rows) {
    const [from, to] = [finder.find(row, 'from'), finder.find(row, 'to')];
    if (!from || !to) continue;
    const ends = {
      fromApplicationId: from.application.id,
      fromTaskId: from.task?.id ?? null,
      toApplicationId: to.application.id,
      toTaskId: to.task?.id ?? null,
    };
    const named = row.values['name'];
    const isNamed = typeof named === 'string';
    const key = isNamed ? named : linkEnds(ends);
    const [existing = null, another] = (isNamed ? byName : byEnds).get(key) ?? [];
    const made = `${from.task?.name ?? from.application.name} to ${to.task?.name ?? to.application.name}`;
    const name = isNamed ? named : (existing?.name ?? fitName(made, 'link'));
    const detail = { found: name, word: 'link' };
    if (seen.has(key)) merger.report('csv-duplicate-name', row, 'name', detail);
    else if (another) merger.report('csv-ambiguous-name', row, 'name', detail);
    seen.add(key);
    const fields: Record<string, unknown> = { name, ...ends };
    for (const field of FIELDS) if (merger.has(field)) fields[field] = row.values[field];
    if (merger.has('rateHz')) fields['rateHz'] = row.values['rateHz'];
    if (merger.has('periodNs')) fields['rateHz'] = rateOf(row.values['periodNs']);
    merger.put('links', row, existing, fields, FIGURES);
  }
}

function linkEnds(
  link: Pick<Link, 'fromApplicationId' | 'fromTaskId' | 'toApplicationId' | 'toTaskId'>,
): string {
  const { fromApplicationId, fromTaskId, toApplicationId, toTaskId } = link;
  return [fromApplicationId, fromTaskId ?? '', toApplicationId, toTaskId ?? ''].join(' ');
}

function rateOf(periodNs: unknown): number | null {
  return typeof periodNs === 'number' && periodNs > 0 ? SECOND_NS / periodNs : null;
}

/** Finds the applications and tasks that rows name. */
class EndFinder {
  readonly #merger: Merger;
  readonly #applications: Map<string, Application[]>;
  readonly #tasks: Map<string, Task[]>;

  constructor(merger: Merger) {
    const { plan } = merger.input;
    this.#merger = merger;
    this.#applications = groupByText(plan.applications.values(), ({ name }) => name);
    this.#tasks = groupByText(plan.tasks.values(), ({ name }) => name);
  }

  find(row: ValueRow, side: 'from' | 'to'): End | null {
    const applicationField = `${side}Application`;
    const taskField = `${side}Task`;
    const owner = row.values[applicationField];
    const task = row.values[taskField];
    const either = row.values[side];
    const application =
      typeof owner === 'string' ? this.#application(owner, row, applicationField) : undefined;
    if (application === null) return null;
    if (typeof task === 'string') return this.#task(task, row, taskField, application);
    if (application) return { application, task: null };
    if (typeof either === 'string') return this.#either(either, row, side);
    const field = [taskField, applicationField].find((candidate) => this.#merger.has(candidate));
    this.#merger.report('csv-missing-value', row, field ?? side);
    return null;
  }

  #application(name: string, row: ValueRow, field: string): Application | null {
    const [known, another] = this.#applications.get(name) ?? [];
    if (known && !another) return known;
    const code = known ? 'csv-ambiguous-name' : 'csv-unknown-name';
    this.#merger.report(code, row, field, { found: name, word: 'application' });
    return null;
  }

  #task(name: string, row: ValueRow, field: string, owner: Application | undefined): End | null {
    const all = this.#tasks.get(name) ?? [];
    const own = owner ? all.filter(({ applicationId }) => applicationId === owner.id) : all;
    const [task, another] = own;
    const application = task && this.#merger.input.plan.applications.get(task.applicationId);
    if (task && application && !another) return { application, task };
    const detail = { found: name, word: 'task' };
    const isElsewhere = all.length > 0 && own.length === 0;
    if (isElsewhere) this.#merger.report('csv-not-its-task', row, field, detail);
    else this.#merger.report(task ? 'csv-ambiguous-name' : 'csv-unknown-name', row, field, detail);
    return null;
  }

  /** A column that says only "from" may name an application or a task. */
  #either(name: string, row: ValueRow, field: string): End | null {
    if (this.#applications.has(name)) {
      const application = this.#application(name, row, field);
      return application && { application, task: null };
    }
    if (this.#tasks.has(name)) return this.#task(name, row, field, undefined);
    const detail = { found: name, word: 'application or task' };
    this.#merger.report('csv-unknown-name', row, field, detail);
    return null;
  }
}
