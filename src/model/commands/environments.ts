/** Building environments one by one. */
import { DiffDraft, type Diff } from '../diff.ts';
import { canNest, kindFacts } from '../environment-kinds.ts';
import type { Id } from '../fields.ts';
import { layoutTree } from '../layout-tree.ts';
import { environmentSchema, type Environment, type EnvironmentKind, type Os } from '../layout.ts';
import { nextOrder, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { commandProblem, freeName, type NewId } from './records.ts';

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
  new EnvironmentDraft(plan, draft, seed.layoutId, newId).put(seed);
  return ok(draft.diff());
}

/** Environments of one layout on their way into a draft: each last in order, under a name of its own. */
export class EnvironmentDraft {
  readonly #draft: DiffDraft;
  readonly #layoutId: Id;
  readonly #newId: NewId;
  readonly #names: Set<string>;
  #order: number;

  /**
   * @param plan the plan before all changes
   * @param draft collects the changes
   * @param layoutId which layout
   * @param newId gives ids
   */
  constructor(plan: Plan, draft: DiffDraft, layoutId: Id, newId: NewId) {
    this.#draft = draft;
    this.#layoutId = layoutId;
    this.#newId = newId;
    this.#names = new Set(layoutTree(plan, layoutId)?.environments.map(({ name }) => name));
    this.#order = nextOrder(plan.environments);
  }

  /**
   * @param seed what is added; the layout is that of the draft
   * @returns the environment as it stands in the draft
   */
  put(seed: Omit<EnvironmentSeed, 'layoutId'>): Environment {
    const name = freeName(seed.name ?? kindFacts(seed.kind).title, this.#names);
    this.#names.add(name);
    const environment = environmentSchema.parse({
      ...seed,
      id: this.#newId('env'),
      layoutId: this.#layoutId,
      order: this.#order++,
      name,
      coreIds: [...(seed.coreIds ?? [])],
    });
    this.#draft.put('environments', environment);
    return environment;
  }
}
