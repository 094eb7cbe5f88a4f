/** Results of the layout on screen. The newest question wins; results never block typing or dragging. */
import type { Assessment } from '../../analysis/advisor/assess.ts';
import type { AdviceQuestion, ListedCandidate } from '../../analysis/advisor/candidates.ts';
import type { Margin, Varied } from '../../analysis/schedulability/margins.ts';
import type { Budget, Finding, LayoutResult, Verdict } from '../../analysis/result.ts';
import type { Snapshot } from '../../model/diff-schema.ts';
import type { Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import type { PlacementVerdict } from '../../analysis/rules/placement-verdict.ts';
import type {
  AskedStack,
  AskedTarget,
  FromWorker,
  StackVerdict,
  ToWorker,
} from './analysis-protocol.ts';
import type { About, Answer, OnAnswer, Question, Topic } from './topics.ts';

/** The part of a worker that is used; tests run the same engine without one. */
export interface AnalysisPort {
  postMessage(message: ToWorker): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
  terminate(): void;
}

/** A margin; null: the number is not known, or the engine failed and says how. */
export type OnMargin = (of: Varied, margin: Margin | null, failure: string | null) => void;

export type VerdictCounts = Readonly<Record<Verdict, number>>;
const NO_COUNTS: VerdictCounts = {
  pass: 0,
  warning: 0,
  error: 0,
  'not-assessed': 0,
  manual: 0,
  'not-applicable': 0,
};

/** The newest question of a topic, and who waits for its answer. */
type Waiter = readonly [question: number, answer: (answer: never, failure: string | null) => void];

export class AnalysisStore {
  readonly #port: AnalysisPort;
  readonly #finished: (layoutId: Id, revision: number) => void;
  #result: LayoutResult | null = $state.raw(null);
  #resultRevision = $state(-1);
  #asked = $state(-1);
  #askedLayoutId: Id | null = null;
  #failure: string | null = $state(null);
  #milliseconds = $state(0);
  /** Number of the newest question about drops, stacks or candidates; answers to older ones are dropped. */
  #question = 0;
  /** Of margins: their search goes on beside the others. */
  #marginQuestion = 0;
  readonly #waiting: Partial<Record<Topic, Waiter>> = {};
  #topicQuestion = 0;
  #onVerdict: ((key: string, verdict: PlacementVerdict) => void) | null = null;
  #onStack: ((verdict: StackVerdict) => void) | null = null;
  #onAssessment: ((assessment: Assessment) => void) | null = null;
  #onMargin: OnMargin | null = null;

  readonly counts: VerdictCounts = $derived.by(() => {
    const counts = { ...NO_COUNTS };
    for (const { verdict } of this.#result?.findings ?? []) counts[verdict] += 1;
    return counts;
  });

  constructor(
    port: AnalysisPort,
    texts: Readonly<Record<string, string>>,
    finished: (layoutId: Id, revision: number) => void,
  ) {
    this.#port = port;
    this.#finished = finished;
    port.onmessage = ({ data }) => this.#receive(data);
    port.postMessage({ type: 'catalogue', texts });
  }

  /** The newest result of the layout on screen; null before the first. */
  get result(): LayoutResult | null {
    return this.#result;
  }
  /** Whether the result belongs to the plan as it is now. */
  get isCurrent(): boolean {
    return this.#resultRevision === this.#asked;
  }
  /** Text of a fault of our own in the engine; null as long as it works. */
  get failure(): string | null {
    return this.#failure;
  }
  get milliseconds(): number {
    return this.#milliseconds;
  }
  get findings(): readonly Finding[] {
    return this.#result?.findings ?? [];
  }
  get budgets(): readonly Budget[] {
    return this.#result?.budgets ?? [];
  }

  loadPlan(snapshot: Snapshot): void {
    this.#port.postMessage({ type: 'plan', snapshot });
  }

  applyDiff(diff: Diff): void {
    this.#port.postMessage({ type: 'diff', diff });
  }

  /** Asks for the results of a layout at a revision. */
  ask(layoutId: Id | null, revision: number): void {
    if (layoutId === null) {
      this.#result = null;
      this.#resultRevision = this.#asked = revision;
      return;
    }
    if (layoutId !== this.#askedLayoutId) this.#result = null;
    this.#askedLayoutId = layoutId;
    this.#asked = revision;
    this.#port.postMessage({ type: 'analyze', layoutId, revision });
  }

  /**
   * Asks what dropping applications would do.
   *
   * @param layoutId the layout on screen
   * @param applicationIds what is moved
   * @param targets where it could go, most wanted first
   * @param answer called per target as verdicts come in, until the next question
   */
  judge(
    layoutId: Id,
    applicationIds: readonly Id[],
    targets: readonly AskedTarget[],
    answer: (key: string, verdict: PlacementVerdict) => void,
  ): void {
    this.#onVerdict = answer;
    const question = (this.#question += 1);
    this.#port.postMessage({ type: 'judge', question, layoutId, applicationIds, targets });
  }

  /** Asks what new stacks would cost and break; answered one by one until the next question. */
  judgeStacks(stacks: readonly AskedStack[], answer: (verdict: StackVerdict) => void): void {
    this.#onStack = answer;
    const question = (this.#question += 1);
    this.#port.postMessage({ type: 'stacks', question, stacks });
  }

  /**
   * Asks what candidates of the advisor cost and break; answered one by one until the next question.
   *
   * @returns stops it
   */
  advise(
    about: AdviceQuestion,
    candidates: readonly ListedCandidate[],
    answer: (assessment: Assessment) => void,
  ): () => void {
    this.#onAssessment = answer;
    const question = (this.#question += 1);
    this.#port.postMessage({ type: 'advise', question, about, candidates });
    return () => {
      if (question !== this.#question) return;
      this.#question += 1;
      this.#port.postMessage({ type: 'stop', what: 'advise' });
    };
  }

  /**
   * Asks about a topic; only the newest question of each topic is answered.
   *
   * @returns stops it: what is not begun is not worked out, and nothing is answered any more
   */
  question<T extends Topic>(topic: T, about: About<T>, answer: OnAnswer<T>): () => void {
    const question = (this.#topicQuestion += 1);
    this.#waiting[topic] = [question, answer];
    this.#port.postMessage({ type: 'question', topic, question, about } as Question);
    return () => {
      if (this.#waiting[topic]?.[0] !== question) return;
      delete this.#waiting[topic];
      this.#port.postMessage({ type: 'stop', what: topic });
    };
  }

  /**
   * Asks how far numbers may move, each alone; answered one by one until the next question.
   *
   * @returns stops it
   */
  margins(layoutId: Id, list: readonly Varied[], answer: OnMargin): () => void {
    this.#onMargin = answer;
    const question = (this.#marginQuestion += 1);
    this.#port.postMessage({ type: 'margins', question, layoutId, list });
    return () => {
      if (question !== this.#marginQuestion) return;
      this.#marginQuestion += 1;
      this.#port.postMessage({ type: 'stop', what: 'margins' });
    };
  }

  close(): void {
    this.#port.terminate();
  }

  #receive(message: FromWorker): void {
    if (message.type === 'verdict') {
      if (message.question === this.#question) this.#onVerdict?.(message.key, message.verdict);
      return;
    }
    if (message.type === 'stack') {
      if (message.question === this.#question) this.#onStack?.(message.verdict);
      return;
    }
    if (message.type === 'assessment') {
      if (message.question === this.#question) this.#onAssessment?.(message.assessment);
      return;
    }
    if (message.type === 'margin') {
      if (message.question === this.#marginQuestion)
        this.#onMargin?.(message.of, message.margin, message.failure);
      return;
    }
    if (message.type === 'answer') return this.#answered(message);
    if (message.type === 'failed') {
      this.#failure = message.message;
      this.#resultRevision = message.revision;
      return;
    }
    if (message.layoutId !== this.#askedLayoutId || message.revision < this.#resultRevision) return;
    this.#result = message.result;
    this.#resultRevision = message.revision;
    this.#milliseconds = message.milliseconds;
    this.#failure = null;
    if (this.isCurrent) this.#finished(message.layoutId, message.revision);
  }

  #answered({ topic, question, answer, failure }: Answer): void {
    const waiting = this.#waiting[topic];
    // Both were put under their topic together.
    if (waiting?.[0] === question) waiting[1](answer as never, failure);
  }
}
