/** The sheets of an open plan; they keep their place while other views are shown. */
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { Selected } from '../app/selection.svelte.ts';
import { TABLE_IDS, TABLES, type TableId } from './definitions.ts';
import { Sheet } from './sheet.svelte.ts';

export class Sheets {
  #followed: Selected | null = null;
  #brought = 0;
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

  /** Shows a table; what is selected in it is selected for all views. */
  show(id: TableId): void {
    this.tableId = id;
    this.current.share();
    this.#followed = this.current.session.selection.primary;
  }

  /**
   * Goes to what was found by name or in a finding: its row alone is selected, whatever was before, and has the keys.
   *
   * @param revealed the session's count of such wishes; one that was met is not met again
   */
  bring(revealed: number, primary: Selected | null): void {
    if (revealed === this.#brought) return;
    this.#brought = revealed;
    this.follow(primary);
    if (primary?.kind !== this.current.definition.kind) return;
    if (this.current.reveal(primary.id)) this.current.focusWish += 1;
  }

  /** Goes to what was selected in another view. */
  follow(primary: Selected | null): void {
    const isSame = primary?.kind === this.#followed?.kind && primary?.id === this.#followed?.id;
    this.#followed = primary;
    if (!primary || isSame) return;
    const { definition } = this.current;
    if (definition.kind === primary.kind) {
      if (!this.current.shows(primary.id)) this.current.reveal(primary.id);
      return;
    }
    const id = TABLE_IDS.find((tableId) => TABLES[tableId].kind === primary.kind);
    if (id === undefined) return;
    this.tableId = id;
    this.current.reveal(primary.id);
  }
}

const ofSession = new WeakMap<PlanSession, Sheets>();

/** @returns the sheets of a plan, the same every time */
export function sheetsOf(session: PlanSession): Sheets {
  const known = ofSession.get(session);
  if (known) return known;
  let made: Sheets | undefined;
  // What is derived belongs to the effect it is made in, and stands still when that ends. The sheets outlive the
  // view that asks for them first, so they are made in a root of their own.
  $effect.root(() => {
    made = new Sheets(session);
  });
  if (!made) throw new Error('Bug in Partita: a root effect did not run');
  ofSession.set(session, made);
  return made;
}
