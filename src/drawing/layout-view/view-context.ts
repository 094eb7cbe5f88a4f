/** What every painter of the layout view needs. */
import type { LayoutResult, SubjectKind } from '../../analysis/result.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import type { SelectedItem } from '../drawing.ts';
import type { EnvironmentMarks } from '../environment-marks.ts';
import type { FindingMarks } from '../finding-marks.ts';
import type { ReplacedMarks } from '../replaced-marks.ts';
import type { Theme } from '../theme.ts';
import type { DependenceMarks } from './dependence.ts';
import type { Floorplan } from './floorplan.ts';
import type { Loads } from './loads.ts';
import type { Metrics } from './metrics.ts';
import type { StackPlan } from './stack-boxes.ts';

/** The plan as it will be drawn, before any of it is drawn. */

export interface ViewContext {
  readonly plan: Plan;
  readonly tree: LayoutTree;
  readonly result: LayoutResult | null;
  /** With the overrides of the plan. */
  readonly catalogue: Catalogue | null;
  readonly theme: Theme;
  readonly metrics: Metrics;
  readonly floor: Floorplan;
  readonly stacks: StackPlan;
  readonly loads: Loads;
  readonly marks: EnvironmentMarks;
  readonly findings: FindingMarks;
  readonly dependence: DependenceMarks;
  readonly replaced: ReplacedMarks;
  readonly tasksOf: ReadonlyMap<Id, readonly Task[]>;
  readonly selection: readonly SelectedItem[];
  readonly isSelected: (kind: SubjectKind, id: Id) => boolean;
}
