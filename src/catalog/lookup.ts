/** Look-ups in the catalogue: figures with inheritance, technologies by kind, mechanisms by technology. */
import { invariant } from '../model/problem.ts';
import type { EnvironmentKind } from '../model/layout.ts';
import type {
  Catalogue,
  Mechanism,
  ParameterId,
  Technology,
  TechnologyFigures,
} from './technology.ts';

/** A figure together with the technology it was found in. */
export interface FoundFigure<P extends ParameterId = ParameterId> {
  readonly figure: TechnologyFigures[P];
  readonly parameter: P;
  /** Technology that was asked for. */
  readonly technologyId: string;
  /** Technology whose record this is; differs from `technologyId` when inherited. */
  readonly fromTechnologyId: string;
  readonly inherited: boolean;
}

/**
 * The figure of a technology; where it has no value, that of the nearest technology it inherits from.
 *
 * @param catalogue the catalogue
 * @param technologyId id of a technology
 * @param parameter name of the figure
 * @returns the figure and where it stands; the technology's own (unknown) record when nobody has a value;
 *   null when the catalogue has no such technology
 * @cost O(length of the inheritance chain)
 */
export function figureOf<P extends ParameterId>(
  catalogue: Catalogue,
  technologyId: string,
  parameter: P,
): FoundFigure<P> | null {
  const own = catalogue.technologies.get(technologyId);
  if (own === undefined) return null;
  let holder: Technology | undefined = own;
  for (let steps = 0; holder !== undefined; steps += 1) {
    invariant(
      steps <= catalogue.technologies.size,
      'the catalogue was accepted with a cycle in "inherits"',
    );
    const figure: TechnologyFigures[P] = holder.figures[parameter];
    if (figure.value !== null) {
      return {
        figure,
        parameter,
        technologyId,
        fromTechnologyId: holder.id,
        inherited: holder !== own,
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
  };
}

/**
 * @param catalogue the catalogue
 * @param kind a kind of environment
 * @returns technologies that can be chosen for it, in catalogue order
 * @cost O(technologies)
 */
export function technologiesFor(
  catalogue: Catalogue,
  kind: EnvironmentKind,
): readonly Technology[] {
  return [...catalogue.technologies.values()].filter((technology) =>
    technology.environmentKinds.includes(kind),
  );
}

/** A mechanism and what makes it available. */
export interface AvailableMechanism {
  readonly mechanism: Mechanism;
  /** The technology itself, one it inherits from, or the family. */
  readonly via: string;
}

/**
 * @param catalogue the catalogue
 * @param technologyId id of a technology
 * @returns mechanisms of the technology, of those it inherits from, and of its family; empty for an unknown id
 * @cost O(mechanisms * length of the inheritance chain)
 */
export function mechanismsFor(
  catalogue: Catalogue,
  technologyId: string,
): readonly AvailableMechanism[] {
  const lineage: string[] = [];
  let technology = catalogue.technologies.get(technologyId);
  const family = technology?.family;
  while (technology !== undefined && !lineage.includes(technology.id)) {
    lineage.push(technology.id);
    technology =
      technology.inherits === null ? undefined : catalogue.technologies.get(technology.inherits);
  }
  return [...catalogue.mechanisms.values()].flatMap((mechanism) => {
    const ancestor = lineage.find((id) => mechanism.technologyIds.includes(id));
    if (ancestor !== undefined) return [{ mechanism, via: ancestor }];
    return family !== undefined && mechanism.families.includes(family)
      ? [{ mechanism, via: family }]
      : [];
  });
}
