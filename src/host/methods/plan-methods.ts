/** Methods that open, change and save plans. */
import type { Plan } from '../../model/plan.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import type { Output } from '../contract.ts';
import type { Handlers } from '../dispatch.ts';
import type { HostParts } from '../host-parts.ts';
import { hostProblem } from '../host-problems.ts';
import { planForTarget, planFromImport } from '../new-plan.ts';
import type { OpenPlan } from '../open-plan.ts';
import { nameOf } from '../plans.ts';
import { storeAllResults } from '../results.ts';

type PlanMethod =
  | 'plans.recent'
  | 'plans.recoverable'
  | 'plan.create'
  | 'plan.open'
  | 'plan.openSample'
  | 'plan.recover'
  | 'plan.discard'
  | 'plan.load'
  | 'plan.apply'
  | 'plan.undo'
  | 'plan.redo'
  | 'plan.save'
  | 'plan.close';

/** Does something with an open plan; says so when it is not open. */
export function withPlan<T>(
  { plans }: HostParts,
  planId: string,
  use: (open: OpenPlan) => Result<T>,
): Result<T> {
  const open = plans.get(planId);
  return open.ok ? use(open.value) : open;
}

export function planMethods(parts: HostParts): Pick<Handlers, PlanMethod> {
  return { ...openingMethods(parts), ...editingMethods(parts) };
}

type EditingMethod = 'plan.apply' | 'plan.undo' | 'plan.redo' | 'plan.save' | 'plan.close';

function openingMethods(parts: HostParts): Pick<Handlers, Exclude<PlanMethod, EditingMethod>> {
  const { plans, recent } = parts;
  const opened = (open: Result<OpenPlan>): Result<Output<'plan.open'>> => {
    if (!open.ok) return open;
    parts.startPlanId = open.value.id;
    if (open.value.path !== null) recent?.note(open.value.path, nameOf(open.value));
    return ok(plans.opened(open.value));
  };
  return {
    'plans.recent': () => ok({ plans: recent?.list() ?? [] }),
    'plans.recoverable': () =>
      ok({
        plans: plans.copies
          .recoverable(plans.ids())
          .map(({ id, ...rest }) => ({ planId: id, ...rest })),
      }),
    'plan.create': (input) => {
      const made = newPlan(parts, input);
      return made.ok ? opened(plans.create(made.value, false)) : made;
    },
    'plan.open': ({ path }) => opened(plans.open(path)),
    'plan.openSample': ({ sampleId }) => {
      const sample = parts.catalogue.samples().find(({ id }) => id === sampleId);
      return sample
        ? opened(plans.create(sample.plan, true))
        : fail(hostProblem('sample-unknown', { found: sampleId }));
    },
    'plan.recover': ({ planId }) => opened(plans.recover(planId)),
    'plan.discard': ({ planId }) => {
      const discarded = plans.copies.discard(planId);
      return discarded.ok ? ok({}) : discarded;
    },
    'plan.load': ({ planId }) => opened(plans.get(planId)),
  };
}

function editingMethods(parts: HostParts): Pick<Handlers, EditingMethod> {
  return {
    'plan.apply': ({ planId, baseRevision, step, diff }) =>
      withPlan(parts, planId, (open) => open.apply(baseRevision, step, diff)),
    'plan.undo': ({ planId }) => withPlan(parts, planId, (open) => open.undo()),
    'plan.redo': ({ planId }) => withPlan(parts, planId, (open) => open.redo()),
    'plan.save': ({ planId, path, overwrite }) =>
      withPlan(parts, planId, (open) => {
        storeAllResults(parts, open);
        const saved = open.save(path, overwrite);
        if (saved.ok) parts.recent?.note(saved.value.path, nameOf(open));
        return saved;
      }),
    'plan.close': ({ planId }) => {
      const closed = parts.plans.close(planId);
      if (parts.startPlanId === planId) parts.startPlanId = null;
      return closed.ok ? ok({}) : closed;
    },
  };
}

type CreateInput = Parameters<Handlers['plan.create']>[0];

function newPlan({ catalogue }: HostParts, { name, from }: CreateInput): Result<Plan> {
  const technologies = catalogue.technologies();
  if (from.kind === 'import') return planFromImport(name, from.fileName, from.text, technologies);
  const target = catalogue.targets().find(({ id }) => id === from.targetId);
  return target
    ? ok(planForTarget(name, target, technologies))
    : fail(hostProblem('target-unknown', { found: from.targetId }));
}
