/** CORE-1, CORE-4, CORE-5: cores exist, and are handed down; the rules of cores in their order. */
import type { Id } from '../../model/fields.ts';
import type { Facts } from '../facts.ts';
import type { Subject } from '../result.ts';
import { ofApplication, ofCore, ofEnvironment, ofPlacement, ofTask } from '../subjects.ts';
import { counted } from '../wording.ts';
import { COPIED, ONCE, SHARES, UNGUARANTEED } from './core-sharing.ts';
import type { Report, Rule } from './rule.ts';

/** Reports the ids of one record that the target does not have. */
function checkIds(
  facts: Facts,
  subjects: readonly Subject[],
  coreIds: readonly Id[],
  report: Report,
): void {
  const missing = coreIds.filter((id) => !facts.hardware.coreById.has(id));
  report.pass(coreIds.length - missing.length);
  if (missing.length === 0) return;
  const { target, cores } = facts.hardware;
  report.error({
    subjects,
    message: `"${subjects[0]?.name ?? ''}" uses ${counted(missing.length, 'core')} that ${target.name} does not have: ${missing.join(', ')}`,
    limit: counted(cores.length, 'core'),
    actual: missing.join(', '),
    evidence: [{ name: 'cores of the target', value: String(cores.length), source: target.name }],
    remedy: 'Choose cores of this target.',
  });
}

const EXISTS: Rule = {
  id: 'CORE-1',
  title: 'Core does not exist',
  strength: 'hard',
  checks: 'Every core that an environment, an application or a task is given exists on the target.',
  source: 'definition',
  onPlacement: true,
  passed: (count) =>
    count === 0 ? 'nothing is given a core' : `${counted(count, 'given core')} on the target`,
  run: (facts, report) => {
    for (const environment of facts.tree.environments) {
      checkIds(facts, [ofEnvironment(environment)], environment.coreIds, report);
    }
    for (const placement of facts.tree.placements) {
      const application = facts.plan.applications.get(placement.applicationId);
      const who = application ? ofApplication(application) : ofPlacement(placement, undefined);
      checkIds(facts, [who, ofPlacement(placement, application)], placement.coreIds, report);
      for (const { taskId, coreId } of placement.taskCores) {
        const task = facts.plan.tasks.get(taskId);
        checkIds(facts, task ? [ofTask(task), who] : [who], [coreId], report);
      }
    }
  },
};

const INSIDE_PARENT: Rule = {
  id: 'CORE-4',
  title: "Core outside the parent's cores",
  strength: 'hard',
  checks: 'The cores of an environment are among those of the environment it stands in.',
  source: 'definition: cores are handed down',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no environment'
      : `${counted(count, 'environment')} on cores of what ${count === 1 ? 'it stands' : 'they stand'} in`,
  run: (facts, report) => {
    for (const environment of facts.tree.environments) {
      const parent = environment.parentId;
      const given = parent === null ? [] : (facts.tree.coresOf.get(parent) ?? []);
      const allowed = new Set(given);
      const outside =
        given.length === 0 ? [] : environment.coreIds.filter((id) => !allowed.has(id));
      if (outside.length === 0) {
        report.pass();
        continue;
      }
      const cores = facts.cpu.coresOf(outside);
      const parentName = facts.tree.environmentById.get(parent ?? '')?.name ?? '';
      const names = cores.map((core) => core.core.name).join(', ') || outside.join(', ');
      report.error({
        subjects: [ofEnvironment(environment), ...cores.map((core) => ofCore(core.core))],
        message: `"${environment.name}" uses ${names}, which "${parentName}" beneath it does not have`,
        limit: counted(allowed.size, `core of "${parentName}"`, `cores of "${parentName}"`),
        actual: names,
        remedy: `Give the cores to "${parentName}" too, or choose among its cores.`,
      });
    }
  },
};

const HAS_CORES: Rule = {
  id: 'CORE-5',
  title: 'Nothing to run on',
  strength: 'hard',
  checks: 'An environment that holds applications has cores, of its own or of what it stands in.',
  source: 'definition',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing is placed'
      : `cores given to ${counted(count, 'environment')} with applications`,
  run: (facts, report) => {
    const without = new Map<string, number>();
    for (const [environmentId, placements] of facts.tree.placementsIn) {
      if ((facts.tree.coresOf.get(environmentId) ?? []).length > 0) {
        report.pass();
        continue;
      }
      const unpinned = placements.filter((placement) => placement.coreIds.length === 0).length;
      if (unpinned === 0) report.pass();
      else without.set(environmentId, unpinned);
    }
    for (const [environmentId, unpinned] of without) {
      const environment = facts.tree.environmentById.get(environmentId);
      report.error({
        subjects: environment ? [ofEnvironment(environment)] : [],
        message: `"${environment?.name ?? environmentId}" holds ${counted(unpinned, 'application')} and has no core`,
        limit: 'at least 1 core',
        actual: '0 cores',
        remedy: 'Give cores to the environment or to what it stands in.',
      });
    }
  },
};

/** In the order in which they are listed. */
export const CORE_RULES: readonly Rule[] = [
  EXISTS,
  ONCE,
  SHARES,
  INSIDE_PARENT,
  HAS_CORES,
  UNGUARANTEED,
  COPIED,
];
