/** Draws memories as bars, with what is asked of them. */
import { rangeWords, shortRangeWords } from '../../analysis/range-words.ts';
import { overrideReasons } from '../../analysis/replaced-figures.ts';
import type { Budget } from '../../analysis/result.ts';
import type { Memory } from '../../model/target.ts';
import { formatBytes } from '../../model/units.ts';
import { badge, group, label, rect, selectionRing, title } from '../marks.ts';
import { replacedMark } from '../replaced-marks.ts';
import { textWidth } from '../text-metrics.ts';
import { hardwareItem, type Placed } from './hardware-item.ts';
import type { HardwareSpan } from './hardware-plan.ts';
import { shortBytes } from './loads.ts';
import type { ViewContext } from './view-context.ts';

/** Its own budget, or that of the machine where it is the only main memory. */
function budgetOf(memory: Memory, { loads, floor }: ViewContext): Budget | null {
  const own = loads.memoryOf('memory', memory.id);
  if (own !== null || memory.kind !== 'dram') return own;
  const main = floor.target.memories.filter(({ kind }) => kind === 'dram');
  return main.length === 1 ? loads.memoryOf('target', floor.target.id) : null;
}

/** What is asked of it: in a word on the bar, in full in its title. */
function needText(budget: Budget, words: typeof shortRangeWords): string {
  const { demand, unit, atLeast, verdict } = budget;
  const need = words({ ...demand, unit, atLeast }, shortBytes);
  return ` · needs ${need}${verdict === 'over' ? ' !' : ''}`;
}

/**
 * @param memory a memory of the target
 * @param context for its budget
 * @param words how much is said of a range
 * @returns name, size and, where the engine says so, what is asked of it
 */
export function memoryText(
  memory: Memory,
  context: ViewContext,
  words: typeof shortRangeWords = shortRangeWords,
): string {
  const budget = budgetOf(memory, context);
  const name =
    memory.technologies.length > 0
      ? `${memory.name} (${memory.technologies.join(', ')})`
      : memory.name;
  const size = memory.sizeBytes === null ? 'size unknown' : formatBytes(memory.sizeBytes);
  return `${name} ${size}${budget ? needText(budget, words) : ''}`;
}

/** A memory as a bar; also used for memories of all cores. */
export function memoryScene(span: HardwareSpan<Memory>, y: number, context: ViewContext): Placed {
  const { theme, metrics } = context;
  const { of: memory } = span;
  const text = memoryText(memory, context);
  const full = memoryText(memory, context, rangeWords);
  const findings = context.findings.of('memory', memory.id);
  const reasons = overrideReasons(budgetOf(memory, context)?.figures ?? []);
  const replaced = reasons === null ? null : `uses a figure set by the user: ${reasons}`;
  const key = `memory-${memory.id}-${Math.round(span.x)}`;
  const node = group(
    key,
    [
      title(full),
      rect('box', span.x, y + 1, span.width, metrics.memory - 2, {
        rx: 2,
        fill: theme.memory,
        stroke: theme.outline,
        'stroke-width': metrics.stroke,
      }),
      label('text', span.x + span.width / 2, y + metrics.memory / 2, text, {
        room: span.width - 12 - (findings || replaced !== null ? 34 : 0),
        size: textWidth(text, metrics.body) < span.width - 12 ? metrics.body : metrics.small,
        fill: theme.text,
        anchor: 'middle',
      }),
      findings && span.first
        ? badge(
            'badge',
            span.x + span.width - 12,
            y + metrics.memory / 2,
            7,
            findings.verdict,
            findings.messages.join('\n'),
            theme,
          )
        : null,
      replaced !== null && span.first
        ? replacedMark(span.x + 12, y + metrics.memory / 2, replaced, theme)
        : null,
      context.isSelected('memory', memory.id)
        ? selectionRing(span.x, y, span.width, metrics.memory, theme, metrics.stroke)
        : null,
    ],
    { 'data-kind': 'memory', 'data-id': memory.id, 'data-part': 'bar' },
  );
  const box = { x: span.x, y, width: span.width, height: metrics.memory };
  return { node, item: hardwareItem('memory', memory.id, key, 'bar', box, full, memory.coreIds) };
}
