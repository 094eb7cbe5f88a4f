/** Putting applications into another kind of environment, with all that hangs on it. */
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { NewId } from '../../model/commands/records.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { hardwareOf } from '../hardware.ts';
import { carryDevicesOver } from './carry-devices.ts';
import { carryLinksOver } from './carry-links.ts';
import { carryRestOver } from './carry-rest.ts';
import { Conversion, type ConversionArguments } from './conversion.ts';
import { buildHomes } from './guests.ts';
import { NOTE_KINDS, type Note } from './note.ts';
import { selectMembers } from './selection.ts';
import { StackBuilder } from './stack-builder.ts';
import { takeOut } from './take-out.ts';

/** The plan after a conversion. */
export interface Rebuilt {
  readonly plan: Plan;
  /** What could not be carried over as it was: the worst first. */
  readonly notes: readonly Note[];
}

/**
 * Takes applications out of where they stand, builds the stack of the candidate, puts them into it, and carries
 * over links, devices, memory, images and start order. Nothing outside the layout changes.
 *
 * @param plan the plan
 * @param catalogue technologies and mechanisms
 * @param args which applications of which layout, into what
 * @param newId gives ids
 * @returns the plan then, and what was not carried over as it was; null when the plan has no such layout
 * @cost O(records of the layout x depth + links x mechanisms + units x cores)
 * @rules CONVERT-1 to CONVERT-8
 */
export function rebuild(
  plan: Plan,
  catalogue: Catalogue,
  args: ConversionArguments,
  newId: NewId,
): Rebuilt | null {
  const tree = layoutTree(plan, args.layoutId);
  if (!tree) return null;
  const parts = {
    before: plan,
    tree,
    hardware: hardwareOf(targetOf(plan)),
    catalogue: withOverrides(catalogue, plan),
  };
  const conversion = new Conversion(parts, args, newId);
  const selected = selectMembers(conversion);
  const moving = [...selected.members, ...selected.beside, ...selected.unplaced];
  const builder = new StackBuilder(conversion, takeOut(conversion, moving));
  buildHomes(builder, selected);
  const built = builder.plan();
  builder.noteMemory(built);
  const carried = carryLinksOver(conversion, carryRestOver(conversion, built));
  const rebuilt = carryDevicesOver(conversion, carried);
  const rank = ({ kind }: Note) => NOTE_KINDS.indexOf(kind);
  return { plan: rebuilt, notes: conversion.notes.toSorted((a, b) => rank(a) - rank(b)) };
}
