/** The trade-off chart: layouts by two drivers, a third as size, ranges as whiskers, the Pareto front marked. */
import {
  driverTitle,
  overrideWords,
  paretoWords,
  shortValueWords,
  STATUS_WORDS,
  valueWords,
} from '../../analysis/compare/comparison-words.ts';
import type {
  Comparison,
  Driver,
  DriverValue,
  ParetoPlace,
} from '../../analysis/compare/comparison.ts';
import { captionScene } from '../caption.ts';
import type { Box, Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { legendLines } from '../legend.ts';
import { group, label, line, path, rect } from '../marks.ts';
import { replacedLegend } from '../replaced-legend.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { themeOf, type Theme } from '../theme.ts';
import { chartAxis, type ChartAxis } from './chart-axis.ts';
import { chartLegend } from './chart-legend.ts';
import { chartFrame, type ChartRoom, type ChartSizes } from './chart-frame.ts';
import { labelPlaces, type Named } from './label-places.ts';
import { MARK_OFF, OPEN_LENGTH, pointScene, whisker, type PlacedPoint } from './point-marks.ts';

const WIDTH = 860;
const PLOT_HEIGHT = 380;
const MARGIN = { left: 76, right: 28, top: 18, bottom: 52 } as const;
/** Strip for layouts of which one driver is unknown. */
const STRIP = { width: 96, height: 52 } as const;
const STRIP_GAP = 8;
/** Radius of a point; with a third driver, of its smallest and largest. */
const RADIUS = { plain: 7, least: 6, most: 16 } as const;
const LABEL_WIDTH = 270;

/** Everything that is drawn from. */
interface Chart {
  readonly comparison: Comparison;
  readonly x: Driver;
  readonly y: Driver;
  readonly size: Driver | null;
  readonly theme: Theme;
  readonly sizes: ChartSizes;
}

/** A value that can be placed on an axis. */
type Placeable = DriverValue & { readonly typical: number };

function valueAt(driver: Driver, index: number): Placeable | null {
  const value = driver.values[index];
  return value && value.typical !== null ? { ...value, typical: value.typical } : null;
}

function roomOf({ x, y }: Chart, top: number): ChartRoom {
  const lacks = (driver: Driver) => driver.values.some(({ typical }) => typical === null);
  const [stripX, stripY] = [lacks(x), lacks(y)];
  const width = WIDTH - MARGIN.left - MARGIN.right - (stripX ? STRIP.width + STRIP_GAP : 0);
  const above = stripY ? STRIP.height + STRIP_GAP : 0;
  const plot = { x: MARGIN.left, y: top + above, width, height: PLOT_HEIGHT };
  return {
    plot,
    unknownX: stripX
      ? { x: plot.x + width + STRIP_GAP, y: plot.y, width: STRIP.width, height: plot.height }
      : null,
    unknownY: stripY ? { x: plot.x, y: top, width, height: STRIP.height } : null,
  };
}

function middle(box: Box): { readonly x: number; readonly y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Area by the third driver. */
function radiusOf({ size }: Chart, index: number): number {
  if (!size) return RADIUS.plain;
  const most = Math.max(...size.values.map(({ typical }) => typical ?? 0));
  const typical = valueAt(size, index)?.typical ?? 0;
  if (most <= 0) return RADIUS.least;
  return RADIUS.least + (RADIUS.most - RADIUS.least) * Math.sqrt(Math.max(typical, 0) / most);
}

function driversOf({ x, y, size }: Chart): readonly Driver[] {
  return [x, y, ...(size ? [size] : [])];
}

/** Which of its values rest on figures that the user replaced. */
function replacedOf(chart: Chart, index: number): string | null {
  const words = driversOf(chart).flatMap((driver) => {
    const value = driver.values[index];
    const replaced = value ? overrideWords(value) : null;
    return replaced === null ? [] : `${driver.title} ${replaced}`;
  });
  return words.length === 0 ? null : words.join('\n');
}

function describePoint(chart: Chart, place: ParetoPlace, index: number): string {
  const values = driversOf(chart).flatMap((driver) => {
    const value = driver.values[index];
    if (!value) return [];
    const replaced = overrideWords(value);
    const words = `${driver.title} ${valueWords(driver, value)}`;
    return replaced === null ? words : `${words}, ${replaced}`;
  });
  return `${paretoWords(chart.comparison, place)}. ${values.join('; ')}.`;
}

function placed(
  chart: Chart,
  xAxis: ChartAxis,
  yAxis: ChartAxis,
  room: ChartRoom,
): readonly PlacedPoint[] {
  const { places } = chart.comparison.pareto;
  return places.flatMap((place, index) => {
    const [ofX, ofY] = [valueAt(chart.x, index), valueAt(chart.y, index)];
    const besides = room.unknownX ? middle(room.unknownX).x : null;
    const above = room.unknownY ? middle(room.unknownY).y : null;
    const x = ofX ? xAxis.place(ofX.typical) : besides;
    const y = ofY ? yAxis.place(ofY.typical) : above;
    // Without either the layout is nowhere in this plane; the sentence below the chart names it.
    if (x === null || y === null || (!ofX && !ofY)) return [];
    return [
      {
        layoutId: place.layoutId,
        x,
        y,
        radius: radiusOf(chart, index),
        status: place.status,
        across: ofX && whisker(xAxis, ofX),
        up: ofY && whisker(yAxis, ofY),
        replaced: replacedOf(chart, index),
        description: describePoint(chart, place, index),
      },
    ];
  });
}

function frontOf(points: readonly PlacedPoint[]): readonly PlacedPoint[] {
  return points.filter(({ status }) => status === 'front').sort((a, b) => a.x - b.x || a.y - b.y);
}

/** Joins the front from left to right; steps where the plane shows all of the trade-off. */
function frontLine(chart: Chart, points: readonly PlacedPoint[]): SceneNode | null {
  const front = frontOf(points);
  if (front.length < 2) return null;
  const stepped = chart.size === null && chart.x.wish !== 'more' && chart.y.wish !== 'more';
  const at = (value: number) => formatCoordinate(value);
  const d = front
    .map(({ x, y }, index) =>
      index === 0 ? `M${at(x)} ${at(y)}` : stepped ? `H${at(x)}V${at(y)}` : `L${at(x)} ${at(y)}`,
    )
    .join('');
  return path('front', d, {
    fill: 'none',
    stroke: chart.theme.selection,
    'stroke-width': 2 * chart.sizes.stroke,
    ...(stepped ? {} : { 'stroke-dasharray': '7 4' }),
  });
}

/** Half the width of what a whisker covers. */
const WHISKER_HALF = 4;

/** What of a point a label should not hide: symbol and whiskers. */
function inkOf({ x, y, radius, across, up, replaced }: PlacedPoint): readonly Box[] {
  const boxes: Box[] = [{ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }];
  if (replaced !== null) {
    const [left, top] = [x + radius + MARK_OFF, y - radius - MARK_OFF];
    boxes.push({ x: left - 7, y: top - 7, width: 14, height: 14 });
  }
  const span = ({ from, to, open }: NonNullable<PlacedPoint['up']>) => {
    const end = to + open * (radius + OPEN_LENGTH);
    return [
      Math.min(from, to, end) - WHISKER_HALF,
      Math.abs(end - from) + 2 * WHISKER_HALF,
    ] as const;
  };
  if (across) {
    const [left, width] = span(across);
    boxes.push({ x: left, y: y - WHISKER_HALF, width, height: 2 * WHISKER_HALF });
  }
  if (up) {
    const [top, height] = span(up);
    boxes.push({ x: x - WHISKER_HALF, y: top, width: 2 * WHISKER_HALF, height });
  }
  return boxes;
}

/** Boxes along the line of the front. */
const FRONT_SAMPLES = 16;

function frontInk(points: readonly PlacedPoint[]): readonly Box[] {
  const front = frontOf(points);
  return front.slice(1).flatMap((to, index) => {
    const from = front[index] ?? to;
    return Array.from({ length: FRONT_SAMPLES }, (_, step) => {
      const share = (step + 0.5) / FRONT_SAMPLES;
      const x = from.x + (to.x - from.x) * share;
      const y = from.y + (to.y - from.y) * share;
      return { x: x - 2, y: y - 2, width: 4, height: 4 };
    });
  });
}

/** From the edge of the symbol to the nearest edge of its label. */
function leader({ x, y, radius }: PlacedPoint, box: Box, { theme, sizes }: Chart): SceneNode {
  const toX = Math.min(Math.max(x, box.x - 2), box.x + box.width + 2);
  const toY = Math.min(Math.max(y, box.y), box.y + box.height);
  const length = Math.hypot(toX - x, toY - y);
  const share = length === 0 ? 0 : Math.min(1, radius / length);
  return line('leader', x + (toX - x) * share, y + (toY - y) * share, toX, toY, {
    stroke: theme.textSoft,
    'stroke-width': sizes.stroke,
  });
}

/** Name, status and third driver of every point. */
function labels(chart: Chart, points: readonly PlacedPoint[], room: ChartRoom): SceneNode {
  const { sizes, theme, comparison, size } = chart;
  const texts = points.map(({ layoutId, status }) => {
    const index = comparison.layouts.findIndex(({ id }) => id === layoutId);
    const value = size?.values[index];
    const third = size && value ? `${size.title}: ${shortValueWords(size, value)}` : null;
    const name = comparison.layouts[index]?.name ?? layoutId;
    return [name, STATUS_WORDS[status], ...(third === null ? [] : [third])];
  });
  const named = points.map((point, index): Named => {
    const widths = (texts[index] ?? []).map((text, row) =>
      textWidth(text, row === 0 ? sizes.text : sizes.small, row === 0 ? 'bold' : 'regular'),
    );
    const width = Math.min(LABEL_WIDTH, Math.max(...widths) + 1);
    return { ...point, width, height: (texts[index]?.length ?? 1) * sizes.text * 1.25 };
  });
  const taken = [...points.flatMap(inkOf), ...frontInk(points)];
  const within = {
    x: room.plot.x + 2,
    y: (room.unknownY ?? room.plot).y,
    width: WIDTH - MARGIN.right - room.plot.x - 4,
    height: room.plot.y + room.plot.height - (room.unknownY ?? room.plot).y,
  };
  return group(
    'labels',
    labelPlaces(named, within, taken).map((box, index) =>
      group(`label-${points[index]?.layoutId ?? index}`, [
        points[index] ? leader(points[index], box, chart) : null,
        rect('ground', box.x - 2, box.y, box.width + 4, box.height, {
          fill: theme.paper,
          'fill-opacity': 0.82,
        }),
        ...(texts[index] ?? []).map((text, row) =>
          label(`line-${row}`, box.x, box.y + (row + 0.6) * sizes.text * 1.25, text, {
            room: box.width,
            size: row === 0 ? sizes.text : sizes.small,
            fill: row === 0 ? theme.text : theme.textSoft,
            ...(row === 0 ? { weight: 'bold' as const } : {}),
          }),
        ),
      ]),
    ),
  );
}

function itemsOf(points: readonly PlacedPoint[]): readonly DrawingItem[] {
  return points.map(({ layoutId, x, y, radius, description }) => ({
    kind: 'layout',
    id: layoutId,
    key: `layout-${layoutId}`,
    part: 'chip',
    label: description,
    coreIds: [],
    environmentId: null,
    placementId: null,
    x: x - radius,
    y: y - radius,
    width: 2 * radius,
    height: 2 * radius,
  }));
}

function describe(chart: Chart): string {
  const { comparison } = chart;
  const names = comparison.pareto.drivers.map((id) => driverTitle(comparison, id)).join(', ');
  const points = comparison.pareto.places.map((place, index) => describePoint(chart, place, index));
  return `Trade-off of ${names}. ${points.join(' ')}`;
}

/**
 * @param comparison layouts with their trade-off: its first driver goes to the right, its second up, its third is the
 *   area of the points
 * @param options theme, caption, sizes of text and strokes
 * @returns the chart; what is unknown stands in strips beyond the axes, and a lower bound has an open end
 * @cost O(layouts^2)
 * @rules VIEW-1 to VIEW-5, TRADE-1 to TRADE-3
 */
export function tradeOffView(comparison: Comparison, options: DrawingOptions = {}): Drawing {
  const [x, y, size = null] = comparison.pareto.drivers.map((id) =>
    comparison.drivers.find((driver) => driver.id === id),
  );
  if (!x || !y) return emptyDrawing('A trade-off needs two drivers.', options);
  const theme = themeOf(options.theme);
  const scale = options.textScale ?? 1;
  const sizes = { text: 13 * scale, small: 11 * scale, stroke: options.strokeScale ?? 1 };
  const chart: Chart = { comparison, x, y, size, theme, sizes };
  const nodes: (SceneNode | null)[] = [];
  let top: number = MARGIN.top;
  if (options.caption !== false) {
    const drivers = comparison.pareto.drivers.map((id) => driverTitle(comparison, id)).join(', ');
    const text = { title: comparison.plan.name, subtitle: `Trade-off of ${drivers}` };
    const room = WIDTH - 2 * MARGIN.right;
    const caption = captionScene(text, MARGIN.right, top, room, theme, {
      title: 18 * scale,
      body: sizes.text,
    });
    nodes.push(caption.node);
    top = caption.bottom + 8;
  }
  const room = roomOf(chart, top + 2 * sizes.text);
  const { plot } = room;
  const xAxis = chartAxis(x, plot.x, plot.x + plot.width);
  const yAxis = chartAxis(y, plot.y + plot.height, plot.y);
  const points = placed(chart, xAxis, yAxis, room);
  const bottom = plot.y + plot.height + MARGIN.bottom;
  const signs = chartLegend(size, theme, sizes);
  const replaced = points.some((point) => point.replaced !== null);
  const legend = legendLines(
    replaced ? [...signs, replacedLegend(theme)] : signs,
    24,
    bottom,
    WIDTH - 24,
    theme,
    sizes.small,
  );
  nodes.push(
    chartFrame(xAxis, yAxis, room, theme, sizes),
    frontLine(chart, points),
    group(
      'points',
      // A large one first, so that it hides no small one.
      points
        .toSorted((a, b) => b.radius - a.radius)
        .map((point) => pointScene(point, theme, sizes)),
    ),
    labels(chart, points, room),
    legend.node,
  );
  const height = legend.bottom + MARGIN.top;
  const description = describe(chart);
  return {
    scene: sceneRoot(
      WIDTH,
      height,
      `Trade-off of ${comparison.plan.name}`,
      description,
      nodes.filter((node): node is SceneNode => node !== null),
      theme,
    ),
    width: WIDTH,
    height,
    items: itemsOf(points),
    links: [],
    description,
    idiom: null,
    collapsed: [],
  };
}
