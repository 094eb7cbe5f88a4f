/** Every core that somebody uses: its windows, the nominal schedule of all that runs on it, or why none can be shown. */
import type { CoreRun } from '../../analysis/schedulability/core-runs.ts';
import { policyWords } from '../../analysis/timing-words.ts';
import { listNames } from '../../analysis/wording.ts';
import { formatNs } from '../../model/units.ts';
import type { DrawingItem } from '../drawing.ts';
import { group, label, rect, title } from '../marks.ts';
import { firstFitting, fitText, textWidth } from '../text-metrics.ts';
import { WINDOW_ROW, windowRow } from './frame-rows.ts';
import { TEXT, type CorePart, type Lane, type RowContext } from './row-parts.ts';
import { runLane, track } from './run-lane.ts';
import type { CoreLine } from './timeline-model.ts';

const LABEL_X = 24;
const RUN_ROW = 44;
const RUN_BOX = 26;
const REASON_ROW = 42;
const REASON_BOX = 26;
/** Tasks that a line names to a pointer or a screen reader. */
const MOST_NAMED = 12;

type Run = Extract<CoreLine, { kind: 'run' }>;
type Unknown = Extract<CoreLine, { kind: 'unknown' }>;

function labels(name: string, below: readonly string[], y: number, { theme, range }: RowContext) {
  const style = { room: range.x - LABEL_X - 12, size: TEXT, fill: theme.textSoft };
  return [
    label('core', LABEL_X, y + 7, name, { ...style, weight: 'bold', fill: theme.text }),
    label('below', LABEL_X, y + 23, firstFitting(below, style.room, TEXT), style),
  ];
}

function coreItem(
  key: string,
  coreIds: readonly string[],
  y: number,
  height: number,
  words: string,
  { range }: RowContext,
) {
  const item: DrawingItem = {
    kind: 'core',
    id: coreIds[0] ?? '',
    key,
    part: 'core',
    x: LABEL_X,
    y,
    width: range.x + range.width - LABEL_X,
    height,
    label: words,
    coreIds,
    environmentId: null,
    placementId: null,
  };
  return item;
}

const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** Jobs that end after a deadline that is due within the simulated time. */
function lateJobs({ schedule, jobs, untilNs }: CoreRun): number {
  return schedule.misses.filter((place) => (jobs[place]?.deadline ?? Infinity) < untilNs).length;
}

function runWords(coreName: string, run: CoreRun): string {
  const { tasks } = run;
  const seen = lateJobs(run);
  return [
    `${coreName} · nominal schedule, not a bound`,
    `${run.hostName}, ${policyWords(run.policy, run.preemptions)}`,
    ...tasks.slice(0, MOST_NAMED).map(({ name }, rank) => `${rank + 1} ${name}`),
    tasks.length > MOST_NAMED ? `and ${tasks.length - MOST_NAMED} more tasks` : '',
    seen > 0
      ? `${counted(seen, 'job ends', 'jobs end')} after the deadline before ${formatNs(run.untilNs)}`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function runRow({ coreName, run }: Run, at: number, y: number, context: RowContext): CorePart {
  const key = `core-${at}-${run.coreId}`;
  const words = runWords(coreName, run);
  const count = counted(run.tasks.length, 'task', 'tasks');
  const late = lateJobs(run);
  const lateWords = `${late} late in ${formatNs(run.untilNs)}`;
  const below =
    late === 0
      ? [`${run.hostName}: ${count}`, run.hostName]
      : [`${count}, ${lateWords}`, lateWords];
  const lane = runLane(run, y, RUN_BOX, context, key);
  const node = group(key, [
    title(words),
    track('track', y, RUN_BOX, context),
    ...labels(coreName, below, y, context),
    ...lane.nodes,
  ]);
  const { coreId, hostId } = run;
  return {
    node,
    items: [coreItem(key, [coreId], y, RUN_BOX + 4, words, context), ...lane.items],
    texts: lane.texts,
    lanes: [{ coreId, hostId, y, height: RUN_BOX }],
  };
}

function reasonRow(line: Unknown, at: number, y: number, context: RowContext): CorePart {
  const { coreIds, coreNames, hostName, reason } = line;
  const { theme, range } = context;
  const key = `core-${at}-${coreIds[0] ?? ''}`;
  const [first = '', last = ''] = [coreNames.at(0), coreNames.at(-1)];
  const name = coreNames.length > 1 ? `${first} to ${last}` : first;
  const why = `who runs when is unknown: ${reason}`;
  const words = `${listNames(coreNames)} · ${hostName} · ${why}`;
  const text = fitText(
    firstFitting([`? ${why}`, `? ${reason}`], range.width - 16, TEXT),
    range.width - 16,
    TEXT,
  );
  const width = textWidth(text, TEXT) + 0.01;
  const node = group(key, [
    title(words),
    ...labels(name, [hostName], y, context),
    rect('track', range.x, y, range.width, REASON_BOX, {
      fill: 'none',
      stroke: theme.hairline,
      'stroke-dasharray': '4 3',
    }),
  ]);
  const style = { room: width, size: TEXT, fill: theme.textSoft };
  const texts = group('reason', [
    rect('paper', range.x + 4, y + 4, width + 4, REASON_BOX - 8, { fill: theme.paper }),
    label('text', range.x + 6, y + REASON_BOX / 2, text, style),
  ]);
  const items = [coreItem(key, coreIds, y, REASON_BOX + 4, words, context)];
  return { node, items, lanes: [], texts: [texts] };
}

/**
 * @param context the model, the time shown, the colours, the window with a ring
 * @param top upper edge
 * @returns one row for each core that somebody uses; cores about which the same is unknown share one
 * @cost O(windows and jobs that are seen)
 * @rules TIMELINE-1, TIMELINE-2, TIMELINE-6
 */
export function coreRows(context: RowContext, top: number): CorePart & { readonly bottom: number } {
  const parts: CorePart[] = [];
  let y = top;
  for (const [at, line] of context.model.lines.entries()) {
    if (line.kind === 'windows') parts.push(windowRow(line, at, y, context));
    else if (line.kind === 'run') parts.push(runRow(line, at, y, context));
    else parts.push(reasonRow(line, at, y, context));
    y += line.kind === 'windows' ? WINDOW_ROW : line.kind === 'run' ? RUN_ROW : REASON_ROW;
  }
  return {
    node: group(
      'cores',
      parts.map(({ node }) => node),
    ),
    texts: parts.map(({ node, texts }) => group(`texts-${node.key}`, texts)),
    items: parts.flatMap(({ items }) => items),
    lanes: parts.flatMap(({ lanes }): readonly Lane[] => lanes),
    bottom: y,
  };
}
