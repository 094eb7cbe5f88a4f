/** What a view gives: the scene, and where in it each thing of the plan stands. */
import type { SubjectKind } from '../analysis/result.ts';
import type { LayoutResult } from '../analysis/result.ts';
import type { Catalogue } from '../catalog/technology.ts';
import type { Id } from '../model/fields.ts';
import type { Plan } from '../model/plan.ts';
import type { SceneNode } from './scene.ts';
import type { ThemeName } from './theme.ts';

/** A rectangle in user units of the drawing; y grows downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One thing of the plan somewhere in a drawing: for hits, focus rings and drop targets. */
export interface DrawingItem extends Box {
  readonly kind: SubjectKind;
  readonly id: Id;
  /**
   * Unique in the drawing: a thing may be shown at several places (segments of an environment on cores that are
   * not neighbours).
   */
  readonly key: string;
  /** Key of the item that this is a detail of, for example the row of a job: the keyboard goes there first, then along. */
  readonly row?: string;
  /** What of it this is. */
  readonly part: 'tile' | 'frame' | 'bar' | 'core' | 'chip' | 'region' | 'cell' | 'tray';
  /** How a screen reader calls it: name and what matters most of it. */
  readonly label: string;
  /** Cores beneath it, in hardware order; empty where that means nothing. */
  readonly coreIds: readonly Id[];
  /** Environment it stands in; null on the hardware and for hardware. */
  readonly environmentId: Id | null;
  /** For an application: the placement shown here; null elsewhere and for one without a place. */
  readonly placementId: Id | null;
  /** For a cell of the matrix: the links it counts. */
  readonly linkIds?: readonly Id[];
}

/** The way of one drawn line. */
export interface LinkRoute {
  /** Key of its node in the link layer. */
  readonly key: string;
  /** Links it stands for: one, or those of a bundle. */
  readonly linkIds: readonly Id[];
  /** Corners, from sender to receiver. */
  readonly points: readonly (readonly [number, number])[];
  readonly ghost: boolean;
  /** Where its label stands; null without one. */
  readonly labelBox: Box | null;
  readonly label: string;
}

/** Something selected, as the views share it. */
export interface SelectedItem {
  readonly kind: SubjectKind;
  readonly id: Id;
}

export const DRAWN_LINK_IDIOMS = ['lines', 'bundled', 'matrix', 'none'] as const;
/** How links are drawn over the layout. */
export type DrawnLinkIdiom = (typeof DRAWN_LINK_IDIOMS)[number];

/** What the headings of a matrix are. */
export type MatrixAxis = 'environment' | 'application' | 'core';

/** Height of application tiles. */
export type Density = 'auto' | 'roomy' | 'compact';

/** What a timeline shows. */
export interface TimelineOptions {
  /** Task whose critical instant is drawn; null: the selected one, else the one with the least slack. */
  readonly task?: { readonly taskId: Id; readonly placementId: Id } | null;
  /** Stretch of time; null: the whole frame, and the schedule up to the deadline; all of a short hyperperiod. */
  readonly range?: { readonly fromNs: number; readonly toNs: number } | null;
  /** Window with a ring around it; null: none. */
  readonly windowId?: Id | null;
  /** Chain that is drawn through the cores; null: the selected one, else none. */
  readonly chainId?: Id | null;
  /** Of the drawing, in user units; left out: as on paper. */
  readonly width?: number;
}

/** How a view is drawn. Every member has a sensible default. */
export interface DrawingOptions {
  readonly theme?: ThemeName;
  /** Names and fixed memory of technologies; without it those read "unknown". */
  readonly catalogue?: Catalogue | null;
  /** Null: chosen by the number of links (up to 30 lines, up to 80 bundles, then the matrix). */
  readonly idiom?: DrawnLinkIdiom | null;
  readonly selection?: readonly SelectedItem[];
  /**
   * Runs of empty cores that are drawn as one column. `auto`: every run of three or more in one cluster;
   * `none`; or the runs of an earlier drawing (`Drawing.collapsed`), so that columns stay where they were. Cores
   * that are no longer empty leave their run whatever is asked.
   */
  readonly collapsed?: 'auto' | 'none' | readonly (readonly Id[])[];
  /** Most columns side by side before the cores go on in a further row; default 12. */
  readonly columnsPerRow?: number;
  /** Layout view: tiles with name and numbers, or low ones; `auto` (default) by how high the stacks grow. */
  readonly density?: Density;
  /** Title, subtitle and legend; default true. */
  readonly caption?: boolean;
  /** 1 or, for a meeting's projector, 1.5: size of text. Columns grow less than the text does. */
  readonly textScale?: number;
  /** 1 or, for a meeting's projector, 2: width of strokes. */
  readonly strokeScale?: number;
  /** Matrix view: what rows and columns are; null: environments. */
  readonly matrixAxis?: MatrixAxis | null;
  readonly timeline?: TimelineOptions;
}

/** A view drawn. */
export interface Drawing {
  /** Root is an `svg` with a viewBox of width by height. */
  readonly scene: SceneNode;
  readonly width: number;
  readonly height: number;
  /** Everything selectable but links, back to front: the last that contains a point is on top. */
  readonly items: readonly DrawingItem[];
  /** Drawn lines; empty in views without. */
  readonly links: readonly LinkRoute[];
  /** What the drawing shows, in sentences: the text alternative. */
  readonly description: string;
  /** Idiom that was used, where the view has links. */
  readonly idiom: DrawnLinkIdiom | null;
  /** Runs of cores drawn as one column; hand them back as `DrawingOptions.collapsed` to keep columns in place. */
  readonly collapsed: readonly (readonly Id[])[];
}

/** A view: pure, deterministic, never throws on a plan whose records decode. */
export type View = (
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options?: DrawingOptions,
) => Drawing;

/**
 * The item on top at a point.
 *
 * @param drawing a drawing
 * @param x user units
 * @param y user units
 * @param accepts which items count; all when left out
 * @returns the last item drawn there, or null
 * @cost O(items)
 */
export function itemAt(
  drawing: Drawing,
  x: number,
  y: number,
  accepts: (item: DrawingItem) => boolean = () => true,
): DrawingItem | null {
  const found = drawing.items.findLast(
    (item) =>
      x >= item.x &&
      x <= item.x + item.width &&
      y >= item.y &&
      y <= item.y + item.height &&
      accepts(item),
  );
  return found ?? null;
}
