/** What is asked about other execution times and another clock. Never part of the plan until it is applied. */
import { MILLE, type WcetChange, type WhatIf } from '../../analysis/schedulability/what-if.ts';
import type { Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Hz } from '../../model/units.ts';

export class WhatIfState {
  #taskId: Id | null = $state(null);
  scope: WcetChange['kind'] = $state('task');
  /** As stated, of the task alone; null: as in the plan. */
  wcetNs: number | null = $state(null);
  /** Of all tasks of the application, or of the plan. */
  perMille = $state(MILLE);
  /** null: as in the plan. */
  clockHz: Hz | null = $state(null);

  /** Begins anew when it is about another task. */
  about(taskId: Id): void {
    if (this.#taskId === taskId) return;
    this.#taskId = taskId;
    this.reset();
  }

  reset(): void {
    this.wcetNs = null;
    this.perMille = MILLE;
    this.clockHz = null;
  }

  /**
   * @param task what it is about
   * @param coreType of the core that the task runs on; null: it has none
   * @returns the question; both parts null: nothing is changed
   */
  change(task: Task, coreType: string | null): WhatIf {
    const { clockHz } = this;
    return {
      wcet: this.#wcet(task),
      clock: coreType === null || clockHz === null ? null : { coreType, clockHz },
    };
  }

  #wcet(task: Task): WcetChange | null {
    const { applicationId, id: taskId } = task;
    const { perMille, wcetNs, scope } = this;
    if (scope !== 'task') {
      if (perMille === MILLE) return null;
      return scope === 'plan'
        ? { kind: 'plan', perMille }
        : { kind: 'application', applicationId, perMille };
    }
    return wcetNs === null || wcetNs === task.wcetNs ? null : { kind: 'task', taskId, wcetNs };
  }

  /** @returns from where on execution times may grow; null: the WCET is not stated */
  growth({ id: taskId, applicationId, wcetNs }: Task): WcetChange | null {
    if (this.scope === 'plan') return { kind: 'plan', perMille: MILLE };
    if (this.scope === 'application')
      return { kind: 'application', applicationId, perMille: MILLE };
    return wcetNs === null ? null : { kind: 'task', taskId, wcetNs };
  }
}
