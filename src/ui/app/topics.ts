/** Questions that the window asks its worker by topic: of each topic only the newest is answered. */
import type {
  PriorityAnswer,
  PriorityGroup,
} from '../../analysis/schedulability/assign-priorities.ts';
import type { BudgetProposal, BudgetWish } from '../../analysis/schedulability/propose-budgets.ts';
import type { Remedies, TaskPlace } from '../../analysis/schedulability/remedies.ts';
import type { TableTrial } from '../../analysis/schedulability/table-trial.ts';
import type { GeneratedTable } from '../../model/commands/generated-table.ts';
import type { Id } from '../../model/fields.ts';
import type { BuildQuestion, Built } from '../advisor/build-protocol.ts';
import type { CompareAnswer, CompareQuestion } from '../compare/compare-protocol.ts';
import type { PriorityGroupsQuestion, PriorityQuestion } from '../timing/priority-protocol.ts';
import type { WhatIfAnswer, WhatIfQuestion } from '../timing/what-if-protocol.ts';

interface Exchange<About, Given> {
  readonly about: About;
  readonly answer: Given;
}

/** For whom budgets are asked. */
interface BudgetQuestion {
  readonly layoutId: Id;
  readonly environmentIds: readonly Id[];
  readonly wish: BudgetWish;
}

/** What is asked about each topic, and what comes back. Both cross to the worker as structured clones: plain data. */
export interface Topics {
  /** Several layouts side by side. */
  readonly compare: Exchange<CompareQuestion, CompareAnswer>;
  /** Something built on a copy of the plan. */
  readonly build: Exchange<BuildQuestion, Built>;
  /** What other execution times and clocks would do. */
  readonly change: Exchange<Extract<WhatIfQuestion, { kind: 'change' }>, WhatIfAnswer>;
  /** How far execution times may grow. */
  readonly breaking: Exchange<Extract<WhatIfQuestion, { kind: 'breaking' }>, WhatIfAnswer>;
  /** How low the clock may be. */
  readonly slowest: Exchange<Extract<WhatIfQuestion, { kind: 'slowest' }>, WhatIfAnswer>;
  /** Tasks whose priorities stand against each other. */
  readonly priorityGroups: Exchange<PriorityGroupsQuestion, readonly PriorityGroup[]>;
  /** An order of priority for one such group. */
  readonly priorities: Exchange<PriorityQuestion, PriorityAnswer>;
  /** Budgets from the demand of tasks. */
  readonly budgets: Exchange<BudgetQuestion, readonly BudgetProposal[]>;
  /** What would prove a deadline. */
  readonly remedies: Exchange<TaskPlace, Remedies>;
  /** What a window table would prove. */
  readonly table: Exchange<
    { readonly layoutId: Id; readonly generated: GeneratedTable },
    TableTrial
  >;
}
export type Topic = keyof Topics;
export type About<T extends Topic> = Topics[T]['about'];
export type Given<T extends Topic> = Topics[T]['answer'];

export type Question<T extends Topic = Topic> = {
  readonly [K in T]: {
    readonly type: 'question';
    readonly topic: K;
    readonly question: number;
    readonly about: About<K>;
  };
}[T];

export type Answer<T extends Topic = Topic> = {
  readonly [K in T]: {
    readonly type: 'answer';
    readonly topic: K;
    readonly question: number;
    /** Null: what was asked about has gone meanwhile, or the engine failed and says how. */
    readonly answer: Given<K> | null;
    readonly failure: string | null;
  };
}[T];

export type OnAnswer<T extends Topic> = (answer: Given<T> | null, failure: string | null) => void;
