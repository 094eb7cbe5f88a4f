/** RT-13: what response times take for granted because nobody states it. */
import type { Environment } from '../../model/layout.ts';
import type { UnstatedKind } from '../schedulability/unstated.ts';
import { fieldOfEnvironment, ofCore, ofEnvironment, ofTask } from '../subjects.ts';
import type { Rule } from './rule.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

/** What one kind of assumption says, and the field of the environment in which it would be stated. */
interface Text extends UnknownText {
  readonly at?: (environment: Environment) => keyof Environment;
}

/** Of two that belong together, the one that is missing. */
const overhead = ({ releaseLatencyNs }: Environment): keyof Environment =>
  releaseLatencyNs === null ? 'releaseLatencyNs' : 'executionFactor';

const TEXTS: Readonly<Record<UnstatedKind, Text>> = {
  scheduler: {
    message: (names) =>
      `the scheduler of ${names} is not stated: response times take preemptive fixed priorities`,
    remedy: 'State the scheduler.',
    at: () => 'scheduler',
  },
  'context-switch': {
    message: (names) => `what a context switch costs in ${names} is not stated: it counts as 0`,
    remedy: 'State the longest context switch, or 0 where WCETs include it.',
    at: () => 'contextSwitchNs',
  },
  'window-switch': {
    message: (names) =>
      `what a switch between the windows of ${names} costs is not stated: it counts as 0`,
    remedy: 'State the time lost at the start of a window in its frame.',
  },
  'budget-switch': {
    message: (names) =>
      `what a switch between the budgets of ${names} costs is not stated: it counts as 0`,
    remedy: 'State the longest context switch of what grants the budgets.',
    at: () => 'contextSwitchNs',
  },
  'budget-phase': {
    message: (names) =>
      `when the budget of ${names} is filled up is not stated: with the periods of the frame, so that it cuts no window short`,
    remedy: 'Take the budget away where the windows are all that is enforced.',
    at: () => 'server',
  },
  'guest-budget': {
    message: (names) =>
      `whether budgets around ${names} count time that is taken from what they stand in is not stated: they count only time in which it runs`,
    remedy:
      'Use a guest that accounts for stolen time, and accept this with a waiver that says so.',
  },
  'fair-threads': {
    message: (names) =>
      `of which class the threads with a quota beside ${names} are is not stated: of the fair class, after every real-time thread`,
    remedy: 'State the scheduler of what has the quota: fair.',
  },
  threads: {
    message: (names) =>
      `what else runs on the hardware threads of the cores of ${names} is not stated: they count as idle`,
    remedy:
      'State under Scheduling of the environment what the other hardware threads do: idle (switched off, core scheduling), or busy while WCETs were measured.',
    at: () => 'siblingThreads',
  },
  virtualization: {
    message: (names) =>
      `the overhead of ${names} on execution and on the latency of interrupts is not stated: virtualization counts as free`,
    remedy:
      'State under Scheduling its execution factor and release latency: 1 and 0 where WCETs and jitter were measured in it.',
    at: overhead,
  },
  kernel: {
    message: (names) =>
      `what the kernel of ${names} does beside tasks is not stated: interrupts, kernel threads and throttling count as 0`,
    remedy:
      'State under Scheduling its release latency, measured under load, and its execution factor: 1 where WCETs were measured under it. Switch throttling of real-time tasks off.',
    at: overhead,
  },
  interference: {
    message: (names) => `how much other cores slow ${names} down is not stated: they count as idle`,
    remedy: 'State an interference factor, or memory accesses and budgets.',
    at: () => 'interferenceFactor',
  },
  locks: {
    message: (names) =>
      `by which protocol tasks of ${names} lock is not stated: priority ceilings or the stack resource policy, and spinning in order between cores`,
    remedy:
      'State under Scheduling by which protocol its tasks lock, on one core and between cores: with plain locks a task may wait without bound.',
    at: ({ lockProtocol }) => (lockProtocol === null ? 'lockProtocol' : 'crossCoreLockProtocol'),
  },
  activation: {
    message: (names) =>
      `how often events activate tasks of ${names} cannot be followed: they count as activated as stated`,
    remedy: 'Supply what the findings of rule RT-9 name.',
  },
  placement: {
    message: (names) =>
      `some applications run on no stated core: tasks of ${names} count as undisturbed by them`,
    remedy: 'Give every application a core.',
  },
};

function textAt(kind: UnstatedKind, environment: Environment): UnknownText {
  const { at, ...text } = TEXTS[kind];
  return { ...text, field: at && fieldOfEnvironment(environment, at(environment)) };
}

/** What verdicts on response times rest on. */
export const UNSTATED: Rule = {
  id: 'RT-13',
  title: 'Response times that take something for granted',
  strength: 'strong',
  checks:
    'What response times depend on is stated: schedulers, switches, interference, virtualization, locks. A bound that takes something for granted holds if that does, and is never exact.',
  source: 'definition of a conditional proof',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no response time is known'
      : `nothing is taken for granted for the tasks of ${count === 1 ? '1 schedule' : `${count} schedules`}: each of one environment on one core`,
  run: ({ schedulability }, report) => {
    const unknown = new UnknownGroups();
    for (const { set, timings } of schedulability.schedules) {
      const known = timings.filter(({ responseTimeNs }) => responseTimeNs !== null);
      const open = known.flatMap(({ unstated }) => unstated);
      if (known.length > 0 && open.length === 0) report.pass();
      const places = new Map(
        open.map(({ kind, at = set.host }) => [`${kind} ${at.id}`, { kind, at }]),
      );
      for (const { kind, at } of places.values()) {
        unknown.add(
          kind,
          textAt(kind, at),
          ofEnvironment(at),
          ofCore(set.core.core),
          ...known.map(({ of }) => ofTask(of.task)),
        );
      }
    }
    unknown.report(report);
  },
};
