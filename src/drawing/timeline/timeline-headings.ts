/** What stands over the parts of a timeline: how the schedules were made, how far they go, and what is known of the chain. */
import type { ChainResult, LayoutResult } from '../../analysis/result.ts';
import type { CriticalInstant } from '../../analysis/schedulability/critical-instant.ts';
import { COUNTED_TIMES, type CountedTime } from '../../analysis/schedulability/simulated-tasks.ts';
import { policyWords } from '../../analysis/timing-words.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { formatNs } from '../../model/units.ts';
import { group, label, rect } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { wrapText } from '../text-metrics.ts';
import type { Theme } from '../theme.ts';
import { TEXT } from './row-parts.ts';
import type { ChosenChain, TimelineModel } from './timeline-model.ts';

/** What stands over a part. */
export interface Heading {
  readonly first: string;
  readonly second: string;
  /** About the chain; empty where none is drawn. */
  readonly third: string;
}

const join = (parts: readonly string[], by = ' · ') => parts.filter((part) => part !== '').join(by);

/** Which of the schedules that a bound covers this is: locks are counted at their longest. */
function instantWords({ policy, blocking }: CriticalInstant): string {
  if (blocking)
    return 'As the bound counts it, perhaps later than any schedule: critical instant of';
  const what = policy === 'edf' ? 'all ready at once with' : 'critical instant of';
  return `One schedule, not a bound: ${what}`;
}

function regionWords({ policy, preemptions }: CriticalInstant): string {
  if (policy === 'fixed-priority-non-preemptive') return '';
  return preemptions.includes('cooperative')
    ? 'regions as long as the longest, where none is stated as the job'
    : '';
}

/** How long jobs take that are simulated. */
function executionWords(counted: readonly CountedTime[]): string {
  const names = COUNTED_TIMES.filter((each) => counted.includes(each));
  const last = names.at(-1);
  if (last === undefined) return 'every job at its WCET';
  const others = names.slice(0, -1);
  return `every job at its WCET with ${others.length > 0 ? `${others.join(', ')} and ${last}` : last}`;
}

/**
 * @param plan the plan
 * @param model what a timeline of it shows
 * @param isApart whether the instant has a scale of its own
 * @returns what stands over the critical instant; null: there is no task
 */
export function instantHeading(
  plan: Plan,
  { chosen, answer }: TimelineModel,
  isApart: boolean,
): Heading | null {
  if (!chosen || !answer) return null;
  const task = plan.tasks.get(chosen.taskId);
  const application = plan.applications.get(task?.applicationId ?? '');
  const name = `“${task?.name ?? 'deleted task'}” of ${application?.name ?? 'deleted application'}`;
  if (answer.kind === 'unknown') {
    return {
      first: `Critical instant of ${name}: unknown`,
      second: `No schedule can be shown: ${answer.reason}.`,
      third: '',
    };
  }
  const { instant } = answer;
  const core = targetOf(plan).cores.find(({ id }) => id === instant.coreId)?.name ?? '';
  return {
    first: `${instantWords(instant)} ${name}`,
    second: join([
      `${instant.hostName} on ${core}`,
      policyWords(instant.policy, instant.preemptions),
      regionWords(instant),
      executionWords(instant.counted),
      isApart ? 'on a scale of its own' : '',
      instant.policy === 'edf' ? 'other releases may take longer' : '',
      instant.isPhased ? 'at the stated offsets, from the longest response by these on' : '',
      instant.service === null
        ? 'the core serves nobody else'
        : `begins ${formatNs(instant.atNs)} into the frame${instant.isPhased ? '' : ', where a window ends'}`,
    ]),
    third: '',
  };
}

/** How much of what repeats is shown. */
function cutWords({ whole, hyperperiodNs, first }: TimelineModel): string {
  if (hyperperiodNs === null) return `cut at ${formatNs(whole.toNs)}, long before it repeats`;
  const repeats = `repeats after ${formatNs(hyperperiodNs)}`;
  if (whole.toNs < hyperperiodNs) return `${repeats}, cut at ${formatNs(whole.toNs)}`;
  return first.toNs < hyperperiodNs ? `${repeats}, more by zooming out` : repeats;
}

function boundWords(row: ChainResult | undefined): string {
  if (!row) return '';
  const bound =
    row.latencyNs === null
      ? 'bound unknown'
      : `bound ${formatNs(row.latencyNs)} (${row.theory ?? ''})`;
  return join([bound, row.boundNs === null ? '' : `allowed ${formatNs(row.boundNs)}`]);
}

/**
 * @param chosen a chain and its way
 * @param result what the engine says, or null
 * @returns how long it takes in this schedule, and what is proven
 */
export function chainWords({ chain, way }: ChosenChain, result: LayoutResult | null): string {
  const name = `Chain “${chain.name}”`;
  const known = boundWords(result?.chains.find((row) => row.chain.id === chain.id));
  if (way.kind === 'unknown') return join([`${name}: no way to show, ${way.reason}`, known]);
  const { fromNs, toNs, isLongest } = way.path;
  const kind = chain.latencyKind === 'age' ? 'age' : 'reaction';
  return join([
    `${name}: ${kind} ${formatNs(toNs - fromNs)} in this schedule, from ${formatNs(fromNs)} to ${formatNs(toNs)}, ${isLongest ? 'the longest shown' : 'the first that ends'}`,
    known,
  ]);
}

/**
 * @param model what a timeline shows
 * @param result what the engine says, or null
 * @returns what stands over the cores; null: nothing on them is scheduled
 */
export function coresHeading(model: TimelineModel, result: LayoutResult | null): Heading | null {
  const third = model.chain ? chainWords(model.chain, result) : '';
  const runs = model.lines.flatMap((line) =>
    line.kind === 'run' ? [line.run] : line.kind === 'windows' ? line.runs : [],
  );
  if (runs.length === 0) return third === '' ? null : { first: third, second: '', third: '' };
  return {
    first: 'Nominal schedule, not a bound: all cores from a common start',
    second: join([
      executionWords(runs.flatMap(({ counted }) => counted)),
      'released at its offset, else at the start',
      cutWords(model),
    ]),
    third,
  };
}

const LINE = 17;
const MOST_LINES = 3;

/**
 * @param key of the node
 * @param heading its texts
 * @param x left edge
 * @param y upper edge
 * @param room width
 * @param theme colours
 * @returns the texts in as many lines as they need, and their lower edge
 */
export function headingScene(
  key: string,
  { first, second, third }: Heading,
  x: number,
  y: number,
  room: number,
  theme: Theme,
): { readonly node: SceneNode; readonly bottom: number } {
  const styles = [
    { text: first, size: TEXT + 1, weight: 'bold' as const, fill: theme.text },
    { text: second, size: TEXT, weight: 'regular' as const, fill: theme.textSoft },
    { text: third, size: TEXT, weight: 'bold' as const, fill: theme.selection },
  ];
  const lines = styles.flatMap(({ text, ...style }) =>
    text === ''
      ? []
      : wrapText(text, room, style.size, MOST_LINES, style.weight).map((each) => ({
          ...style,
          text: each,
        })),
  );
  const height = lines.length * LINE + 6;
  const node = group(key, [
    // Grid lines end above it and begin anew below.
    rect('paper', x, y, room, height, { fill: theme.paper }),
    ...lines.map(({ text, ...style }, at) =>
      label(`line-${at}`, x, y + 10 + at * LINE, text, { ...style, room }),
    ),
  ]);
  return { node, bottom: y + height + 4 };
}
