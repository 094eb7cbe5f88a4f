/** Who talks to whom, how much and how: the numbers of the IPC matrix. */
import type { Link } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { coresOfPlacement, type LayoutTree } from '../../model/layout-tree.ts';
import type { Placement } from '../../model/layout.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import { crossesCriticality } from '../../model/criticality.ts';
import type { DrawingItem, MatrixAxis } from '../drawing.ts';
import type { EnvironmentMarks } from '../environment-marks.ts';
import { bandwidthOf, LINK_STYLE_WORDS, linkStyleOf, type LinkStyle } from '../link-words.ts';

/** A row and a column of the matrix. */
export interface Heading {
  readonly key: string;
  readonly kind: DrawingItem['kind'];
  readonly id: Id;
  readonly code: string;
  readonly name: string;
  /** Headings of one group stand together. */
  readonly group: string;
  readonly groupName: string;
  readonly domain: number;
}

/** Links from one heading to another. */
export interface Cell {
  readonly from: number;
  readonly to: number;
  readonly links: readonly Link[];
  /** Null when no link's bandwidth is known. */
  readonly bytesPerSecond: number | null;
  /** True when some link's bandwidth is unknown. */
  readonly atLeast: boolean;
  /** The least direct way among them: no channel, socket or virtio, event, message, shared memory. */
  readonly style: LinkStyle;
  readonly crossing: boolean;
}

export interface Matrix {
  readonly headings: readonly Heading[];
  readonly cells: readonly Cell[];
  /** Links with an end that has no place. */
  readonly hidden: readonly Link[];
  /** Headings without any link, which are left out. */
  readonly silent: number;
}

/** Least direct last. */
const DIRECTNESS = new Map(LINK_STYLE_WORDS.map(([style], index) => [style, index]));

interface Axis {
  readonly headingOf: (placement: Placement) => Heading | null;
  /** Order of headings. */
  readonly rankOf: (heading: Heading) => number;
}

function environmentAxis(tree: LayoutTree, marks: EnvironmentMarks): Axis {
  const order = new Map([...marks.codeOf.keys()].map((id, index) => [id, index]));
  return {
    headingOf: ({ environmentId }) => {
      const environment = tree.environmentById.get(environmentId);
      if (!environment) return null;
      const root = outermost(tree, environmentId);
      return {
        key: `environment-${environmentId}`,
        kind: 'environment',
        id: environmentId,
        code: marks.codeOf.get(environmentId) ?? '',
        name: environment.name,
        group: root?.id ?? '',
        groupName: root ? `${marks.codeOf.get(root.id) ?? ''} ${root.name}` : '',
        domain: marks.domainOf.get(environmentId) ?? -1,
      };
    },
    rankOf: ({ id }) => order.get(id) ?? 0,
  };
}

/** The outermost environment with a kernel of its own: what stands on the hardware or on the first hypervisor. */
function outermost(tree: LayoutTree, environmentId: Id): { id: Id; name: string } | null {
  const path = tree.pathOf.get(environmentId) ?? [];
  return path.find(({ kind }) => kind !== 'hypervisor') ?? path[0] ?? null;
}

function applicationAxis(plan: Plan, tree: LayoutTree, marks: EnvironmentMarks): Axis {
  const order = new Map([...marks.codeOf.keys()].map((id, index) => [id, index]));
  const place = new Map(rows(plan.applications).map(({ id }, index) => [id, index]));
  const home = new Map<Id, Id>();
  return {
    headingOf: ({ applicationId, environmentId }) => {
      const application = plan.applications.get(applicationId);
      if (!application) return null;
      home.set(applicationId, home.get(applicationId) ?? environmentId);
      const environment = tree.environmentById.get(environmentId);
      return {
        key: `application-${applicationId}`,
        kind: 'application',
        id: applicationId,
        code: marks.codeOf.get(environmentId) ?? '',
        name: application.name,
        group: environmentId,
        groupName: `${marks.codeOf.get(environmentId) ?? ''} ${environment?.name ?? ''}`,
        domain: marks.domainOf.get(environmentId) ?? -1,
      };
    },
    rankOf: ({ id, group }) =>
      (order.get(group) ?? 0) * (plan.applications.size + 1) + (place.get(id) ?? 0),
  };
}

function coreAxis(plan: Plan, tree: LayoutTree): Axis {
  const target = targetOf(plan);
  const order = new Map(target.cores.map(({ id }, index) => [id, index]));
  const byId = new Map(target.cores.map((core) => [core.id, core]));
  const clusters = new Map(target.clusters.map((cluster) => [cluster.id, cluster]));
  return {
    headingOf: (placement) => {
      const cores = coresOfPlacement(tree, placement);
      const first = byId.get(cores[0] ?? '');
      if (!first) return null;
      const last = byId.get(cores.at(-1) ?? '');
      const name =
        cores.length === 1
          ? first.name
          : `${first.name} … ${last?.name ?? ''} (${cores.length} cores)`;
      return {
        key: `core-${cores.length === 1 ? first.id : cores.join('+')}`,
        kind: cores.length === 1 ? 'core' : 'core-set',
        id: cores.length === 1 ? first.id : cores.join('+'),
        code: '',
        name,
        group: first.clusterId,
        groupName: clusters.get(first.clusterId)?.name ?? first.clusterId,
        domain: -1,
      };
    },
    rankOf: ({ id }) => order.get(id) ?? (order.get(id.split('+')[0] ?? '') ?? 0) + 0.5,
  };
}

function axisOf(axis: MatrixAxis, plan: Plan, tree: LayoutTree, marks: EnvironmentMarks): Axis {
  if (axis === 'application') return applicationAxis(plan, tree, marks);
  return axis === 'core' ? coreAxis(plan, tree) : environmentAxis(tree, marks);
}

interface Draft {
  readonly from: Heading;
  readonly to: Heading;
  readonly links: Link[];
  bytesPerSecond: number | null;
  atLeast: boolean;
  style: LinkStyle;
  crossing: boolean;
}

function draftOf(from: Heading, to: Heading): Draft {
  return {
    from,
    to,
    links: [],
    bytesPerSecond: null,
    atLeast: false,
    style: 'shared-memory',
    crossing: false,
  };
}

function addLink(draft: Draft, link: Link, plan: Plan, tree: LayoutTree): void {
  const bandwidth = bandwidthOf(link);
  const style = linkStyleOf(tree.channelOfLink.get(link.id) ?? null);
  draft.links.push(link);
  if (bandwidth === null) draft.atLeast = true;
  else draft.bytesPerSecond = (draft.bytesPerSecond ?? 0) + bandwidth;
  if ((DIRECTNESS.get(style) ?? 0) > (DIRECTNESS.get(draft.style) ?? 0)) draft.style = style;
  const from = plan.applications.get(link.fromApplicationId)?.criticality ?? null;
  const to = plan.applications.get(link.toApplicationId)?.criticality ?? null;
  draft.crossing ||= crossesCriticality(from, to);
}

/**
 * @param plan the plan
 * @param tree the layout
 * @param marks codes and domains of its environments
 * @param axis what rows and columns are
 * @returns headings with links, in the order of the layout, and the cells between them
 * @cost O(links + placements log placements)
 */
export function matrixOf(
  plan: Plan,
  tree: LayoutTree,
  marks: EnvironmentMarks,
  axis: MatrixAxis,
): Matrix {
  const { headingOf, rankOf } = axisOf(axis, plan, tree, marks);
  const known = new Map<string, Heading>();
  const headings = new Map<Id, Heading>();
  for (const placement of tree.placements) {
    if (headings.has(placement.applicationId)) continue;
    const heading = headingOf(placement);
    if (!heading) continue;
    const same = known.get(heading.key) ?? heading;
    known.set(same.key, same);
    headings.set(placement.applicationId, same);
  }
  const drafts = new Map<string, Draft>();
  const hidden: Link[] = [];
  for (const link of rows(plan.links)) {
    const from = headings.get(link.fromApplicationId);
    const to = headings.get(link.toApplicationId);
    if (!from || !to) {
      hidden.push(link);
      continue;
    }
    const key = `${from.key}\n${to.key}`;
    const draft = drafts.get(key) ?? draftOf(from, to);
    drafts.set(key, draft);
    addLink(draft, link, plan, tree);
  }
  const speaking = new Set([...drafts.values()].flatMap(({ from, to }) => [from, to]));
  const sorted = [...speaking].sort((a, b) => rankOf(a) - rankOf(b) || (a.key < b.key ? -1 : 1));
  const position = new Map(sorted.map((heading, index) => [heading, index]));
  const cells = [...drafts.values()].map(({ from, to, ...cell }): Cell => ({
    ...cell,
    from: position.get(from) ?? 0,
    to: position.get(to) ?? 0,
  }));
  return { headings: sorted, cells, hidden, silent: known.size - speaking.size };
}
