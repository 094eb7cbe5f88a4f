/** Who serves whom, as small chips on the environments: "serves 2" on a server, "stops with P1" while one is selected. */
import type { Dependency, LayoutResult } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { EnvironmentMarks } from '../environment-marks.ts';
import { group, label, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { firstFitting, textWidth } from '../text-metrics.ts';
import type { Theme } from '../theme.ts';

/** What a chip says: the longest of its texts that fits is shown, the whole in its title. */
export interface DependenceMark {
  readonly texts: readonly string[];
  readonly why: string;
  /** True: it says what happens to this environment because another is selected. */
  readonly client: boolean;
}

/** Chips by environment. */
export interface DependenceMarks {
  readonly of: (environmentId: Id) => DependenceMark | null;
}

/** More reasons than a tooltip holds. */
const MOST_REASONS = 6;

function serverMark(list: readonly Dependency[]): DependenceMark | null {
  const clients = new Set(list.flatMap(({ kind, client }) => (kind === 'start' ? [] : client.id)));
  if (clients.size === 0) return null;
  const names = [...new Set(list.map(({ client, why }) => `${client.name}: ${why}`))];
  return {
    texts: [`serves ${clients.size}`, `▸${clients.size}`],
    why: names.slice(0, MOST_REASONS).join('\n'),
    client: false,
  };
}

const VERBS: Readonly<Record<Dependency['kind'], readonly [long: string, short: string]>> = {
  device: ['stops with', 'stops'],
  control: ['managed by', 'managed'],
  start: ['starts after', 'after'],
};
/** What matters most first: a lost device, then who manages, then who starts first. */
const KINDS: readonly Dependency['kind'][] = ['device', 'control', 'start'];

/**
 * @param tree the layout
 * @param result what the engine says, or null
 * @param marks codes of the environments
 * @param selected environments that are selected
 * @returns chips: how many each server serves, and on the clients of selected servers what they owe them; what
 *   stops with a client, clients of its own and what stands in it, stops too
 * @cost O(dependencies + environments)
 * @rules DRAW-24
 */
export function dependenceMarks(
  tree: LayoutTree,
  result: LayoutResult | null,
  marks: EnvironmentMarks,
  selected: readonly Id[],
): DependenceMarks {
  const list = result?.dependencies ?? [];
  const byServer = Map.groupBy(list, ({ server }) => server.id);
  const found = new Map<Id, DependenceMark>();
  for (const [id, entries] of byServer) {
    const mark = serverMark(entries);
    if (mark) found.set(id, mark);
  }
  for (const id of selected) markClients(tree, byServer, marks, id, found);
  return { of: (id) => found.get(id) ?? null };
}

function markClients(
  tree: LayoutTree,
  byServer: ReadonlyMap<Id, readonly Dependency[]>,
  marks: EnvironmentMarks,
  serverId: Id,
  found: Map<Id, DependenceMark>,
): void {
  const server = tree.environmentById.get(serverId);
  if (!server) return;
  const code = marks.codeOf.get(serverId) ?? server.name;
  const say = (id: Id, kind: Dependency['kind'], why: string) => {
    const [long, short] = VERBS[kind];
    const texts = [`${long} ${server.name}`, `${long} ${code}`, short];
    if (id !== serverId && found.get(id)?.client !== true)
      found.set(id, { texts, why, client: true });
  };
  const stopped = new Map<Id, string>([[serverId, '']]);
  for (const [id] of stopped) {
    for (const { kind, client, why } of byServer.get(id) ?? []) {
      if (kind === 'device' && !stopped.has(client.id)) stopped.set(client.id, why);
    }
    if (id === serverId) continue;
    for (const child of tree.childrenOf.get(id) ?? []) {
      if (!stopped.has(child.id)) stopped.set(child.id, `stands in "${nameOf(tree, id)}"`);
    }
  }
  for (const [id, why] of stopped) say(id, 'device', why);
  for (const kind of KINDS) {
    for (const entry of byServer.get(serverId) ?? []) {
      if (entry.kind === kind) say(entry.client.id, kind, entry.why);
    }
  }
}

function nameOf(tree: LayoutTree, id: Id): string {
  return tree.environmentById.get(id)?.name ?? id;
}

/** A chip and the width it takes. */
export interface DependenceChip {
  readonly node: SceneNode;
  readonly width: number;
}

/** Left and right of a chip's text. */
const CHIP_PAD = 4;

/**
 * @param mark what to say, or null
 * @param x left edge
 * @param middle vertical middle
 * @param room width there is
 * @param size of the text
 * @param theme colours
 * @returns the chip; null where there is nothing to say, or no room for the shortest text
 */
export function dependenceChip(
  mark: DependenceMark | null,
  x: number,
  middle: number,
  room: number,
  size: number,
  theme: Theme,
): DependenceChip | null {
  if (!mark) return null;
  const text = firstFitting(mark.texts, room - 2 * CHIP_PAD, size);
  const inner = textWidth(text, size);
  if (inner + 2 * CHIP_PAD > room) return null;
  const width = inner + 2 * CHIP_PAD;
  const height = size * 1.35;
  const node = group(
    'dependence',
    [
      title(mark.why),
      rect('chip', x, middle - height / 2, width, height, {
        rx: height / 2,
        fill: mark.client ? theme.text : theme.paper,
        stroke: theme.text,
        'stroke-width': 1,
      }),
      label('text', x + CHIP_PAD, middle, text, {
        room: inner + 1,
        size,
        fill: mark.client ? theme.paper : theme.text,
      }),
    ],
    { 'data-part': 'dependence' },
  );
  return { node, width };
}
