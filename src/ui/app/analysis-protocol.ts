/** Messages between the window and its analysis worker. */
import type { Assessment } from '../../analysis/advisor/assess.ts';
import type { AdviceQuestion, ListedCandidate } from '../../analysis/advisor/candidates.ts';
import type { Margin, Varied } from '../../analysis/schedulability/margins.ts';
import type { LayoutResult } from '../../analysis/result.ts';
import type { DropTarget, PlacementVerdict } from '../../analysis/rules/placement-verdict.ts';
import type { StackArguments } from '../../model/commands/stacks.ts';
import type { Snapshot } from '../../model/diff-schema.ts';
import type { Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import type { Answer, Question, Topic } from './topics.ts';

/** A place that applications could be dropped on. */
export interface AskedTarget extends DropTarget {
  readonly key: string;
}

/** A way of running applications on bare cores. */
export interface AskedStack {
  readonly key: string;
  readonly args: StackArguments;
}

/** What a new stack would cost and break. */
export interface StackVerdict {
  readonly key: string;
  /** New findings only, worst first; empty when it breaks nothing. */
  readonly findings: LayoutResult['findings'];
  /** What the memory of the machine grows by; null: unknown. */
  readonly memoryLow: number | null;
  readonly memoryHigh: number | null;
  /** True when a needed figure is unknown, so that it is at least that much. */
  readonly atLeast: boolean;
  /** Why it cannot be done at all; null when it can. */
  readonly impossible: string | null;
}

export type ToWorker =
  | { readonly type: 'catalogue'; readonly texts: Readonly<Record<string, string>> }
  | { readonly type: 'plan'; readonly snapshot: Snapshot }
  | { readonly type: 'diff'; readonly diff: Diff }
  /** Asks for a result; a later question makes an earlier one void. */
  | { readonly type: 'analyze'; readonly layoutId: Id; readonly revision: number }
  /** Asks what drops would do; answered one by one until the next question. */
  | {
      readonly type: 'judge';
      readonly question: number;
      readonly layoutId: Id;
      readonly applicationIds: readonly Id[];
      readonly targets: readonly AskedTarget[];
    }
  | { readonly type: 'stacks'; readonly question: number; readonly stacks: readonly AskedStack[] }
  /** Asks what candidates of the advisor cost and break; answered one by one until the next question. */
  | {
      readonly type: 'advise';
      readonly question: number;
      readonly about: AdviceQuestion;
      readonly candidates: readonly ListedCandidate[];
    }
  /** Asks how far numbers may move, each alone; answered one by one until the next question. */
  | {
      readonly type: 'margins';
      readonly question: number;
      readonly layoutId: Id;
      readonly list: readonly Varied[];
    }
  | Question
  /** Nobody waits for the answers to a question any more. */
  | { readonly type: 'stop'; readonly what: Topic | 'advise' | 'margins' };

export type FromWorker =
  | {
      readonly type: 'result';
      readonly revision: number;
      readonly layoutId: Id;
      readonly result: LayoutResult;
      readonly milliseconds: number;
    }
  | {
      readonly type: 'verdict';
      readonly question: number;
      readonly key: string;
      readonly verdict: PlacementVerdict;
    }
  | { readonly type: 'stack'; readonly question: number; readonly verdict: StackVerdict }
  | { readonly type: 'assessment'; readonly question: number; readonly assessment: Assessment }
  | {
      readonly type: 'margin';
      readonly question: number;
      readonly of: Varied;
      /** Null: the number is not known. */
      readonly margin: Margin | null;
      readonly failure: string | null;
    }
  | Answer
  | { readonly type: 'failed'; readonly revision: number; readonly message: string };
