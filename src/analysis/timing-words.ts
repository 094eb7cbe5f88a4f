/** What people read of verdicts on tasks and chains: one wording for window, drawing, terminal and report. */
import { PREEMPTIONS, type Preemption, type Task } from '../model/application.ts';
import type {
  CrossCoreLockProtocol,
  LockProtocol,
  Scheduler,
  SiblingThreads,
} from '../model/scheduling.ts';
import { MS, SECOND, US } from '../model/units.ts';
import { counted } from './wording.ts';
import type {
  FloatingDemand,
  ChainTransfer,
  ExactRatio,
  InterferenceMethod,
  LatencyPart,
  ScheduleResult,
  TaskActivation,
  TaskResult,
  TransferTime,
} from './result.ts';

/** Verdict on a task or a chain. */
export type TimingVerdict = TaskResult['verdict'];

/** Most urgent first. */
export const TIMING_VERDICTS = [
  'proven-miss',
  'unknown',
  'not-assessed',
  'proven-ok',
] as const satisfies TimingVerdict[];

export const TIMING_VERDICT_WORDS: Readonly<Record<TimingVerdict, string>> = {
  'proven-ok': 'proven to meet',
  'proven-miss': 'proven to miss',
  unknown: 'unknown',
  'not-assessed': 'not assessed',
};

/** Why a chain may have no latency that is known to be reached: what it takes to know one. */
export const NO_NOMINAL_WORDS =
  'not known which schedule happens: it takes whole cores under stated preemptive priorities, one task each, no context switches, regions, locks, suspension or messages of several senders, and a schedule that repeats soon';

/** How what other cores do through memory is bounded. */
export const INTERFERENCE_WORDS: Readonly<Record<InterferenceMethod, string>> = {
  'stated-factor': 'stated factor',
  'round-robin': 'round-robin slots, per access',
  regulation: 'memory budgets (MemGuard)',
  'memory-aware': 'memory-aware, all cores together',
};

/**
 * @param result of a task or a chain
 * @returns its verdict; of a proof that rests on what the plan does not state, that too
 */
export function verdictWords({
  verdict,
  unstated,
}: Pick<TaskResult, 'verdict' | 'unstated'>): string {
  const words = TIMING_VERDICT_WORDS[verdict];
  const isProof = verdict === 'proven-ok' || verdict === 'proven-miss';
  return isProof && unstated.length > 0
    ? `${words} under ${counted(unstated.length, 'assumption')}`
    : words;
}

export const POLICY_WORDS: Readonly<Record<NonNullable<ScheduleResult['policy']>, string>> = {
  'fixed-priority': 'fixed priorities, preemptive',
  'fixed-priority-non-preemptive': 'fixed priorities, non-preemptive',
  edf: 'earliest deadline first',
};

/**
 * @param policy of a kernel
 * @param preemptions how tasks give way that it schedules: one, or all on a core
 * @returns policy in words, with how tasks give way where the policy leaves that to them
 */
export function policyWords(
  policy: NonNullable<ScheduleResult['policy']>,
  preemptions: readonly Preemption[],
): string {
  const kinds = PREEMPTIONS.filter((kind) => preemptions.includes(kind));
  const isPlain = kinds.every((kind) => kind === 'preemptive');
  if (isPlain || policy === 'fixed-priority-non-preemptive') return POLICY_WORDS[policy];
  return `${policy === 'edf' ? POLICY_WORDS.edf : 'fixed priorities'}, ${kinds.join(' and ')}`;
}

/**
 * @param schedule of a result
 * @param tasks of its plan
 * @returns policy in words, with how the tasks on that core give way; null: unknown
 */
export function scheduleWords(
  { policy, taskIds }: Pick<ScheduleResult, 'policy' | 'taskIds'>,
  tasks: ReadonlyMap<string, Pick<Task, 'preemption'>>,
): string | null {
  if (policy === null) return null;
  return policyWords(
    policy,
    taskIds.flatMap((id) => tasks.get(id)?.preemption ?? []),
  );
}

/**
 * @param floating what floats over several cores
 * @returns how much of how many cores it asks for
 */
export function floatingWords({ cores, loads, demand }: FloatingDemand): string {
  return `${percentOf(demand)} of ${cores} cores together, by ${counted(loads, 'load')}`;
}

/** What an environment states of how its tasks lock what others of their core lock, too. */
export const LOCK_PROTOCOL_WORDS: Readonly<Record<LockProtocol, string>> = {
  'priority-ceiling': 'immediate priority ceiling, or stack resource policy',
  'priority-inheritance': 'priority inheritance',
  'non-preemptive': 'preemption off while a lock is held',
  none: 'none: plain mutexes',
};

/** How its tasks wait for what tasks of other cores lock. */
export const CROSS_CORE_LOCK_WORDS: Readonly<Record<CrossCoreLockProtocol, string>> = {
  'fifo-spin': 'spin in order, without preemption (MSRP)',
  'unordered-spin': 'spin in no order, or by priority',
  suspension: 'suspended until they get it (MPCP, DPCP, FMLP, OMLP)',
};

/** What the other hardware threads of its cores do. */
export const SIBLING_THREAD_WORDS: Readonly<Record<SiblingThreads, string>> = {
  idle: 'idle',
  measured: 'busy, as measured',
};

/** What an environment states of how it schedules. */
export const SCHEDULER_WORDS: Readonly<Record<Scheduler, string>> = {
  ...POLICY_WORDS,
  windows: 'windows of a static table',
  'round-robin': 'round robin',
  fair: 'fair shares',
  credit: 'credit',
};

/** Kinds of parts of a latency, in the order in which a legend lists them. */
export const LATENCY_PART_WORDS: Readonly<Record<LatencyPart['kind'], string>> = {
  sampling: 'waiting to be read',
  response: 'response time',
  interval: 'period in place of a response time',
  order: 'order of reading and writing',
  copy: 'copying',
  notification: 'notification',
};

const STEPS = [
  { factor: SECOND, suffix: 's' },
  { factor: MS, suffix: 'ms' },
  { factor: US, suffix: 'µs' },
  { factor: 1, suffix: 'ns' },
] as const;

/**
 * A time without rounding, for what is held against a deadline.
 *
 * @param ns whole nanoseconds, or null for unknown
 * @returns for example `8.904875 ms`, `unknown` for null
 */
export function exactNs(ns: number | null): string {
  if (ns === null) return 'unknown';
  const size = Math.abs(ns);
  const { factor, suffix } = STEPS.find((step) => size >= step.factor) ?? STEPS[3];
  const rest = String(size % factor).padStart(String(factor).length - 1, '0');
  const fraction = factor === 1 ? '' : rest.replace(/0+$/, '');
  const whole = String(Math.floor(size / factor));
  return `${ns < 0 ? '−' : ''}${whole}${fraction === '' ? '' : `.${fraction}`} ${suffix}`;
}

/** What kind of bound a response time is. */
export const BOUND_WORDS = {
  exact: 'exact: some release pattern reaches it',
  sufficient: 'sufficient: no release pattern exceeds it, perhaps none reaches it',
} as const;

/** Digits of a ratio beyond which it is told by its decimals alone. */
const MOST_DIGITS = 24;
const MILLION = 1_000_000n;

/**
 * @param ratio of whole numbers, or null for unknown
 * @returns per cent with four decimals, cut and marked where that is not all of it; `unknown` for null
 */
export function percentOf(ratio: ExactRatio | null): string {
  if (ratio === null) return 'unknown';
  const [top, bottom] = [BigInt(ratio.numerator), BigInt(ratio.denominator)];
  const scaled = (top * MILLION) / bottom;
  const isExact = scaled * bottom === top * MILLION;
  const decimals = String(scaled % 10_000n).padStart(4, '0');
  const fraction = isExact ? decimals.replace(/0+$/, '') : `${decimals}…`;
  return `${scaled / 10_000n}${fraction === '' ? '' : `.${fraction}`} %`;
}

/**
 * @param ratio of whole numbers, or null for unknown
 * @returns per cent with one decimal for reading, cut; what is more than all never reads as all of it
 */
export function readableShare(ratio: ExactRatio | null): string {
  if (ratio === null) return 'unknown';
  const tenths = (BigInt(ratio.numerator) * 1000n) / BigInt(ratio.denominator);
  const isOver = tenths === 1000n && exceeds(ratio, { numerator: '1', denominator: '1' });
  const text = `${tenths / 10n}${tenths % 10n === 0n ? '' : `.${tenths % 10n}`} %`;
  return isOver ? `more than ${text}` : text;
}

/**
 * @param ratio of whole numbers
 * @returns for example `4447963/3330000`; null for whole numbers, and where nobody could read it
 */
export function fractionOf({ numerator, denominator }: ExactRatio): string | null {
  if (denominator === '1' || numerator.length + denominator.length > MOST_DIGITS) return null;
  return `${numerator}/${denominator}`;
}

/** @returns whether the first of two ratios is larger, without rounding */
export function exceeds(first: ExactRatio, second: ExactRatio): boolean {
  return (
    BigInt(first.numerator) * BigInt(second.denominator) >
    BigInt(second.numerator) * BigInt(first.denominator)
  );
}

/**
 * @param time what handing data on takes
 * @returns amount and standing; an indication says that no bound counts it
 */
export function transferTimeWords({ standing, low, typical, high }: TransferTime): string {
  if (standing === 'unknown' || typical === null) return 'unknown';
  if (standing === 'counted') return `${exactNs(high)}, counted`;
  const ends = [low, high].map((end) => (end === null || end === typical ? null : exactNs(end)));
  const [from, to] = ends;
  const range =
    from || to
      ? ` (${from ? `from ${from}` : ''}${from && to ? ' ' : ''}${to ? `up to ${to}` : ''})`
      : '';
  return `${exactNs(typical)}${range}: an indication, in no bound`;
}

export const TRANSPORT_WORDS: Readonly<Record<ChainTransfer['transport'], string>> = {
  register: 'read when the receiver runs',
  queue: 'activates the receiver',
};

/**
 * @param activation how messages activate a task
 * @returns by whom, how often and how late
 */
export function activationWords({ also = [], ...first }: TaskActivation): string {
  const each = [first, ...also].map(({ by, link, periodNs, copies = 1, jitterNs }) => {
    const late =
      jitterNs === null ? 'without a bound on how late' : `up to ${exactNs(jitterNs)} late`;
    const times = copies > 1 ? `${copies} times ` : '';
    return `by each end of "${by.name}" over "${link.name}", ${times}every ${exactNs(periodNs)}, ${late}`;
  });
  return `activated ${each.join('; ')}; its response counts from the message`;
}
