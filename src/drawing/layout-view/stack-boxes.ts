/** The boxes of the software stacks: what the planner gives and the painter draws. Heights count up from the cores. */
import type { Application } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import type { Gutter } from './links/gutters.ts';

interface StackBox {
  readonly row: number;
  readonly x: number;
  readonly width: number;
  /** Height of its lower edge above the cores. */
  readonly base: number;
  readonly height: number;
  readonly coreIds: readonly Id[];
}

/** Part of a frame's upper edge. */
export interface FrameStep {
  readonly x: number;
  readonly right: number;
  /** Height above the cores. */
  readonly top: number;
}

/** Outline of an environment around all that stands in it; one per segment. */
export interface FrameBox extends StackBox {
  readonly environment: Environment;
  readonly segment: number;
  readonly segments: number;
  /** True when nothing stands in it. */
  readonly empty: boolean;
  /** Its upper edge follows what stands in it, so that no body stands half empty. Left to right, touching. */
  readonly steps: readonly FrameStep[];
}

/** A layer of the stack. */
export interface BarBox extends StackBox {
  readonly kind: 'identity' | 'os' | 'platform' | 'pool';
  readonly environment: Environment;
  readonly segment: number;
  readonly segments: number;
  /** Width its text may take from its left: up to the first gutter where links of what stands beneath may rise. */
  readonly room: number;
  /** For `pool`: how many applications float over these cores. */
  readonly count: number;
  /** For `pool`: how many cores that are, in all segments. */
  readonly cores: number;
}

export type TileVariant = 'roomy' | 'compact' | 'narrow';

/** An application at one place. */
export interface TileBox extends StackBox {
  readonly placement: Placement;
  readonly application: Application;
  readonly variant: TileVariant;
  readonly nameLines: readonly string[];
  readonly nameSize: number;
  /** How many cores it floats over; 1 when pinned. */
  readonly floatsOver: number;
}

/** Stacks of a layout. */
export interface StackPlan {
  /** Outer before inner. */
  readonly frames: readonly FrameBox[];
  readonly bars: readonly BarBox[];
  readonly tiles: readonly TileBox[];
  /** Height of the highest stack, by row. */
  readonly heights: readonly number[];
  /** Strips where links may rise. */
  readonly gutters: readonly Gutter[];
  /** Environments on no core of the target, with what is placed in them. */
  readonly homeless: readonly Environment[];
  readonly homelessPlacements: readonly Placement[];
}
