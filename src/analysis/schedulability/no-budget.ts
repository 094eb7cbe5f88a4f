/** What to state, and where, so that windows can be generated. */
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import { canShareCores } from '../isolation/time-partitioning.ts';
import { SCHEDULER_WORDS } from '../timing-words.ts';
import { listNames } from '../wording.ts';
import { withoutBudget, type BudgetProposal } from './propose-budgets.ts';

const SERVER =
  'a periodic server: its period, at most half the shortest period of its tasks, and the time that they need in each';

/** By parent, the partitions and VMs that could share its cores by windows. */
function sharersOf(tree: LayoutTree): ReadonlyMap<Environment, readonly Environment[]> {
  const found = new Map<Environment, Environment[]>();
  for (const environment of tree.environments) {
    const parent = tree.environmentById.get(environment.parentId ?? '');
    if (parent?.kind !== 'hypervisor') continue;
    found.set(parent, [...(found.get(parent) ?? []), environment]);
  }
  return found;
}

const namesOf = (environments: readonly Environment[]): string =>
  listNames(environments.map(({ name }) => name));

/** Nobody schedules by windows yet. */
function schedulerAdvice(tree: LayoutTree): string {
  const sharers = sharersOf(tree);
  if (sharers.size === 0)
    return 'The layout has no hypervisor with partitions or VMs: windows share the cores of one out among them.';
  const able = [...sharers].filter(([, children]) =>
    children.every((child) => canShareCores(tree, child)),
  );
  if (able.length === 0)
    return `${namesOf([...sharers.keys()])} ${sharers.size === 1 ? 'gives' : 'give'} each core to one partition: windows need a hypervisor that shares cores by time.`;
  return able
    .map(([parent, children]) => {
      const now =
        parent.scheduler === null ? 'none is stated' : `now: ${SCHEDULER_WORDS[parent.scheduler]}`;
      return `Select "${parent.name}" and set under Scheduling its scheduler to "${SCHEDULER_WORDS.windows}" (${now}): budgets for ${namesOf(children)} are then proposed here.`;
    })
    .join(' ');
}

/**
 * @param tree a layout without a periodic budget
 * @param proposals for its partitions without one
 * @returns what to do so that it gets one, in a sentence or two
 * @cost O(environments)
 * @rules TABLE-2
 */
export function noBudgetAdvice(tree: LayoutTree, proposals: readonly BudgetProposal[]): string {
  const open = withoutBudget(tree);
  if (open.length === 0) return schedulerAdvice(tree);
  const proposed = proposals.filter(({ kind }) => kind === 'budgets');
  if (proposed.length > 0) {
    return `Take one that is proposed for ${listNames(proposed.map(({ name }) => name))}, or state the switch: then the one that takes least of the core is taken.`;
  }
  return `None can be proposed for the reasons given: mend those, or select ${namesOf(open)} and state under Scheduling, Budget of time, ${SERVER}.`;
}
