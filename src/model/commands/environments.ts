/** Building environments: one by one, or the whole stack that a kind of isolation needs. */
import { DiffDraft, type Diff } from '../diff.ts';
import { canNest, kindFacts } from '../environment-kinds.ts';
import type { Id } from '../fields.ts';
import { layoutTree } from '../layout-tree.ts';
import {
  environmentSchema,
  osOf,
  type Environment,
  type EnvironmentKind,
  type Os,
} from '../layout.ts';
import { nextOrder, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { putPlacements } from './placement.ts';
import { commandProblem, freeName, type NewId } from './records.ts';

/** Ways of running something on a bare core, each a stack of environments from the hardware up. */
export const STACKS = {
  'bare-metal': ['bare-metal'],
  'shared-os': ['os'],
  partition: ['hypervisor', 'partition'],
  vm: ['hypervisor', 'vm'],
  'thin-vm': ['hypervisor', 'thin-vm'],
  container: ['os', 'container-engine', 'container'],
  'container-in-vm': ['hypervisor', 'vm', 'container-engine', 'container'],
} as const satisfies Readonly<Record<string, readonly EnvironmentKind[]>>;
export type Stack = keyof typeof STACKS;

/** What one more environment is made from. */
export interface EnvironmentSeed {
  readonly layoutId: Id;
  readonly parentId: Id | null;
  readonly kind: EnvironmentKind;
  readonly name?: string;
  readonly technologyId?: Id | null;
  readonly os?: Os | null;
  readonly coreIds?: readonly Id[];
  readonly memoryBytes?: number | null;
}

/**
 * Adds one environment.
 *
 * @param plan the plan
 * @param seed what and where
 * @param newId gives ids
 * @returns the diff, or why the one cannot stand in the other
 */
export function addEnvironment(plan: Plan, seed: EnvironmentSeed, newId: NewId): Result<Diff> {
  const parent = seed.parentId === null ? null : plan.environments.get(seed.parentId);
  if (parent === undefined) {
    return fail(commandProblem('command-no-record', { words: { word: 'environment' } }));
  }
  if (!canNest(seed.kind, parent?.kind ?? null)) {
    const where = parent
      ? `a ${kindFacts(parent.kind).title.toLowerCase()}`
      : 'the hardware itself';
    const reason = `a ${kindFacts(seed.kind).title.toLowerCase()} cannot stand in ${where}`;
    return fail(commandProblem('command-not-possible', { words: { reason } }));
  }
  const draft = new DiffDraft(plan);
  putEnvironment(plan, draft, seed, newId, nextOrder(plan.environments));
  return ok(draft.diff());
}

function putEnvironment(
  plan: Plan,
  draft: DiffDraft,
  seed: EnvironmentSeed,
  newId: NewId,
  order: number,
): Environment {
  const names = (layoutTree(plan, seed.layoutId)?.environments ?? []).map(({ name }) => name);
  const environment = environmentSchema.parse({
    ...seed,
    id: newId('env'),
    order,
    name: freeName(seed.name ?? kindFacts(seed.kind).title, names),
    coreIds: [...(seed.coreIds ?? [])],
  });
  draft.put('environments', environment);
  return environment;
}

/** Applications on bare cores, in a new stack. */
export interface StackArguments {
  readonly layoutId: Id;
  readonly applicationIds: readonly Id[];
  readonly coreIds: readonly Id[];
  readonly stack: Stack;
  /** Technology per kind; kinds without one are left open. */
  readonly technologies: Readonly<Partial<Record<EnvironmentKind, Id>>>;
}

/**
 * Builds what a way of isolation needs on the given cores and puts the applications into it. A hypervisor, OS or
 * container engine that runs on all these cores already is used again instead of a second one.
 *
 * @param plan the plan
 * @param args what and where
 * @param newId gives ids
 * @returns the diff
 */
export function placeInStack(plan: Plan, args: StackArguments, newId: NewId): Result<Diff> {
  const tree = layoutTree(plan, args.layoutId);
  if (!tree) return fail(commandProblem('command-no-record', { words: { word: 'layout' } }));
  const draft = new DiffDraft(plan);
  const kinds: readonly EnvironmentKind[] = STACKS[args.stack];
  const application = plan.applications.get(args.applicationIds[0] ?? '');
  let order = nextOrder(plan.environments);
  let parent: Environment | null = null;
  for (const kind of kinds) {
    const isTop = kind === kinds.at(-1);
    const existing: Environment | null = isTop ? null : reusable(plan, args, kind, parent);
    if (existing) {
      parent = widened(draft, existing, args.coreIds);
      continue;
    }
    const named = isTop && application ? application.name : kindFacts(kind).title;
    parent = putEnvironment(
      plan,
      draft,
      {
        layoutId: args.layoutId,
        parentId: parent?.id ?? null,
        kind,
        name: named,
        technologyId: args.technologies[kind] ?? null,
        os: neededOs(kind, application?.os ?? null),
        coreIds: ownsCores(kind, parent) ? args.coreIds : [],
      },
      newId,
      order++,
    );
  }
  if (parent) {
    const target = { layoutId: args.layoutId, applicationIds: args.applicationIds };
    putPlacements(plan, draft, { ...target, environmentId: parent.id, coreIds: [] }, newId);
  }
  return ok(draft.diff());
}

/** Partitions and VMs are given cores; what stands on an OS or engine uses those of its parent. */
function ownsCores(kind: EnvironmentKind, parent: Environment | null): boolean {
  return parent === null || kind === 'partition' || kind === 'vm' || kind === 'thin-vm';
}

/** The kernel that the first application asks for, where the environment has one of its own. */
function neededOs(kind: EnvironmentKind, family: Os['family'] | null): Os | null {
  if (!kindFacts(kind).hasOs || kind === 'container' || family === null) return null;
  return osOf(family);
}

function reusable(
  plan: Plan,
  args: StackArguments,
  kind: EnvironmentKind,
  parent: Environment | null,
): Environment | null {
  const tree = layoutTree(plan, args.layoutId);
  const siblings = tree?.childrenOf.get(parent?.id ?? null) ?? [];
  const technologyId = args.technologies[kind];
  const fits = siblings.filter(
    (environment) =>
      environment.kind === kind &&
      (technologyId === undefined || environment.technologyId === technologyId),
  );
  // One hypervisor owns the machine, so it is widened; an OS is shared only where it already runs.
  if (kind === 'hypervisor') return fits[0] ?? null;
  const covers = (environment: Environment) => {
    const cores = tree?.coresOf.get(environment.id) ?? [];
    return args.coreIds.every((core) => cores.includes(core));
  };
  return fits.find(covers) ?? null;
}

function widened(draft: DiffDraft, environment: Environment, coreIds: readonly Id[]): Environment {
  if (environment.kind !== 'hypervisor' || environment.coreIds.length === 0) return environment;
  const wider = {
    ...environment,
    coreIds: [...new Set([...environment.coreIds, ...coreIds])],
  };
  draft.put('environments', wider);
  return wider;
}
