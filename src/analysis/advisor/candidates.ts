/** Which ways of running applications, with which technologies, are worth a look on a target. */
import { figureOf, technologiesFor } from '../../catalog/lookup.ts';
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, EnvironmentKind } from '../../model/layout.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import { lineageOf } from '../isolation/technologies.ts';
import { WITHOUT } from '../rules/tech-certificate.ts';
import { evidenceOf, type Evidence, type Shown } from './candidate-evidence.ts';
import { containerOsOf, givesCoresOnce, shortName, thinOsOf } from './hosting.ts';
import { WAY_FACTS, WAYS, type Way } from './ways.ts';

/** A way with the technologies it is made of; what it does not need is null. */
export interface Candidate {
  readonly way: Way;
  readonly hypervisorId: Id | null;
  /** Guest of a thin VM, where it is not the hypervisor's own. */
  readonly guestId: Id | null;
  readonly engineId: Id | null;
}

/** A candidate with what the reader sees before it is judged. */
export interface ListedCandidate extends Candidate, Evidence {
  readonly key: string;
  /** For example "Unikraft on Xen". */
  readonly name: string;
  /** Whether the layout uses all of its technologies already. */
  readonly used: boolean;
}

/** A technology that was not looked at, and why. */
export interface Omitted {
  readonly technologyId: Id;
  readonly name: string;
  readonly way: Way;
  /** Rule that removes it; null: left out because of the number of candidates only. */
  readonly rule: string | null;
  readonly reason: string;
}

/** What will be judged, and what will not. */
export interface Candidates {
  readonly list: readonly ListedCandidate[];
  readonly omitted: readonly Omitted[];
}

/** Technologies judged per way unless the reader asks for all: each costs one analysis of the layout. */
export const MOST_PER_WAY = 4;

/** Published rule G1: retired and unmaintained technologies are refused for new designs. */
const RETIRED_RULE = 'TECH-G1';

/** Which technologies of a way are looked at first. */
const SHOWN_RANK: Readonly<Record<Shown, number>> = {
  shown: 1,
  'not-needed': 2,
  'same-isa': 2,
  caveat: 3,
  none: 5,
  'other-isa': 40,
};

class Lister {
  readonly #plan: Plan;
  readonly #catalogue: Catalogue;
  readonly #used: ReadonlySet<Id>;
  readonly #families: ReadonlySet<string>;
  readonly #windows: boolean;
  readonly #certificate: boolean;
  readonly #most: number;
  /** Hypervisor on the hardware that stays, whatever is done with the applications. */
  readonly #owner: Technology | null;
  readonly list: ListedCandidate[] = [];
  readonly omitted: Omitted[] = [];

  constructor(plan: Plan, question: AdviceQuestion, catalogue: Catalogue, most: number) {
    const { layoutId } = question;
    const ids = askedApplications(plan, question);
    this.#most = most;
    const whole = question.applicationIds.length === 0;
    const applications = ids.flatMap((id) => plan.applications.get(id) ?? []);
    this.#plan = plan;
    this.#catalogue = catalogue;
    const tree = layoutTree(plan, layoutId);
    const environments = tree?.environments ?? [];
    this.#used = new Set(environments.flatMap(({ technologyId }) => technologyId ?? []));
    const staying = tree && !whole ? stayingHypervisor(tree, new Set(ids)) : null;
    this.#owner = catalogue.technologies.get(staying?.technologyId ?? '') ?? null;
    this.#families = new Set(applications.flatMap(({ os }) => os ?? []));
    this.#windows = this.#families.has('windows');
    this.#certificate = applications.some(({ certificate }) => certificate !== null);
  }

  /** Technologies of a way, best first; retired and surplus ones go to `omitted`. */
  best(way: Way, technologies: readonly Technology[]): readonly Technology[] {
    const current: Technology[] = [];
    for (const technology of technologies) {
      if (technology.status === 'current') current.push(technology);
      else this.#omit(way, technology, RETIRED_RULE, statusWords(technology));
    }
    const possible = this.#besideOwner(way, current);
    const sorted = this.sorted(possible);
    for (const technology of sorted.slice(this.#most)) {
      const reason = `${this.#most} others of this kind are better known here, or listed first`;
      this.#omit(way, technology, null, this.#evidence([technology]).doubt ?? reason);
    }
    return sorted.slice(0, this.#most);
  }

  /** Without what would have to share the hardware with a hypervisor that stays. */
  #besideOwner(way: Way, technologies: readonly Technology[]): readonly Technology[] {
    const owner = this.#owner;
    if (!owner) return technologies;
    return technologies.filter((technology) => {
      const isHypervisor = technology.environmentKinds.includes('hypervisor');
      const virtualizes = isHypervisor || technology.family === 'container-in-vm';
      if (!virtualizes || technology === owner) return true;
      const what = isHypervisor
        ? 'which carries other applications'
        : 'and this would virtualize inside a guest of it';
      const reason = `the hardware belongs to ${shortName(owner)}, ${what}; ask for the whole layout`;
      this.#omit(way, technology, null, reason);
      return false;
    });
  }

  /** Best first; equals stay in the given order. */
  sorted(technologies: readonly Technology[]): readonly Technology[] {
    return technologies
      .map((technology) => ({ technology, rank: this.#rank(technology) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ technology }) => technology);
  }

  /** Hypervisors that make guests of one of these kinds, those of the first kind first. */
  hypervisors(kinds: readonly EnvironmentKind[]): readonly Technology[] {
    const all = technologiesFor(this.#catalogue, 'hypervisor');
    const found = kinds.flatMap((kind) =>
      all.filter(({ environmentKinds }) => environmentKinds.includes(kind)),
    );
    if (kinds[0] !== 'vm') return [...new Set(found)];
    // What schedules guests comes before what also makes static partitions.
    const isStatic = (technology: Technology) => Number(givesCoresOnce(technology));
    return [...new Set(found)].sort((a, b) => isStatic(a) - isStatic(b));
  }

  /** Whether it has a certificate, where an application needs one. */
  #certified(technology: Technology): boolean {
    if (!this.#certificate) return false;
    const found = figureOf(this.#catalogue, technology.id, 'certificationStatus');
    const status = found?.figure.value ?? null;
    return status !== null && !WITHOUT.test(status) && technology.family !== 'bare-metal';
  }

  /** Engines of one family, those that only run Windows containers where an application needs Windows. */
  engines(family: Technology['family']): readonly Technology[] {
    return technologiesFor(this.#catalogue, 'container-engine').filter(
      (technology) =>
        technology.family === family && (containerOsOf(technology) !== 'windows' || this.#windows),
    );
  }

  add(way: Way, parts: Partial<Candidate>): void {
    const candidate = { hypervisorId: null, guestId: null, engineId: null, ...parts, way };
    const { hypervisorId, guestId, engineId } = candidate;
    const ids = [hypervisorId, guestId, engineId].filter((id) => id !== null);
    const technologies = ids.flatMap((id) => this.#catalogue.technologies.get(id) ?? []);
    this.list.push({
      ...candidate,
      key: [way, ...ids].join('/'),
      name: candidateName(this.#catalogue, candidate),
      ...this.#evidence(technologies),
      used: ids.length > 0 && ids.every((id) => this.#used.has(id)),
    });
  }

  /** Hypervisors that can carry something: only the one that stays, where there is one. */
  carriers(): readonly Technology[] {
    const all = currentOf(this.hypervisors(['vm', 'partition']));
    return this.sorted(this.#owner ? all.filter((each) => each === this.#owner) : all);
  }

  #omit(way: Way, technology: Technology, rule: string | null, reason: string): void {
    this.omitted.push({
      technologyId: technology.id,
      name: shortName(technology),
      way,
      rule,
      reason,
    });
  }

  #evidence(technologies: readonly Technology[]): Evidence {
    return evidenceOf(this.#catalogue, targetOf(this.#plan), technologies);
  }

  /**
   * Less is better: certified where that is needed, used here, shown on this target or its instruction set, fitting
   * kernels; Type 2, and what is known from other instruction sets only, last.
   */
  #rank(technology: Technology): number {
    if (this.#certified(technology)) return -1;
    if (this.#used.has(technology.id)) return 0;
    const shown = SHOWN_RANK[this.#evidence([technology]).shown];
    const isGuest = technology.environmentKinds.includes('thin-vm');
    const misfit = isGuest && !this.#families.has(thinOsOf(technology)) ? 8 : 0;
    const misses = containerOsOf(technology) === 'windows' || !this.#windows ? 0 : 1;
    return shown + misfit + misses + (technology.family === 'type2' ? 20 : 0);
  }
}

function statusWords({ status, statusNote }: Technology): string {
  const words = {
    current: 'current',
    'vendor-life-cycle': 'at the end of its life at the vendor',
    unmaintained: 'unmaintained',
    retired: 'retired',
  }[status];
  return statusNote === null ? words : `${words}: ${statusNote}`;
}

/**
 * @param catalogue the catalogue
 * @param candidate a way with its technologies
 * @returns for example "Podman in a VM of KVM"; the title of the way where it needs no technology
 */
export function candidateName(catalogue: Catalogue, candidate: Candidate): string {
  const nameOf = (id: Id | null) => {
    const technology = id === null ? undefined : catalogue.technologies.get(id);
    return technology ? shortName(technology) : id;
  };
  const [hypervisor, guest, engine] = [
    nameOf(candidate.hypervisorId),
    nameOf(candidate.guestId),
    nameOf(candidate.engineId),
  ];
  if (engine !== null && hypervisor !== null) return `${engine} in a guest of ${hypervisor}`;
  if (guest !== null && hypervisor !== null && guest !== hypervisor) {
    return `${guest} on ${hypervisor}`;
  }
  return engine ?? guest ?? hypervisor ?? WAY_FACTS[candidate.way].title;
}

/**
 * @param plan a plan
 * @param layoutId a layout of it
 * @returns its applications that have a place, in the user's order
 */
export function placedApplications(plan: Plan, layoutId: Id): readonly Id[] {
  const placed = new Set<Id>();
  for (const { applicationId, layoutId: of } of plan.placements.values()) {
    if (of === layoutId) placed.add(applicationId);
  }
  return rows(plan.applications).flatMap(({ id }) => (placed.has(id) ? [id] : []));
}

/** For whom advice is asked. */
export interface AdviceQuestion {
  readonly layoutId: Id;
  /** Empty: for the whole layout. */
  readonly applicationIds: readonly Id[];
}

/**
 * @param plan the plan
 * @param question for whom
 * @returns the applications that advice is for: those given, or all that have a place
 */
export function askedApplications(plan: Plan, question: AdviceQuestion): readonly Id[] {
  const { layoutId, applicationIds } = question;
  return applicationIds.length > 0 ? applicationIds : placedApplications(plan, layoutId);
}

/**
 * Candidates for some applications: every way, with the technologies of the catalogue that fit, those in use and
 * those shown on the target first. Where a hypervisor on the hardware stays, no other one can stand beside it.
 *
 * @param plan the plan
 * @param question for whom
 * @param catalogue technologies
 * @param most technologies for each way; `Infinity` for all
 * @returns candidates by way, and every technology that was left out with the reason
 * @cost O(technologies + placements)
 * @rules ADVICE-1
 */
export function candidatesFor(
  plan: Plan,
  question: AdviceQuestion,
  catalogue: Catalogue,
  most: number = MOST_PER_WAY,
): Candidates {
  const lister = new Lister(plan, question, catalogue, most);
  for (const way of WAYS) listWay(lister, way, catalogue);
  return { list: lister.list, omitted: lister.omitted };
}

function listWay(lister: Lister, way: Way, catalogue: Catalogue): void {
  switch (way) {
    case 'bare-metal':
    case 'process':
      return lister.add(way, {});
    case 'partition':
    case 'vm':
      for (const { id } of lister.best(way, lister.hypervisors([way]))) {
        lister.add(way, { hypervisorId: id });
      }
      return;
    case 'thin-vm':
      return listThin(lister, catalogue);
    case 'kernel-container':
    case 'container': {
      const family = way === 'container' ? 'container' : 'container-in-vm';
      for (const { id } of lister.best(way, lister.engines(family))) {
        lister.add(way, { engineId: id });
      }
      return;
    }
    case 'container-vm': {
      const [engine] = lister.sorted(currentOf(lister.engines('container')));
      if (!engine) return;
      for (const { id } of lister.best(way, lister.hypervisors(['vm', 'partition']))) {
        lister.add(way, { hypervisorId: id, engineId: engine.id });
      }
    }
  }
}

/** Without what is retired: its own way says so. */
function currentOf(technologies: readonly Technology[]): readonly Technology[] {
  return technologies.filter(({ status }) => status === 'current');
}

/** A hypervisor on the hardware that holds something besides the given applications. */
function stayingHypervisor(tree: LayoutTree, moved: ReadonlySet<Id>): Environment | null {
  for (const { applicationId, environmentId } of tree.placements) {
    if (moved.has(applicationId)) continue;
    const [root] = tree.pathOf.get(environmentId) ?? [];
    if (root?.kind === 'hypervisor') return root;
  }
  return null;
}

/** Guests that are no hypervisor themselves stand on the best one that offers them a device mode. */
function listThin(lister: Lister, catalogue: Catalogue): void {
  const carriers = lister.carriers();
  for (const guest of lister.best('thin-vm', technologiesFor(catalogue, 'thin-vm'))) {
    const own = guest.environmentKinds.includes('hypervisor');
    const fitting = own
      ? guest
      : (sameLine(catalogue, carriers, guest) ??
        carriers.find((carrier) => sharesMode(catalogue, carrier, guest)));
    if (fitting) lister.add('thin-vm', { hypervisorId: fitting.id, guestId: guest.id });
  }
}

/** Whether both know one way of reaching devices; true where one of them does not say. */
function sharesMode(catalogue: Catalogue, carrier: Technology, guest: Technology): boolean {
  const [offered, known] = [carrier, guest].map(
    ({ id }) => figureOf(catalogue, id, 'ioModes')?.figure.value ?? null,
  );
  if (!offered || !known) return true;
  return known.some((mode) => offered.includes(mode));
}

function sameLine(
  catalogue: Catalogue,
  carriers: readonly Technology[],
  guest: Technology,
): Technology | undefined {
  const line = lineageOf(catalogue, guest);
  return carriers.find(({ id }) => line.includes(id));
}
