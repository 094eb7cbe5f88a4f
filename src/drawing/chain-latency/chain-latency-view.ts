/** Where the time of cause-effect chains goes: a bar per theory, against what is allowed. */
import type { ChainResult, LayoutResult } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import { infoOf, type Plan } from '../../model/plan.ts';
import { captionScene } from '../caption.ts';
import type { Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { legendLines } from '../legend.ts';
import type { SceneNode } from '../scene.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import { themeOf } from '../theme.ts';
import { PLOT } from '../timeline/time-scale.ts';
import { chainSummary } from './chain-model.ts';
import { chainScene, type ChainContext } from './chain-scene.ts';
import { partLegend } from './part-scene.ts';

const MARGIN = 18;
const WIDTH = PLOT.x + PLOT.width + 2 * MARGIN;
const SIZES = { title: 17, body: 12 } as const;
const GAP = 26;

function chainItem(chain: ChainResult, top: number, bottom: number): DrawingItem {
  return {
    kind: 'chain',
    id: chain.chain.id,
    key: `chain-${chain.chain.id}`,
    part: 'frame',
    label: `${chain.chain.name}: ${chainSummary(chain)}`,
    coreIds: [],
    environmentId: null,
    placementId: null,
    x: MARGIN,
    y: top,
    width: WIDTH - 2 * MARGIN,
    height: bottom - top,
  };
}

/** Chains that are selected; all where none is. */
function shownChains(result: LayoutResult, { selection = [] }: DrawingOptions) {
  const chosen = new Set(selection.filter(({ kind }) => kind === 'chain').map(({ id }) => id));
  const some = result.chains.filter(({ chain }) => chosen.has(chain.id));
  return some.length > 0 ? some : result.chains;
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it
 * @param options theme, caption; with chains selected only those are drawn
 * @returns for each chain all theories on one scale; without chains, or a result, a drawing that says so
 * @cost O(chains x theories x parts)
 * @rules CHAINDRAW-1, CHAINDRAW-2, CHAINDRAW-3
 */
export function chainLatencyView(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions = {},
): Drawing {
  const layout = plan.layouts.get(layoutId);
  if (!layout) return emptyDrawing('There is no such layout in this plan.', options);
  if (!result) return emptyDrawing('Latencies of chains are not known yet.', options);
  const chains = shownChains(result, options);
  const name = `${infoOf(plan).name}: where the time of chains goes`;
  if (chains.length === 0) {
    const subtitle = `Layout “${layout.name}”`;
    return emptyDrawing('This plan has no chains.', options, { title: name, subtitle });
  }
  const theme = themeOf(options.theme);
  const nameOf = (id: Id) => plan.tasks.get(id)?.name ?? id;
  const context: ChainContext = { left: MARGIN, right: WIDTH - MARGIN, theme, nameOf };
  const captioned = options.caption !== false;
  const nodes: SceneNode[] = [];
  let y: number = MARGIN;
  if (captioned) {
    const room = WIDTH - 2 * MARGIN;
    const subtitle = `Layout “${layout.name}” · upper bounds by theory; each part is one task's share`;
    nodes.push(captionScene({ title: name, subtitle }, MARGIN, y, room, theme, SIZES).node);
    y += 58;
  }
  const items: DrawingItem[] = [];
  for (const chain of chains) {
    const placed = chainScene(chain, y, context);
    nodes.push(placed.node);
    items.push(chainItem(chain, y, placed.bottom));
    y = placed.bottom + GAP;
  }
  const kinds = new Set(
    chains.flatMap(({ bounds }) =>
      bounds.flatMap(({ valueNs, parts }) =>
        valueNs === null ? [] : parts.map(({ kind }) => kind),
      ),
    ),
  );
  const legend = legendLines(partLegend(kinds, theme), MARGIN, y - 12, WIDTH - MARGIN, theme, 11);
  nodes.push(legend.node);
  const height = legend.bottom + MARGIN;
  const description = [
    `Chains of layout ${layout.name}: ${chains.length}.`,
    ...chains.map((chain) => `${chain.chain.name}: ${chainSummary(chain)}.`),
  ].join(' ');
  return {
    scene: sceneRoot(WIDTH, height, name, description, nodes, theme),
    width: WIDTH,
    height,
    items,
    links: [],
    description,
    idiom: null,
    collapsed: [],
  };
}
