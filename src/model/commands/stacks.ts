/** Building the whole stack that a way of running applications needs on bare cores. */
import { DiffDraft, type Diff } from '../diff.ts';
import { kindFacts } from '../environment-kinds.ts';
import type { Id } from '../fields.ts';
import { layoutTree } from '../layout-tree.ts';
import { osOf, type Environment, type EnvironmentKind, type Os } from '../layout.ts';
import type { Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { EnvironmentDraft } from './environments.ts';
import { putPlacements } from './placement.ts';
import { commandProblem, type NewId } from './records.ts';

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

/** How several applications share the environment on top of a stack: one for each of them, or one for all. */
export const GROUPINGS = ['one-each', 'together'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Applications on bare cores, in a new stack. */
export interface StackArguments {
  readonly layoutId: Id;
  readonly applicationIds: readonly Id[];
  readonly coreIds: readonly Id[];
  readonly stack: Stack;
  readonly grouping: Grouping;
  /** Technology per kind; kinds without one are left open. */
  readonly technologies: Readonly<Partial<Record<EnvironmentKind, Id>>>;
}

/**
 * @param stack a way of running applications
 * @returns whether each application can have an environment of its own on top; processes share their OS
 */
export function canStandAlone(stack: Stack): boolean {
  return stack !== 'shared-os';
}

/**
 * Builds what a way of isolation needs on the given cores and puts the applications into it: one environment on top
 * for each of them, or one for all. What is beneath is built once; a hypervisor, OS or container engine that runs on
 * all these cores already is used again instead of a second one.
 *
 * @param plan the plan
 * @param args what and where
 * @param newId gives ids
 * @returns the diff
 * @cost O(environments + placements + applications)
 */
export function placeInStack(plan: Plan, args: StackArguments, newId: NewId): Result<Diff> {
  if (!layoutTree(plan, args.layoutId)) {
    return fail(commandProblem('command-no-record', { words: { word: 'layout' } }));
  }
  const draft = new DiffDraft(plan);
  const environments = new EnvironmentDraft(plan, draft, args.layoutId, newId);
  const kinds: readonly EnvironmentKind[] = STACKS[args.stack];
  let parent: Environment | null = null;
  for (const kind of kinds.slice(0, -1)) {
    const existing: Environment | null = reusable(plan, args, kind, parent);
    parent = existing
      ? widened(draft, existing, args.coreIds)
      : environments.put(seedOf(plan, args, kind, parent, args.applicationIds));
  }
  const top = kinds.at(-1) ?? 'bare-metal';
  const homes = new Map<Id, Id>();
  for (const group of groupsOf(args)) {
    const { id } = environments.put({
      ...seedOf(plan, args, top, parent, group),
      ...nameOf(plan, group),
    });
    for (const applicationId of group) homes.set(applicationId, id);
  }
  putPlacements(plan, draft, { layoutId: args.layoutId, homes, coreIds: [] }, newId);
  return ok(draft.diff());
}

/** Applications that share an environment on top. */
function groupsOf({ applicationIds, grouping, stack }: StackArguments): readonly (readonly Id[])[] {
  if (grouping === 'together' || !canStandAlone(stack)) return [applicationIds];
  return applicationIds.map((id) => [id]);
}

/** What one application has to itself is called like it; what several share is not called like one of them. */
function nameOf(plan: Plan, group: readonly Id[]): { readonly name?: string } {
  const [first = ''] = group;
  const application = group.length === 1 ? plan.applications.get(first) : undefined;
  return application ? { name: application.name } : {};
}

function seedOf(
  plan: Plan,
  args: StackArguments,
  kind: EnvironmentKind,
  parent: Environment | null,
  group: readonly Id[],
) {
  const first = plan.applications.get(group[0] ?? '');
  return {
    parentId: parent?.id ?? null,
    kind,
    technologyId: args.technologies[kind] ?? null,
    os: neededOs(kind, first?.os ?? null),
    coreIds: ownsCores(kind, parent) ? args.coreIds : [],
  };
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
