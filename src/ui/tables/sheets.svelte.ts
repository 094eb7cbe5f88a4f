/** The sheets of an open plan; they keep their place while other views are shown. */
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { TABLE_IDS, TABLES, type TableId } from './definitions.ts';
import { Sheet } from './sheet.svelte.ts';

export class Sheets {
  readonly list: readonly Sheet[];
  tableId: TableId = $state('applications');
  /** Whether the form of the focused row is shown beside the table. */
  showsForm = $state(false);

  constructor(session: PlanSession) {
    this.list = TABLE_IDS.map((id) => new Sheet(session, TABLES[id]));
  }

  get current(): Sheet {
    const sheet = this.list.find(({ definition }) => definition.id === this.tableId);
    if (!sheet) throw new Error(`Bug in Partita: no table ${this.tableId}`);
    return sheet;
  }
}

const ofSession = new WeakMap<PlanSession, Sheets>();

/** @returns the sheets of a plan, the same every time */
export function sheetsOf(session: PlanSession): Sheets {
  let sheets = ofSession.get(session);
  if (!sheets) ofSession.set(session, (sheets = new Sheets(session)));
  return sheets;
}
