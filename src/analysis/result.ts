/** What the engine gives for one layout. Plain JSON: it crosses to workers, SQLite, CLI and report unchanged. */
import type { Id } from '../model/fields.ts';

/** What a result is about. `name` is for people and is the name at the time of the analysis. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: Id;
  readonly name: string;
}
export type SubjectKind =
  | 'target'
  | 'cluster'
  | 'core'
  /** Several cores over which something floats; its id joins theirs. */
  | 'core-set'
  | 'cache'
  | 'memory'
  | 'device'
  | 'application'
  | 'task'
  | 'link'
  | 'chain'
  | 'layout'
  | 'environment'
  | 'placement'
  | 'region'
  | 'grant'
  | 'channel'
  | 'image';

/** Low, typical and high of a quantity. A member is null when unknown; `atLeast` says that a part is missing. */
export interface Range {
  readonly low: number | null;
  readonly typical: number | null;
  readonly high: number | null;
}

/** How far a target is from what a figure was measured on. */
export interface FigureApplicability {
  /**
   * `here`: measured on the same core type, set by the user, or true by definition. `indication`: measured on another
   * core type of the same instruction set, or nobody says on what; a bound in neither direction. `not-comparable`:
   * measured on another instruction set; the figure then has no value.
   */
  readonly standing: 'here' | 'indication' | 'not-comparable';
  /** In words, for example "same core type: measured on Cortex-A53 (Xilinx ZCU104)". */
  readonly text: string;
}

/** The estimate that a figure repeats, so that it can be opened. */
export interface EstimateRef {
  readonly kind: string;
  readonly subject: Subject;
  /** True when a part of it is missing: the figure is then a lower bound, too. */
  readonly atLeast: boolean;
}

/** A number that an estimate was computed from. */
export interface FigureUse {
  /** What it is, for example "fixed host memory of Jailhouse". */
  readonly name: string;
  readonly value: number | string | boolean | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  /** Where it comes from: a source's title, `user`, or `estimate`. Null only when the value is null. */
  readonly source: string | null;
  readonly conditions: string | null;
  readonly confidence: string | null;
  /**
   * The user's reason, where the user replaced the figure of the catalogue for this plan, or a figure that goes into
   * this estimate; null: nobody did.
   */
  readonly override: string | null;
  /** Of a measured time, share of CPU time or throughput; null: it is unknown, or was not measured on a core. */
  readonly applies: FigureApplicability | null;
  /** Where it is itself an estimate of this result; null: it is not. */
  readonly estimate: EstimateRef | null;
  /** How many unknown figures it stands for, where a list was cut; absent: itself. */
  readonly standsFor?: number | undefined;
}

/** A computed quantity with what it was computed from. */
export interface Estimate extends Range {
  readonly kind: string;
  readonly subject: Subject;
  readonly unit: string;
  /** True when a needed figure is unknown, so that the sum is a lower bound, unless it is an indication. */
  readonly atLeast: boolean;
  /**
   * True when a figure that goes in was measured on another core type, or nobody says on what: `typical` is then an
   * indication and no bound, `high` is null, and `low` is what holds here without it (null: nothing).
   */
  readonly isIndication: boolean;
  readonly formula: string;
  readonly figures: readonly FigureUse[];
  /**
   * How far the target is from the hardware that the figures were measured on, for example "measured on
   * Cortex-A53 (ZCU104); this target: Cortex-A72". Null where no measured figure goes in.
   */
  readonly applicability: string | null;
}

export type BudgetKind =
  | 'cpu'
  | 'memory'
  | 'disk'
  | 'device-functions'
  /** Time to ready against the application's need. */
  | 'startup'
  /** Latency of a link's channel against the link's bound. */
  | 'ipc-latency'
  /** Interrupt latency of a technology against the application's need. */
  | 'interrupt-latency'
  /** Copies of environments against a documented limit. */
  | 'instances';
export type BudgetVerdict = 'within' | 'over' | 'unknown';

/** Demand against capacity. */
export interface Budget {
  readonly kind: BudgetKind;
  readonly subject: Subject;
  readonly demand: Range;
  /** True when part of the demand is unknown. */
  readonly atLeast: boolean;
  readonly capacity: number | null;
  /** `core` (1 is one core fully used), `bytes`, `ns` or `count`. */
  readonly unit: string;
  readonly verdict: BudgetVerdict;
  /** For `cpu`: the cores whose capacity is meant, in hardware order; empty for other kinds. */
  readonly coreIds: readonly Id[];
  /** How the number comes about: what is added up, and the sum, with its numbers. */
  readonly formula: string;
  readonly figures: readonly FigureUse[];
}

/**
 * `manual`: a plan cannot decide it, a person has to look. `not-applicable`: the layout has nothing that the rule is
 * about. Neither is ever counted as a pass.
 */
export type Verdict = 'pass' | 'warning' | 'error' | 'not-assessed' | 'manual' | 'not-applicable';

/** One measured or stated value that a finding rests on. */
export interface Evidence {
  readonly name: string;
  readonly value: string;
  readonly source: string | null;
  /** The user's reason, where it is a figure that the user replaced for this plan; null: it is not. */
  readonly override: string | null;
}

/** One field of one thing of the plan. */
export interface FieldOfPlan {
  readonly subject: Subject;
  /** As in the interchange format, for example `contextSwitchNs`. */
  readonly name: string;
}

/** By how much a budget is exceeded: whether a change of the plan made it worse or better. */
export interface Overrun {
  /** What has the budget: a core, several cores, an environment, a memory. */
  readonly of: readonly Subject[];
  /** In cores or bytes. */
  readonly by: number;
}

/** A rule's verdict on a layout. */
export interface Finding {
  readonly rule: string;
  readonly verdict: Verdict;
  /** The culprit first. Never empty: a verdict on the whole names the layout. */
  readonly subjects: readonly Subject[];
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** The bound in words with unit, for example "2 virtual functions"; null where a rule has none. */
  readonly limit: string | null;
  readonly actual: string | null;
  /** What is left (or missing, when negative), with unit. */
  readonly remainder: string | null;
  readonly remedy: string | null;
  /** Where the remedy is one field: which; absent: it is more than that. */
  readonly field?: FieldOfPlan;
  /** Where a budget is exceeded: whose, by how much. */
  readonly overrun?: Overrun;
}

/** A run of messages that activates a task. */
export interface TaskEvent {
  /** Each end of its jobs sends one message. */
  readonly by: Subject;
  readonly link: Subject;
  /** Period of the task that starts the run of messages. */
  readonly periodNs: number;
  /** Messages in each period, of so many instances of senders; absent: one. */
  readonly copies?: number;
  /** Latest activation after the earliest possible one; null: the analysis did not converge. */
  readonly jitterNs: number | null;
  /** Least distance of two messages of the sender. */
  readonly separationNs: number;
  /** From the release of the task that starts the run to the earliest activation. */
  readonly delayNs: number;
}

/** How messages activate a task. */
export interface TaskActivation extends TaskEvent {
  /** Where several runs of messages activate it, each on its own: the others. */
  readonly also?: readonly TaskEvent[];
}

/** How a bound of what other cores do through memory comes about. */
export type InterferenceMethod = 'stated-factor' | 'round-robin' | 'regulation' | 'memory-aware';

/** One bound of interference for one task. */
export interface InterferenceBound {
  readonly method: InterferenceMethod;
  /** Longest execution of one job alone on its core while others are busy; null: unknown, or not what the method bounds. */
  readonly inflatedWcetNs: number | null;
  readonly responseTimeNs: number | null;
  /** Why there is no response time. */
  readonly reason: string | null;
}

/** What other cores do to one task, beside its isolated times. */
export interface TaskInterference {
  /** Of the bound that is used; null: none applies. */
  readonly method: InterferenceMethod | null;
  readonly inflatedWcetNs: number | null;
  /** Why none applies. */
  readonly reason: string | null;
  readonly bounds: readonly InterferenceBound[];
}

/** One task at one place: whether it meets its deadline, and by what right. */
export interface TaskResult {
  readonly task: Subject;
  readonly application: Subject;
  /** Place of the application that this row is about: one row per place; null when it has none. */
  readonly placementId: Id | null;
  /** Core the task runs on; null when it floats or has no place. */
  readonly coreId: Id | null;
  /** Share of that core, by BCET, average and WCET. */
  readonly utilisation: Range;
  /** `not-assessed`: it has no place. */
  readonly verdict: 'proven-ok' | 'proven-miss' | 'unknown' | 'not-assessed';
  /** `exact`: some release pattern reaches the response time; `sufficient`: none exceeds it; null: no bound is known. */
  readonly bound: 'exact' | 'sufficient' | null;
  /** The theory that gave the bound; null: none was applied. */
  readonly method: string | null;
  readonly assumptions: readonly string[];
  /** Of the assumptions, those made because the plan does not state something: the verdict holds if they do. */
  readonly unstated: readonly string[];
  /** Why the verdict is not `proven-ok`; null where it is. */
  readonly reason: string | null;
  /** Longest execution on its core, alone; null: unknown. */
  readonly wcetNs: number | null;
  /** From the nominal release; of a task that messages activate, from the message. */
  readonly deadlineNs: number;
  /** What its releases follow from; null: it is released as it states, or nobody can say how messages activate it. */
  readonly activation: TaskActivation | null;
  /** Upper bound of the response time, counted as the deadline is; from the nominal release jitter is included; null: none is known. */
  readonly responseTimeNs: number | null;
  /** The same without interference of other cores, where that is bounded; else null. */
  readonly isolatedResponseTimeNs: number | null;
  /** Null: nothing was analysed. */
  readonly interference: TaskInterference | null;
  /** Deadline less response time. */
  readonly slackNs: number | null;
}

/** A share of a core without rounding. */
export interface ExactRatio {
  /** Whole numbers, as text: they may be longer than a number holds. */
  readonly numerator: string;
  readonly denominator: string;
}

/** What may run on several cores: it asks for time of all of them together, never for more than one at a time. */
export interface FloatingDemand {
  /** How many cores it floats over. */
  readonly cores: number;
  /** Tasks, and applications of which only a load is stated. */
  readonly loads: number;
  /** Worst-case utilisation of all of them, in cores; null: one is unknown, or too many terms. */
  readonly demand: ExactRatio | null;
}

/** What one environment schedules on one core: demand against what it is certain to get. */
export interface ScheduleResult {
  readonly environment: Subject;
  readonly core: Subject;
  /** Policy of its tasks; null: unknown, `reason` says why. */
  readonly policy: 'fixed-priority' | 'fixed-priority-non-preemptive' | 'edf' | null;
  /** Worst-case utilisation of its tasks that have this core alone, as often as events activate them, with the stated growth of WCETs; null: a WCET or a rate is unknown, or too many terms. */
  readonly demand: ExactRatio | null;
  /** What floats over this core and others of it, by set of cores. */
  readonly floating: readonly FloatingDemand[];
  /** Long-run rate that it is certain to get; null: nothing is certain. */
  readonly supply: ExactRatio | null;
  /** In words, for example "two windows of "Frame""; null: unknown. */
  readonly supplyWords: string | null;
  readonly reason: string | null;
  readonly taskIds: readonly Id[];
}

/** Worst-case utilisation of what is bound to one core, as often as events activate it, with the stated growth of WCETs. */
export interface CoreResult {
  readonly core: Subject;
  readonly utilisation: ExactRatio | null;
  /** True when a demand on the core is unknown. */
  readonly atLeast: boolean;
}

/** A part of a latency. `interval`: the period of the task in place of its response time. */
export interface LatencyPart {
  readonly kind: 'sampling' | 'response' | 'interval' | 'order' | 'copy' | 'notification';
  readonly taskId: Id;
  readonly timeNs: number;
}

/** What one theory says of a chain. */
export interface ChainBound {
  readonly theory: string;
  readonly latency: 'reaction' | 'age';
  readonly source: string;
  /** Null: the theory does not apply, or lacks something; `obstacles` say why. */
  readonly valueNs: number | null;
  /** Where the time goes: adds up to the value. Without a value, what is known of it: stretches of the chain bounded each by itself. */
  readonly parts: readonly LatencyPart[];
  readonly assumptions: readonly string[];
  readonly obstacles: readonly string[];
}

/** What handing data on takes. */
export interface TransferTime extends Range {
  /** `counted`: in the bounds; `indication`: observed, and in no bound; `unknown`: nobody knows. */
  readonly standing: 'counted' | 'indication' | 'unknown';
  /** Where the time comes from, or why there is none. */
  readonly basis: string;
}

/** How one task of a chain hands data to the next. Times are nanoseconds. */
export interface ChainTransfer {
  readonly fromTaskId: Id;
  readonly toTaskId: Id;
  /** Null: inside one application, without a link. */
  readonly link: Subject | null;
  /** `register`: the receiver's next job samples it; `queue`: each message activates the receiver. */
  readonly transport: 'register' | 'queue';
  readonly copy: TransferTime;
  readonly notification: TransferTime;
}

/** One cause-effect chain: its latency by every theory, and whether the tightest one keeps its bound. */
export interface ChainResult {
  readonly chain: Subject;
  /** Which latency the chain's bound limits. */
  readonly latency: 'reaction' | 'age';
  readonly taskIds: readonly Id[];
  /** `unknown`: no theory bounds it, or the tightest bound exceeds what is allowed; `not-assessed`: no limit is stated. */
  readonly verdict: 'proven-ok' | 'proven-miss' | 'unknown' | 'not-assessed';
  /** What its tasks rest on because the plan does not state something: the verdict holds if they do. */
  readonly unstated: readonly string[];
  /** Why the verdict is not `proven-ok`; null where it is. */
  readonly reason: string | null;
  /** What is allowed; null: not stated. */
  readonly boundNs: number | null;
  /** The tightest bound that holds, and whose it is; null: none does. */
  readonly latencyNs: number | null;
  readonly theory: string | null;
  readonly slackNs: number | null;
  /** Nominal, reached by a schedule with every job at its WCET: the worst case is no less, and may be more. Null: unknown. */
  readonly nominalNs: number | null;
  /**
   * The tightest bound of the age of data until the next output replaces it, and whose it is: at its longest that age equals the
   * reaction time from a sample (Günzel et al., ECRTS 2023). The data age ends at the output. Null: none holds.
   */
  readonly heldAgeNs: number | null;
  readonly heldAgeTheory: string | null;
  /** All theories, of both latencies. */
  readonly bounds: readonly ChainBound[];
  /** Between its tasks, in order; those whose tasks have places. */
  readonly transfers: readonly ChainTransfer[];
}

/**
 * One environment that needs another, besides what it stands in. `device`: it loses the device when the other
 * stops; `control`: the other starts and manages it; `start`: the other must be ready first.
 */
export interface Dependency {
  readonly client: Subject;
  readonly server: Subject;
  readonly kind: 'device' | 'control' | 'start';
  /** Device, hypervisor, or what must be ready. */
  readonly through: Subject;
  readonly why: string;
}

/** How many of the applications of the plan have at least one place in the layout. */
export interface Placed {
  readonly applications: number;
  /** Applications of the plan. */
  readonly of: number;
}

/** All the engine says about one layout. */
export interface LayoutResult {
  readonly plan: { readonly id: Id; readonly name: string };
  readonly layout: { readonly id: Id; readonly name: string };
  readonly versions: { readonly engine: string; readonly catalogue: string };
  /** Where it is not all of them, nothing here is about the whole plan. */
  readonly placed: Placed;
  readonly budgets: readonly Budget[];
  readonly estimates: readonly Estimate[];
  readonly tasks: readonly TaskResult[];
  readonly cores: readonly CoreResult[];
  readonly schedules: readonly ScheduleResult[];
  readonly chains: readonly ChainResult[];
  readonly dependencies: readonly Dependency[];
  readonly findings: readonly Finding[];
}

export const UNKNOWN_RANGE: Range = { low: null, typical: null, high: null };
