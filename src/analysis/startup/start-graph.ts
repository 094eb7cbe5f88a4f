/** In which order environments start: what each waits for, and where the order goes in a circle. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import { technologyOf } from '../isolation/technologies.ts';
import type { LayoutFacts } from '../layout-facts.ts';

/** The order of a layout. */
export interface StartGraph {
  /** Environments, each after everything it waits for, except inside a circle. */
  readonly order: readonly Environment[];
  /** What an environment waits for. */
  readonly before: ReadonlyMap<Id, readonly Environment[]>;
  /** Environments in a circle, or after one: nothing can be said of when they start. */
  readonly stuck: ReadonlySet<Id>;
  /** Each circle once: every environment starts after the next, the last after the first. */
  readonly circles: readonly (readonly Environment[])[];
}

/**
 * Guests of a hypervisor that needs a control environment beside them start after it: the root cell loads
 * Jailhouse, dom0 builds the domains of Xen.
 */
function controlBefore(facts: LayoutFacts, environment: Environment): readonly Environment[] {
  const { tree, catalogue } = facts;
  const parent = tree.environmentById.get(environment.parentId ?? '');
  if (parent?.kind !== 'hypervisor' || environment.role === 'control') return [];
  const technology = technologyOf(catalogue, tree, parent);
  if (technology?.needs.controlEnvironment.value !== true) return [];
  return (tree.childrenOf.get(parent.id) ?? []).filter(({ role }) => role === 'control');
}

function statedBefore(facts: LayoutFacts, environment: Environment): readonly Environment[] {
  const { tree } = facts;
  const ids = [environment.parentId ?? '', ...environment.startAfterIds];
  return ids.flatMap((id) => {
    const found = tree.environmentById.get(id);
    return found && tree.pathOf.has(id) ? [found] : [];
  });
}

interface Visit {
  readonly environment: Environment;
  readonly before: readonly Environment[];
  next: number;
}

/** Depth first over what each waits for, in the user's order; without recursion, since chains may be long. */
class Sorter {
  readonly order: Environment[] = [];
  readonly stuck = new Set<Id>();
  readonly circles: Environment[][] = [];
  readonly #state = new Map<Id, 'open' | 'done'>();
  readonly #path: Visit[] = [];
  readonly #before: ReadonlyMap<Id, readonly Environment[]>;

  constructor(before: ReadonlyMap<Id, readonly Environment[]>) {
    this.#before = before;
  }

  visit(root: Environment): void {
    if (this.#state.has(root.id)) return;
    this.#open(root);
    for (let top = this.#path.at(-1); top !== undefined; top = this.#path.at(-1)) {
      const next = top.before[top.next];
      top.next += 1;
      if (next === undefined) this.#close(top);
      else this.#look(next);
    }
  }

  #open(environment: Environment): void {
    this.#state.set(environment.id, 'open');
    const before = this.#before.get(environment.id) ?? [];
    this.#path.push({ environment, before, next: 0 });
  }

  #look(next: Environment): void {
    const state = this.#state.get(next.id);
    if (state === undefined) {
      this.#open(next);
    } else if (state === 'open') {
      const from = this.#path.findIndex(({ environment }) => environment === next);
      const circle = this.#path.slice(from).map(({ environment }) => environment);
      this.circles.push(circle);
      for (const { id } of circle) this.stuck.add(id);
    }
  }

  #close({ environment, before }: Visit): void {
    if (before.some(({ id }) => this.stuck.has(id))) this.stuck.add(environment.id);
    this.#state.set(environment.id, 'done');
    this.order.push(environment);
    this.#path.pop();
  }
}

/** Siblings one after another, in an order that breaks none of the others. */
function addSerialOrder(
  facts: LayoutFacts,
  sorter: Sorter,
  before: Map<Id, readonly Environment[]>,
): void {
  const last = new Map<Id | null, Environment>();
  for (const environment of sorter.order) {
    if (sorter.stuck.has(environment.id)) continue;
    const parent = facts.tree.environmentById.get(environment.parentId ?? '')?.id ?? null;
    const previous = last.get(parent);
    if (previous) before.set(environment.id, [...(before.get(environment.id) ?? []), previous]);
    last.set(parent, environment);
  }
}

/**
 * What every environment waits for: what it stands in, what it is stated to start after, the control environment of
 * its hypervisor, and, where the layout starts one after another, the sibling before it.
 *
 * @param facts the layout
 * @returns the order; environments whose parents go in a circle are left out
 * @cost O(environments + start-after entries)
 * @rules START-2, BOOT-1
 */
export function startGraph(facts: LayoutFacts): StartGraph {
  const { tree } = facts;
  const environments = tree.environments.filter(({ id }) => tree.pathOf.has(id));
  const before = new Map<Id, readonly Environment[]>(
    environments.map((environment) => [
      environment.id,
      [...new Set([...statedBefore(facts, environment), ...controlBefore(facts, environment)])],
    ]),
  );
  const sorter = new Sorter(before);
  for (const environment of environments) sorter.visit(environment);
  if (tree.layout.startMode === 'serial') addSerialOrder(facts, sorter, before);
  const { order, stuck, circles } = sorter;
  return { order, before, stuck, circles };
}
