/** Turns links and bundles into strokes: what to route, how it looks, what it says. */
import type { Id } from '../../../model/fields.ts';
import { formatBytesPerSecond } from '../../../model/units.ts';
import { joinMarks, type FindingMark } from '../../finding-marks.ts';
import { REPLACED_ROOM } from '../../replaced-marks.ts';
import type { FrameBox, TileBox } from '../stack-boxes.ts';
import type { ViewContext } from '../view-context.ts';
import { nearestSegments, type Bundle, type FocusBundle } from './bundles.ts';
import type { FocusDirection } from './focus.ts';
import { widthStep } from '../../link-words.ts';
import { linkLabels, linkTitle, type LinkFacts } from './link-facts.ts';
import { focusStyle, ghostStyle, lineStyle, type LineStyle } from './line-style.ts';
import type { Wire, WireEnd } from './wires.ts';

/** Room in a label for its "!". */
const BADGE_ROOM = 15;
/** More lines than a tooltip holds. */
const MOST_TITLE_LINES = 16;

/** One line to draw: a link or a bundle. */
export interface Stroke {
  readonly wire: Wire;
  readonly links: readonly LinkFacts[];
  readonly style: LineStyle;
  readonly forth: boolean;
  readonly back: boolean;
  readonly title: string;
  readonly findings: FindingMark | null;
  /** What of its figures the user replaced and why; null: nothing. */
  readonly replaced: string | null;
  readonly ghost: boolean;
  readonly direction: FocusDirection | null;
}

function tileEnd(tile: TileBox): WireEnd {
  const { row, x, width, base, height } = tile;
  const top = base + height;
  return {
    key: tile.placement.id,
    row,
    x,
    right: x + width,
    base,
    leftTop: top,
    rightTop: top,
    topAt: () => top,
    openTop: false,
  };
}

function frameEnd(frame: FrameBox, openTop: boolean): WireEnd {
  const { row, x, width, base, height, steps } = frame;
  const top = base + height;
  const topAt = (at: number) => steps.find((step) => at >= step.x && at <= step.right)?.top ?? top;
  return {
    key: `${frame.environment.id}/${frame.segment}`,
    row,
    x,
    right: x + width,
    base,
    leftTop: steps[0]?.top ?? top,
    rightTop: steps.at(-1)?.top ?? top,
    topAt,
    openTop,
  };
}

function linkFindings(context: ViewContext, facts: LinkFacts): FindingMark | null {
  const { findings } = context;
  return joinMarks([
    findings.of('link', facts.link.id),
    facts.channel ? findings.of('channel', facts.channel.id) : null,
    facts.region ? findings.of('region', facts.region.id) : null,
  ]);
}

function replacedOf(context: ViewContext, links: readonly LinkFacts[]): string | null {
  const words = links.flatMap(({ link }) => context.replaced.ofLink(link.id) ?? []);
  return words.length === 0 ? null : [...new Set(words)].join('\n');
}

/** Room of the marks in a label. */
function marksRoom(findings: FindingMark | null, replaced: string | null): number {
  return (findings ? BADGE_ROOM : 0) + (replaced === null ? 0 : REPLACED_ROOM);
}

/**
 * @param context the view
 * @param facts a link
 * @param focus directions of links in focus, or null without focus
 * @param prefix of the key: a link may be drawn in a bundle and on its own
 * @returns its stroke
 */
export function linkStroke(
  context: ViewContext,
  facts: LinkFacts,
  focus: ReadonlyMap<Id, FocusDirection> | null,
  prefix: string,
): Stroke {
  const { theme, metrics } = context;
  const direction = focus?.get(facts.link.id) ?? null;
  const ghost = focus !== null && direction === null;
  const findings = linkFindings(context, facts);
  const replaced = replacedOf(context, [facts]);
  const style = ghost
    ? ghostStyle(theme, metrics.stroke)
    : direction
      ? focusStyle(facts, direction, theme, metrics.stroke)
      : lineStyle(facts.style, facts.step, facts.crossing, theme, metrics.stroke);
  return {
    wire: {
      key: `${prefix}-${facts.link.id}`,
      from: tileEnd(facts.from),
      to: tileEnd(facts.to),
      labels: linkLabels(facts),
      labelExtra: marksRoom(findings, replaced),
    },
    links: [facts],
    style,
    forth: true,
    back: false,
    title: [
      linkTitle(facts),
      ...(replaced === null ? [] : [replaced]),
      ...(findings?.messages ?? []),
    ].join('\n'),
    findings,
    replaced,
    ghost,
    direction,
  };
}

function bundleLabels(links: readonly LinkFacts[]): readonly string[] {
  const [only] = links;
  if (links.length === 1 && only) return linkLabels(only);
  const known = links.every(({ bytesPerSecond }) => bytesPerSecond !== null);
  const sum = links.reduce((total, { bytesPerSecond }) => total + (bytesPerSecond ?? 0), 0);
  const count = `${links.length} links`;
  const rate = formatBytesPerSecond(Number(sum.toPrecision(3)));
  return [`${count} · ${known ? '' : '≥ '}${rate}`, count, String(links.length)];
}

/**
 * @param context the view
 * @param bundle links between two environments
 * @param framesOf segments of each environment
 * @param ghost whether it only stands behind others
 * @returns its stroke, or null where an end is not drawn
 */
export function bundleStroke(
  context: ViewContext,
  bundle: Bundle,
  framesOf: FramesOf,
  ghost: boolean,
): Stroke | null {
  const ends = bundleEnds(bundle.a.id, bundle.b.id, framesOf);
  if (!ends) return null;
  const { links } = bundle;
  const common = { links, forth: bundle.forth, back: bundle.back, direction: null };
  const wire = { key: bundle.key, ...ends };
  if (ghost) {
    const style = ghostStyle(context.theme, context.metrics.stroke);
    const title = `${bundle.a.name} – ${bundle.b.name}: ${links.length} links`;
    return {
      wire: { ...wire, labels: [], labelExtra: 0 },
      style,
      title,
      findings: null,
      replaced: null,
      ghost,
      ...common,
    };
  }
  const findings = joinMarks(links.map((facts) => linkFindings(context, facts)));
  const replaced = replacedOf(context, links);
  const labelExtra = marksRoom(findings, replaced);
  return {
    wire: { ...wire, labels: bundleLabels(links), labelExtra },
    style: bundleStyle(context, links),
    title: bundleTitle(`${bundle.a.name} – ${bundle.b.name}`, links),
    findings,
    replaced,
    ghost,
    ...common,
  };
}

/** One kind of channel shows its own stroke, several show a solid line. */
function bundleStyle(context: ViewContext, links: readonly LinkFacts[]): LineStyle {
  const [first] = links;
  const same = links.every(({ style }) => style === first?.style);
  const sum = links.reduce((total, { bytesPerSecond }) => total + (bytesPerSecond ?? 0), 0);
  const crossing = links.some((facts) => facts.crossing);
  const kind = same && first ? first.style : 'shared-memory';
  return lineStyle(kind, widthStep(sum), crossing, context.theme, context.metrics.stroke);
}

function bundleTitle(names: string, links: readonly LinkFacts[]): string {
  const shown = links.slice(0, MOST_TITLE_LINES).map(linkTitle);
  return [`${names}: ${links.length} links`, ...shown].join('\n');
}

function bundleEnds(from: Id, to: Id, framesOf: FramesOf): Pick<Wire, 'from' | 'to'> | null {
  const ends = nearestSegments(framesOf.of(from), framesOf.of(to));
  if (!ends) return null;
  return {
    from: frameEnd(ends[0], framesOf.isOpen(ends[0])),
    to: frameEnd(ends[1], framesOf.isOpen(ends[1])),
  };
}

/**
 * @param context the view
 * @param bundle links in focus
 * @param framesOf segments of each environment
 * @returns its stroke, or null where an end is not drawn
 */
export function focusBundleStroke(
  context: ViewContext,
  bundle: FocusBundle,
  framesOf: FramesOf,
): Stroke | null {
  const { theme, metrics } = context;
  const { from, to, links, direction } = bundle;
  const ends = bundleEnds(from.id, to.id, framesOf);
  const [first] = links;
  if (!ends || !first) return null;
  const findings = joinMarks(links.map((facts) => linkFindings(context, facts)));
  const step = widthStep(links.reduce((sum, each) => sum + (each.bytesPerSecond ?? 0), 0));
  const replaced = replacedOf(context, links);
  const labelExtra = marksRoom(findings, replaced);
  return {
    wire: { key: bundle.key, ...ends, labels: bundleLabels(links), labelExtra },
    links,
    style: focusStyle({ ...first, step }, direction, theme, metrics.stroke),
    forth: true,
    back: false,
    title: bundleTitle(`${from.name} → ${to.name}`, links),
    findings,
    replaced,
    ghost: false,
    direction,
  };
}

/** Frames by environment, and which of them lines may leave through their upper edge. */
export class FramesOf {
  readonly #byEnvironment = new Map<Id, FrameBox[]>();
  readonly #byRow: FrameBox[][] = [];
  readonly #open = new Map<FrameBox, boolean>();

  /** @param frames all frames of a layout */
  constructor(frames: readonly FrameBox[]) {
    for (const frame of frames) {
      const list = this.#byEnvironment.get(frame.environment.id);
      if (list) list.push(frame);
      else this.#byEnvironment.set(frame.environment.id, [frame]);
      (this.#byRow[frame.row] ??= []).push(frame);
    }
  }

  /** Segments of an environment. */
  of(id: Id): readonly FrameBox[] {
    return this.#byEnvironment.get(id) ?? [];
  }

  /** Not with another environment above it; containers share their host's gutters and are left at the sides. */
  isOpen(frame: FrameBox): boolean {
    const known = this.#open.get(frame);
    if (known !== undefined) return known;
    const top = frame.base + frame.height;
    const open =
      frame.environment.kind !== 'container' &&
      !(this.#byRow[frame.row] ?? []).some(
        (other) =>
          other.base >= top && other.x < frame.x + frame.width && other.x + other.width > frame.x,
      );
    this.#open.set(frame, open);
    return open;
  }
}
