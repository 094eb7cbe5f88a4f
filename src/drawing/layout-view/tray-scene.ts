/** What stands nowhere: applications without a place and environments without a core. */
import type { Application } from '../../model/application.ts';
import { rows } from '../../model/plan.ts';
import { criticalityName } from '../../model/criticality.ts';
import { criticalityTile } from '../criticality-mark.ts';
import type { DrawingItem } from '../drawing.ts';
import { badge, group, label, rect, selectionRing, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import type { Painted } from './hardware-item.ts';
import type { ViewContext } from './view-context.ts';

const MOST_WIDTH = 180;

interface Chip {
  readonly kind: 'application' | 'environment';
  readonly id: string;
  readonly text: string;
  readonly application: Application | null;
  readonly placementId: string | null;
  readonly environmentId: string | null;
}

function chipsOf(
  context: ViewContext,
): { readonly heading: string; readonly chips: readonly Chip[] }[] {
  const { plan, tree, stacks } = context;
  const application = (
    each: Application,
    placementId: string | null,
    environmentId: string | null,
  ): Chip => ({
    kind: 'application',
    id: each.id,
    text: each.name,
    application: each,
    placementId,
    environmentId,
  });
  const unplaced = rows(plan.applications)
    .filter(({ id }) => !tree.placementsOf.has(id))
    .map((each) => application(each, null, null));
  const homeless = [
    ...stacks.homeless.map((environment): Chip => ({
      kind: 'environment',
      id: environment.id,
      text: `${context.marks.codeOf.get(environment.id) ?? ''} ${environment.name}`,
      application: null,
      placementId: null,
      environmentId: environment.parentId,
    })),
    ...stacks.homelessPlacements.flatMap((placement) => {
      const each = plan.applications.get(placement.applicationId);
      return each ? [application(each, placement.id, placement.environmentId)] : [];
    }),
  ];
  return [
    { heading: `Without a place in this layout (${unplaced.length})`, chips: unplaced },
    { heading: 'On no core of this target', chips: homeless },
  ].filter(({ chips }) => chips.length > 0);
}

function chipScene(
  chip: Chip,
  key: string,
  x: number,
  y: number,
  width: number,
  context: ViewContext,
): SceneNode {
  const { theme, metrics } = context;
  const height = metrics.compactTile;
  const findings = context.findings.of(chip.kind, chip.id);
  const left = chip.application ? metrics.criticality : 0;
  const selected = context.isSelected(chip.kind, chip.id);
  return group(
    key,
    [
      title(
        chip.application
          ? `${chip.text} · ${criticalityName(chip.application.criticality)} · without a place`
          : `${chip.text} · without a core`,
      ),
      rect('outline', x, y, width, height, {
        rx: 3,
        fill: theme.tile,
        stroke: theme.outline,
        'stroke-dasharray': '4 2',
        'stroke-width': metrics.stroke,
      }),
      chip.application
        ? criticalityTile(x, y, metrics.criticality, height, chip.application.criticality, theme)
        : null,
      label('name', x + left + 5, y + height / 2, chip.text, {
        room: width - left - 9 - (findings ? 16 : 0),
        size: metrics.small,
        fill: theme.text,
      }),
      findings
        ? badge(
            'badge',
            x + width - 11,
            y + height / 2,
            6.5,
            findings.verdict,
            findings.messages.join('\n'),
            theme,
          )
        : null,
      selected ? selectionRing(x, y, width, height, theme, metrics.stroke) : null,
    ],
    { 'data-kind': chip.kind, 'data-id': chip.id, 'data-part': 'tray' },
  );
}

/**
 * @param y upper edge
 * @param context the view
 * @returns chips in lines; nothing where everything has a place
 */
export function trayScene(y: number, context: ViewContext): Painted {
  const { theme, metrics, floor } = context;
  const nodes: SceneNode[] = [];
  const items: DrawingItem[] = [];
  const left = metrics.margin;
  const right = Math.max(floor.right, 700);
  let at = y;
  for (const { heading, chips } of chipsOf(context)) {
    nodes.push(
      group(`tray-${heading}`, [
        label('heading', left, at + metrics.cache / 2, heading, {
          room: right - left,
          size: metrics.body,
          weight: 'bold',
          fill: theme.text,
        }),
      ]),
    );
    at += metrics.cache + 3;
    let x = left;
    chips.forEach((chip, index) => {
      const marked = context.findings.of(chip.kind, chip.id) ? 16 : 0;
      const width = Math.min(
        MOST_WIDTH,
        textWidth(chip.text, metrics.small) +
          (chip.application ? metrics.criticality : 0) +
          10 +
          marked,
      );
      if (x + width > right && x > left) {
        x = left;
        at += metrics.compactTile + 4;
      }
      const key = `tray-${chip.kind}-${chip.id}-${index}`;
      nodes.push(chipScene(chip, key, x, at, width, context));
      items.push({
        kind: chip.kind,
        id: chip.id,
        key,
        part: 'tray',
        x,
        y: at,
        width,
        height: metrics.compactTile,
        label: `${chip.text}, without a place`,
        coreIds: [],
        environmentId: chip.environmentId,
        placementId: chip.placementId,
      });
      x += width + 5;
    });
    at += metrics.compactTile + 8;
  }
  return { nodes, items, bottom: at };
}
