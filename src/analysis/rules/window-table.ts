/** RT-7: window tables that are no tables, and schedulers of windows that have none. */
import type { Environment } from '../../model/layout.ts';
import type { Window } from '../../model/scheduling.ts';
import { formatNs } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { canShareCores, hasWindow } from '../isolation/time-partitioning.ts';
import type { FrameTable } from '../schedulability/frame-tables.ts';
import { fieldOfEnvironment, ofCore, ofEnvironment, subject } from '../subjects.ts';
import { SCHEDULER_WORDS } from '../timing-words.ts';
import { counted, listNames } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { WINDOW_REMEDIES, windowSubjects, windowTimes, windowWords } from './window-words.ts';

/** Faults of the table in itself. Each of these functions gives how many it reported. */
function reportProblems(table: FrameTable, { tree }: Facts, report: Report): number {
  for (const problem of table.problems) {
    const [actual, expected] = windowTimes(problem);
    report.error({
      subjects: windowSubjects(table, problem, tree),
      message: `frame "${table.frame.name}": ${windowWords(table, problem, tree)}`,
      limit: problem.code === 'frame-invalid' ? null : expected,
      actual,
      remedy: WINDOW_REMEDIES[problem.code],
    });
  }
  return table.problems.length;
}

/** Who does not have the core of a window, as the end of a sentence; null: everybody who should does. */
function lacksCore({ tree, hardware }: Facts, owner: Environment, { coreId }: Window) {
  if (!hardware.coreById.has(coreId)) return `the target ${hardware.target.name} does not have`;
  const path = tree.pathOf.get(owner.id) ?? [];
  // Outermost first: what the hypervisor lacks its partitions lack too.
  const without = path.find(({ id }) => {
    const cores = tree.coresOf.get(id) ?? [];
    return cores.length > 0 && !cores.includes(coreId);
  });
  return without ? `"${without.name}" does not have` : null;
}

/** Windows on cores that their partition cannot have. */
function reportCores({ frame, windows }: FrameTable, facts: Facts, report: Report): number {
  let found = 0;
  for (const window of windows) {
    const owner = facts.tree.environmentById.get(window.environmentId);
    const lacking = owner ? lacksCore(facts, owner, window) : null;
    if (!owner || lacking === null) continue;
    found += 1;
    const core = facts.hardware.coreById.get(window.coreId);
    const name = core?.core.name ?? window.coreId;
    report.error({
      subjects: [ofEnvironment(owner), ...(core ? [ofCore(core.core)] : [])],
      message: `frame "${frame.name}": the window of "${owner.name}" at ${formatNs(window.startNs)} stands on ${name}, which ${lacking}`,
      limit: 'a core of the partition',
      actual: name,
      remedy: `Put the window on a core of "${owner.name}", or give it and what it stands in this core.`,
    });
  }
  return found;
}

/** Cores that follow a second table; each is reported once, with the first of its frames. */
function reportSharedCores(table: FrameTable, facts: Facts, report: Report): number {
  const coreIds = new Set(table.windows.map(({ coreId }) => coreId));
  let found = 0;
  for (const coreId of coreIds) {
    const on = facts.schedulability.tables.filter(({ windows }) =>
      windows.some((window) => window.coreId === coreId),
    );
    if (on.length === 1) continue;
    found += 1;
    if (on[0] !== table) continue;
    const core = facts.hardware.coreById.get(coreId);
    const frames = listNames(on.map(({ frame }) => frame.name));
    report.error({
      subjects: core ? [ofCore(core.core)] : [subject('layout', facts.tree.layout)],
      message: `${core?.core.name ?? coreId} has windows in ${frames}: which table it follows when is unknown`,
      limit: '1 frame',
      actual: counted(on.length, 'frame'),
      remedy:
        'Put all windows of a core into one frame; as long as the least common multiple of both, where they shall alternate.',
    });
  }
  return found;
}

/** Schedulers beneath the windows that follow no table. */
function reportSchedulers({ frame, windows }: FrameTable, facts: Facts, report: Report): number {
  const { environmentById } = facts.tree;
  const owners = new Set(windows.map(({ environmentId }) => environmentById.get(environmentId)));
  const judged = new Set<Environment>();
  let found = 0;
  for (const owner of owners) {
    const parent = environmentById.get(owner?.parentId ?? '');
    if (!owner || !parent || judged.has(parent)) continue;
    judged.add(parent);
    const { scheduler } = parent;
    const hasNone = !canShareCores(facts.tree, owner);
    if (!hasNone && (scheduler === null || scheduler === 'windows')) continue;
    found += 1;
    const actual = hasNone ? 'no scheduler' : SCHEDULER_WORDS[scheduler ?? 'windows'];
    report.error({
      subjects: [ofEnvironment(parent)],
      message: hasNone
        ? `frame "${frame.name}" has windows, and its hypervisor has no scheduler: "${parent.name}" gives each core to one partition`
        : `frame "${frame.name}" has windows, and "${parent.name}" states another scheduler: ${actual}`,
      limit: SCHEDULER_WORDS.windows,
      actual,
      remedy: hasNone
        ? 'Delete the table and give each partition cores of its own, or choose a hypervisor that partitions time.'
        : `Set the scheduler of "${parent.name}" to windows, or delete the table.`,
      field: hasNone ? undefined : fieldOfEnvironment(parent, 'scheduler'),
    });
  }
  return found;
}

/** By scheduler of windows, what it carries that holds applications and has no window. */
function withoutWindow({ tree }: Facts): ReadonlyMap<Environment, ReadonlySet<Environment>> {
  const found = new Map<Environment, Set<Environment>>();
  for (const environmentId of tree.placementsIn.keys()) {
    const path = tree.pathOf.get(environmentId) ?? [];
    const at = path.findIndex(({ scheduler }) => scheduler === 'windows');
    const [parent, child] = [path[at], path[at + 1]];
    if (at < 0 || !parent || !child) continue;
    if (path.slice(at + 1).some((each) => hasWindow(tree, each, null))) continue;
    found.set(parent, (found.get(parent) ?? new Set()).add(child));
  }
  return found;
}

function reportSilent(facts: Facts, report: Report): void {
  for (const [parent, children] of withoutWindow(facts)) {
    const silent = [...children];
    const names = listNames(silent.map(({ name }) => name));
    const others = (facts.tree.childrenOf.get(parent.id) ?? []).some((child) =>
      hasWindow(facts.tree, child, null),
    );
    report.error({
      subjects: [ofEnvironment(parent), ...silent.map(ofEnvironment)],
      message: others
        ? `"${parent.name}" schedules by windows, and there is none for ${names}: ${silent.length === 1 ? 'it never runs' : 'they never run'}`
        : `"${parent.name}" schedules by windows, and the layout has no table of them: when ${names} ${silent.length === 1 ? 'runs' : 'run'} is unknown`,
      limit: 'a window for each',
      actual: 'none',
      remedy: others
        ? 'Add a window for each of them.'
        : `Make a table in the Timeline view: by hand, or with "Generate windows"; or set another scheduler for "${parent.name}".`,
    });
  }
}

/** RT-7. */
export const WINDOW_TABLE: Rule = {
  id: 'RT-7',
  title: 'Window table with a fault',
  strength: 'hard',
  checks:
    'Windows lie in their frame, on ticks, without overlap on one core, longer than a switch, each core in one frame, on cores that their partition has; a partition with a budget gets it in each of its periods. A hypervisor with windows schedules by them, and one that schedules by windows has one for all it carries.',
  source: 'ARINC 653 part 1 (major frame, partition windows, periodicity)',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'the layout has no window tables' : `${counted(count, 'window table')} in order`,
  run: (facts, report) => {
    for (const table of facts.schedulability.tables) {
      const found =
        reportProblems(table, facts, report) +
        reportCores(table, facts, report) +
        reportSharedCores(table, facts, report) +
        reportSchedulers(table, facts, report);
      if (found === 0) report.pass();
    }
    reportSilent(facts, report);
  },
};
