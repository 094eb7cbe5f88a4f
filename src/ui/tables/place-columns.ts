/** Columns that say where an application runs in the layout on screen. */
import { fail, ok, type Result } from '../../model/problem.ts';
import { coresOfPlacement } from '../../model/layout-tree.ts';
import type { Placement } from '../../model/layout.ts';
import { saysUnknown } from '../fields/quantity-text.ts';
import type { AnyRecord, CellText, CellWrite, Column, TableContext } from './column.ts';
import { base, readReference } from './column-kinds.ts';
import { coresText, readCores } from './core-text.ts';
import { environmentLabels } from './plan-index.ts';
import { tableProblem } from './problems.ts';

/** First entry of the list of places. */
export const NO_PLACE = 'no place';
/** Last entry: asks in what, and on which cores. */
export const NEW_PLACE = 'something new …';

function placesOf(row: AnyRecord, { tree }: TableContext): readonly Placement[] {
  return tree?.placementsOf.get(row.id) ?? [];
}

function placeText(row: AnyRecord, context: TableContext): CellText {
  if (!context.tree) return { text: 'no layout', tone: 'muted' };
  const places = placesOf(row, context);
  const [first, second] = places;
  if (!first) return { text: NO_PLACE, tone: 'unknown' };
  if (second) return { text: `${places.length} places`, tone: 'muted' };
  return {
    text: context.tree.environmentById.get(first.environmentId)?.name ?? '',
    tone: 'plain',
  };
}

function readPlace(text: string, row: AnyRecord, context: TableContext): Result<CellWrite> {
  // Without a layout, no place is what every application has.
  if (!context.tree) return saysUnknown(text) ? ok({}) : fail(tableProblem('cell-no-layout'));
  if (saysUnknown(text) || text.trim().toLowerCase() === NO_PLACE)
    return ok({ place: { environmentId: null } });
  const id = readReference(environmentLabels(context.tree), text, 'environment');
  if (!id.ok) return id;
  const places = placesOf(row, context);
  // Choosing the same place again keeps the cores; another environment has other cores.
  const stays = places.length === 1 && places[0]?.environmentId === id.value;
  return ok({ place: stays ? {} : { environmentId: id.value, coreIds: [] } });
}

export const placedInColumn: Column = {
  ...base(
    { key: 'placedIn', title: 'Placed in', width: 170, hint: 'An environment of this layout' },
    {
      fields: [],
      choices: ({ tree }) => (tree ? [NO_PLACE, ...environmentLabels(tree).list, NEW_PLACE] : []),
    },
  ),
  shown: placeText,
  edited: (row, context) => {
    const places = placesOf(row, context);
    const [first] = places;
    if (!first || places.length > 1) return '';
    return environmentLabels(context.tree).labelOf.get(first.environmentId) ?? '';
  },
  sortKey: (row, context) => {
    const { text, tone } = placeText(row, context);
    return tone === 'unknown' ? null : text.toLowerCase();
  },
  read: readPlace,
};

function coresShown(row: AnyRecord, context: TableContext): CellText {
  const places = placesOf(row, context);
  const [first] = places;
  if (!first || !context.tree || places.length > 1) return { text: '', tone: 'muted' };
  const text = coresText(context.target, coresOfPlacement(context.tree, first));
  return first.coreIds.length > 0
    ? { text, tone: 'plain' }
    : { text: `any of ${text}`, tone: 'muted' };
}

export const coresColumn: Column = {
  ...base(
    {
      key: 'cores',
      title: 'Cores',
      width: 120,
      hint: 'core 0, or core 0-3; empty: floats over the cores of its environment',
    },
    { fields: [] },
  ),
  shown: coresShown,
  edited: (row, { tree, target }) => {
    const places = tree?.placementsOf.get(row.id) ?? [];
    return places.length === 1 && places[0] ? coresText(target, places[0].coreIds) : '';
  },
  sortKey: (row, context) => coresShown(row, context).text.toLowerCase() || null,
  read: (text, row, context) => {
    if (!context.tree) return saysUnknown(text) ? ok({}) : fail(tableProblem('cell-no-layout'));
    if (placesOf(row, context).length > 1) return fail(tableProblem('cell-many-places'));
    const ids = saysUnknown(text) ? ok([]) : readCores(context.target, text);
    return ids.ok ? ok({ place: { coreIds: ids.value } }) : ids;
  },
};
