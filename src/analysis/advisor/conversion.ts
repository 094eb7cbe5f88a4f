/** What the steps of a conversion share: what is converted into what, and what was noted on the way. */
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import type { NewId } from '../../model/commands/records.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import type { Hardware } from '../hardware.ts';
import type { Subject } from '../result.ts';
import type { Candidate } from './candidates.ts';
import type { Note, NoteKind } from './note.ts';

/** What is asked for. */
export interface ConversionArguments {
  readonly layoutId: Id;
  readonly applicationIds: readonly Id[];
  readonly candidate: Candidate;
  /** The whole layout: environments that hold nothing afterwards go, and everything else may be rearranged. */
  readonly whole: boolean;
  /** Put applications there even where their kernel is another one, so that the rules can say so. */
  readonly force: boolean;
}

/** One conversion while it is made. */
export class Conversion {
  /** The plan before. */
  readonly before: Plan;
  /** The layout before. */
  readonly tree: LayoutTree;
  readonly hardware: Hardware;
  /** With the overrides of the plan. */
  readonly catalogue: Catalogue;
  readonly args: ConversionArguments;
  readonly newId: NewId;
  readonly hypervisor: Technology | null;
  readonly guest: Technology | null;
  readonly engine: Technology | null;
  readonly notes: Note[] = [];
  /** Former environment -> the new ones that hold what stood in it, or in something inside it. */
  readonly successors = new Map<Id, Set<Id>>();
  /** Former environment -> the one that took its place as it was. */
  readonly heirs = new Map<Id, Id>();

  /**
   * @param parts the plan, its layout, hardware and catalogue
   * @param args what is asked for
   * @param newId gives ids
   */
  constructor(
    parts: { before: Plan; tree: LayoutTree; hardware: Hardware; catalogue: Catalogue },
    args: ConversionArguments,
    newId: NewId,
  ) {
    this.before = parts.before;
    this.tree = parts.tree;
    this.hardware = parts.hardware;
    this.catalogue = parts.catalogue;
    this.args = args;
    this.newId = newId;
    const technology = (id: Id | null) =>
      id === null ? null : (parts.catalogue.technologies.get(id) ?? null);
    this.hypervisor = technology(args.candidate.hypervisorId);
    this.guest = technology(args.candidate.guestId);
    this.engine = technology(args.candidate.engineId);
  }

  /**
   * @param kind what became of it
   * @param subject what it is about
   * @param reason why, as a sentence without a full stop
   */
  note(kind: NoteKind, subject: Subject, reason: string): void {
    this.notes.push({ kind, subject, reason });
  }

  /**
   * Remembers that what stood in one environment stands in another now.
   *
   * @param formerId where it stood; what that stood in counts too
   * @param newId where it stands
   */
  succeed(formerId: Id, newId: Id): void {
    for (const { id } of this.tree.pathOf.get(formerId) ?? []) {
      const known = this.successors.get(id);
      if (known) known.add(newId);
      else this.successors.set(id, new Set([newId]));
    }
  }
}
