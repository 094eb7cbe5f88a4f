/** PLACE-1 to PLACE-4: every application has its place, with all its instances. */
import { kindFacts, kindWord } from '../../model/environment-kinds.ts';
import { LEVEL_RULES } from './levels.ts';
import type { Rule } from './rule.ts';
import { ofApplication, ofCore, ofEnvironment, ofPlacement, ofTask } from '../subjects.ts';
import { copiesOf } from '../../model/layout-tree.ts';
import { rows } from '../../model/plan.ts';
import { counted } from '../wording.ts';

const PLACED: Rule = {
  id: 'PLACE-1',
  title: 'Application without a place',
  strength: 'hard',
  checks: 'Every application of the plan stands in an environment of the layout.',
  source: 'definition',
  onPlacement: true,
  passed: (count) =>
    count === 0 ? 'the plan has no applications' : `${counted(count, 'application')} placed`,
  run: (facts, report) => {
    for (const application of rows(facts.plan.applications)) {
      if (facts.tree.placementsOf.has(application.id)) report.pass();
      else {
        report.error({
          subjects: [ofApplication(application)],
          message: `"${application.name}" has no place in this layout`,
          limit: counted(application.instances, 'instance'),
          actual: '0 instances',
          remainder: String(-application.instances),
          remedy: 'Put it into an environment.',
        });
      }
    }
  },
};

const INSTANCES: Rule = {
  id: 'PLACE-2',
  title: 'Instances placed and instances there are',
  strength: 'hard',
  checks:
    'As many instances of an application are placed as it has, in all copies of what they stand in: fewer is an error, more a warning.',
  source: 'definition',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing is placed'
      : `all instances of ${counted(count, 'placed application')} placed`,
  run: (facts, report) => {
    for (const application of rows(facts.plan.applications)) {
      const placements = facts.tree.placementsOf.get(application.id);
      if (!placements) continue;
      const placed = placements.reduce(
        (sum, { instances, environmentId }) =>
          sum + instances * copiesOf(facts.tree, environmentId),
        0,
      );
      if (placed === application.instances) {
        report.pass();
        continue;
      }
      const found = {
        subjects: [
          ofApplication(application),
          ...placements.map((placement) => ofPlacement(placement, application)),
        ],
        message: `"${application.name}" has ${counted(application.instances, 'instance')}, ${placed} placed`,
        limit: counted(application.instances, 'instance'),
        actual: counted(placed, 'instance'),
        remainder: String(application.instances - placed),
        remedy:
          'Correct the instances of the placement, the copies of what it stands in, or the application.',
      };
      if (placed < application.instances) report.error(found);
      else report.warning(found);
    }
  },
};

const PLACEMENT_CORES: Rule = {
  id: 'PLACE-3',
  title: 'Application on cores that its environment does not have',
  strength: 'hard',
  checks:
    'The cores of a placement are among those of its environment, and a task is bound to one of the cores of the placement.',
  source: 'definition: cores are handed down',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing is placed'
      : `${counted(count, 'placement')} on cores of the environment`,
  run: (facts, report) => {
    for (const placement of facts.tree.placements) {
      const application = facts.plan.applications.get(placement.applicationId);
      const environment = facts.tree.environmentById.get(placement.environmentId);
      if (!application || !environment) continue;
      const given = facts.tree.coresOf.get(environment.id) ?? [];
      const allowed = new Set(given);
      const outside =
        given.length === 0 ? [] : placement.coreIds.filter((coreId) => !allowed.has(coreId));
      const own = placement.coreIds.length > 0 ? new Set(placement.coreIds) : allowed;
      const strays = placement.taskCores.filter(({ coreId }) => own.size > 0 && !own.has(coreId));
      if (outside.length === 0 && strays.length === 0) report.pass();
      if (outside.length > 0) {
        const cores = facts.cpu.coresOf(outside);
        const names = cores.map((core) => core.core.name).join(', ') || outside.join(', ');
        report.error({
          subjects: [
            ofApplication(application),
            ofEnvironment(environment),
            ...cores.map((core) => ofCore(core.core)),
          ],
          message: `"${application.name}" is put on ${names}, which "${environment.name}" does not have`,
          limit: counted(
            allowed.size,
            `core of "${environment.name}"`,
            `cores of "${environment.name}"`,
          ),
          actual: names,
          remedy: `Choose cores of "${environment.name}", or give it these cores.`,
        });
      }
      for (const { taskId, coreId } of strays) {
        const task = facts.plan.tasks.get(taskId);
        const core = facts.hardware.coreById.get(coreId);
        report.error({
          subjects: [...(task ? [ofTask(task)] : []), ofApplication(application)],
          message: `task "${task?.name ?? taskId}" of "${application.name}" is bound to ${core?.core.name ?? coreId}, which the placement does not have`,
          limit: counted(own.size, 'core of the placement', 'cores of the placement'),
          actual: core?.core.name ?? coreId,
          remedy: 'Bind the task to one of the cores of its placement.',
        });
      }
    }
  },
};

const HOLDS: Rule = {
  id: 'PLACE-4',
  title: 'Application in something that runs none',
  strength: 'hard',
  checks:
    'Applications stand in an environment that runs applications itself, not in a hypervisor or a container engine.',
  source: 'definition of the kinds of environment',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing is placed'
      : `${counted(count, 'placement')} in environments that run applications`,
  run: (facts, report) => {
    for (const placement of facts.tree.placements) {
      const application = facts.plan.applications.get(placement.applicationId);
      const environment = facts.tree.environmentById.get(placement.environmentId);
      if (!application || !environment) continue;
      const kind = kindFacts(environment.kind);
      if (kind.holdsApplications) report.pass();
      else {
        report.error({
          subjects: [ofApplication(application), ofEnvironment(environment)],
          message: `"${application.name}" stands in "${environment.name}", a ${kindWord(kind.kind)}, which runs no applications itself`,
          actual: kind.title,
          remedy: `Put it into an environment inside "${environment.name}".`,
        });
      }
    }
  },
};

/** In the order in which they are listed. */
export const PLACE_RULES: readonly Rule[] = [
  PLACED,
  INSTANCES,
  PLACEMENT_CORES,
  HOLDS,
  LEVEL_RULES.place,
];
