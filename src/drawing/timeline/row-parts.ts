/** What rows of a timeline are drawn with, and what they give. */
import type { Id } from '../../model/fields.ts';
import type { DrawingItem } from '../drawing.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import type { TimelineModel } from './timeline-model.ts';
import type { TimeScale } from './time-scale.ts';

/** Size of all text: as that of the window, where the drawing is as wide as it. */
export const TEXT = 12;

/** Where the tasks of one kernel stand on one core. */
export interface Lane {
  readonly coreId: Id;
  readonly hostId: Id;
  readonly y: number;
  readonly height: number;
}

/** What rows are drawn with. */
export interface RowContext {
  readonly model: TimelineModel;
  readonly range: Required<TimeScale>;
  readonly theme: Theme;
  readonly windowId: string | null;
}

/** Nodes with what of them can be selected. */
export interface Part {
  readonly node: SceneNode;
  readonly items: readonly DrawingItem[];
}

/** A row of a core, with where its tasks stand. */
export interface CorePart extends Part {
  readonly lanes: readonly Lane[];
  /** What is read of it: it stands over the line of a chain. */
  readonly texts: readonly (SceneNode | null)[];
}
