/** What the window asks its worker about orders of priority. */
import type { PriorityRule } from '../../analysis/schedulability/assign-priorities.ts';
import type { Id } from '../../model/fields.ts';

export interface PriorityGroupsQuestion {
  readonly layoutId: Id;
}

/** For the tasks of one kernel on one core. */
export interface PriorityQuestion extends PriorityGroupsQuestion {
  readonly environmentId: Id;
  readonly coreId: Id;
  readonly rule: PriorityRule;
}
