/** What an environment is certain to get of a core, and what that is read from. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import type { Frame } from '../../model/scheduling.ts';
import type { Supply } from '../timing/supply/supply.ts';
import type { Window } from '../timing/supply/window-table.ts';
import type { FrameTable } from './frame-tables.ts';
import type { Unstated } from './unstated.ts';

/** What is certain, or why nothing is. */
export type SupplyAnswer =
  | {
      readonly kind: 'core';
      readonly supply: Supply;
      /** The whole core, all the time; false: a budget of it. */
      readonly isWhole: boolean;
      readonly words: string;
      readonly assumptions: readonly string[];
      readonly unstated: readonly Unstated[];
    }
  | {
      readonly kind: 'windows';
      readonly supply: Supply;
      readonly frame: Frame;
      /** Net of the switch at the start of each. */
      readonly windows: readonly Window[];
      /** Whether offsets of the tasks count from the start of the frame. */
      readonly isSynchronised: boolean;
      /** Whether somebody states what offsets count from: the frame, or something without a phase to it. */
      readonly isPhaseStated: boolean;
      readonly words: string;
      readonly assumptions: readonly string[];
      readonly unstated: readonly Unstated[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Who runs on each core, and how the layout shares it out. */
export interface CoreUse {
  readonly tree: LayoutTree;
  readonly catalogue: Catalogue;
  readonly tables: readonly FrameTable[];
  /** Environments that schedule something on a core, by core id. */
  readonly hostsOn: ReadonlyMap<Id, ReadonlySet<Environment>>;
}
