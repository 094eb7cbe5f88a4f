/** Look-ups in the catalogue: figures with inheritance, technologies by kind, mechanisms by technology. */
import { invariant } from '../model/problem.ts';
import { overrideKey } from './override.ts';
import type { EnvironmentKind } from '../model/layout.ts';
import type {
  Catalogue,
  Mechanism,
  ParameterId,
  Technology,
  TechnologyFigures,
} from './technology.ts';

const CYCLE = 'the catalogue was accepted with a cycle in "inherits"';

/** A figure together with the technology it was found in. */
export interface FoundFigure<P extends ParameterId = ParameterId> {
  readonly figure: TechnologyFigures[P];
  readonly parameter: P;
  /** Technology that was asked for. */
  readonly technologyId: string;
  /** Technology whose record this is; differs from `technologyId` when inherited. */
  readonly fromTechnologyId: string;
  readonly inherited: boolean;
  /** The user's reason, where the plan replaces the figure; null: it is the published one. */
  readonly override: string | null;
}

function findFigure<P extends ParameterId>(
  catalogue: Catalogue,
  technologyId: string,
  parameter: P,
): FoundFigure<P> | null {
  const own = catalogue.technologies.get(technologyId);
  if (own === undefined) return null;
  let holder: Technology | undefined = own;
  for (let steps = 0; holder !== undefined; steps += 1) {
    invariant(steps <= catalogue.technologies.size, CYCLE);
    const figure: TechnologyFigures[P] = holder.figures[parameter];
    if (figure.value !== null) {
      return {
        figure,
        parameter,
        technologyId,
        fromTechnologyId: holder.id,
        inherited: holder !== own,
        override: reasonOf(catalogue, holder.id, parameter),
      };
    }
    holder = holder.inherits === null ? undefined : catalogue.technologies.get(holder.inherits);
  }
  return {
    figure: own.figures[parameter],
    parameter,
    technologyId,
    fromTechnologyId: technologyId,
    inherited: false,
    override: reasonOf(catalogue, technologyId, parameter),
  };
}

function reasonOf(catalogue: Catalogue, technologyId: string, parameter: string): string | null {
  return catalogue.overrides.get(overrideKey('technology', technologyId, parameter)) ?? null;
}

/** A mechanism and what makes it available. */
export interface AvailableMechanism {
  readonly mechanism: Mechanism;
  /** The technology itself, one it inherits from, or the family. */
  readonly via: string;
}

interface Index {
  readonly technologies: ReadonlyMap<EnvironmentKind, readonly Technology[]>;
  readonly mechanisms: ReadonlyMap<string, readonly AvailableMechanism[]>;
  readonly offered: ReadonlyMap<string, ReadonlySet<Mechanism>>;
  /** Filled as they are asked for: rules ask for the same few of every application. */
  readonly figures: Map<string, Map<ParameterId, FoundFigure | null>>;
}

/** A catalogue never changes, so its index is made once and goes when the catalogue goes. */
const indexes = new WeakMap<Catalogue, Index>();

function mechanismsOf(catalogue: Catalogue, technology: Technology): readonly AvailableMechanism[] {
  const lineage: string[] = [];
  for (let at: Technology | undefined = technology; at !== undefined;) {
    lineage.push(at.id);
    at = at.inherits === null ? undefined : catalogue.technologies.get(at.inherits);
    invariant(lineage.length <= catalogue.technologies.size, CYCLE);
  }
  return [...catalogue.mechanisms.values()].flatMap((mechanism) => {
    const ancestor = lineage.find((id) => mechanism.technologyIds.includes(id));
    if (ancestor !== undefined) return [{ mechanism, via: ancestor }];
    const { family } = technology;
    return mechanism.families.includes(family) ? [{ mechanism, via: family }] : [];
  });
}

function indexOf(catalogue: Catalogue): Index {
  const known = indexes.get(catalogue);
  if (known !== undefined) return known;
  const technologies = new Map<EnvironmentKind, Technology[]>();
  const mechanisms = new Map<string, readonly AvailableMechanism[]>();
  for (const technology of catalogue.technologies.values()) {
    for (const kind of technology.environmentKinds) {
      const list = technologies.get(kind);
      if (list === undefined) technologies.set(kind, [technology]);
      else list.push(technology);
    }
    mechanisms.set(technology.id, mechanismsOf(catalogue, technology));
  }
  const offered = new Map(
    [...mechanisms].map(([id, list]) => [id, new Set(list.map(({ mechanism }) => mechanism))]),
  );
  const index: Index = { technologies, mechanisms, offered, figures: new Map() };
  indexes.set(catalogue, index);
  return index;
}

/**
 * The figure of a technology; where it has no value, that of the nearest technology it inherits from.
 *
 * @param catalogue the catalogue
 * @param technologyId id of a technology
 * @param parameter name of the figure
 * @returns the figure and where it stands, the same object each time; the technology's own (unknown) record when nobody
 *   has a value; null when the catalogue has no such technology
 * @cost O(length of the inheritance chain, at most 2 today) the first time for a catalogue, O(1) after that
 * @rules CAT-4
 */
export function figureOf<P extends ParameterId>(
  catalogue: Catalogue,
  technologyId: string,
  parameter: P,
): FoundFigure<P> | null {
  if (!catalogue.technologies.has(technologyId)) return null;
  const { figures } = indexOf(catalogue);
  let known = figures.get(technologyId);
  if (!known) figures.set(technologyId, (known = new Map<ParameterId, FoundFigure | null>()));
  let found = known.get(parameter);
  if (found === undefined) {
    found = findFigure(catalogue, technologyId, parameter);
    known.set(parameter, found);
  }
  return found as FoundFigure<P> | null;
}

/**
 * @param catalogue the catalogue
 * @param kind a kind of environment
 * @returns technologies that can be chosen for it, in catalogue order
 * @cost O(1) after the first call for a catalogue
 * @rules CAT-7
 */
export function technologiesFor(
  catalogue: Catalogue,
  kind: EnvironmentKind,
): readonly Technology[] {
  return indexOf(catalogue).technologies.get(kind) ?? [];
}

/**
 * @param catalogue the catalogue
 * @param technologyId id of a technology
 * @returns mechanisms of the technology, of those it inherits from, and of its family; empty for an unknown id
 * @cost O(1) after the first call for a catalogue
 * @rules CAT-7
 */
export function mechanismsFor(
  catalogue: Catalogue,
  technologyId: string,
): readonly AvailableMechanism[] {
  return indexOf(catalogue).mechanisms.get(technologyId) ?? [];
}

/**
 * @param catalogue the catalogue
 * @param technologyId id of a technology
 * @param mechanism one of the catalogue
 * @returns whether `mechanismsFor` lists it
 * @cost O(1) after the first call for a catalogue
 * @rules CAT-7
 */
export function offers(catalogue: Catalogue, technologyId: string, mechanism: Mechanism): boolean {
  return indexOf(catalogue).offered.get(technologyId)?.has(mechanism) ?? false;
}
