/** Carrying links: channels and the shared-memory regions under them. */
import { DiffDraft, type Diff } from '../diff.ts';
import { MAX_NAME_LENGTH, type Id } from '../fields.ts';
import { layoutTree } from '../layout-tree.ts';
import { channelSchema, regionSchema, type ChannelKind } from '../layout.ts';
import { nextOrder, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { commandProblem, freeName, type NewId } from './records.ts';

/** Smallest unit in which memory is mapped into an environment: one page of 4 KiB on Armv8-A and x86-64. */
export const MAPPING_GRANULE_BYTES = 4096;

/** How links are to be carried. */
export interface CarryArguments {
  readonly layoutId: Id;
  readonly linkIds: readonly Id[];
  readonly kind: ChannelKind;
  readonly mechanismId?: Id | null;
  /** Shared memory only: a region that is there, or null for a new one per link, as large as its payload needs. */
  readonly regionId?: Id | null;
}

/**
 * Gives links a channel, replacing the one they have. Shared memory without a region gets a new one per link: the
 * payload rounded up to the mapping granule, or one granule where the payload is unknown; it is not placed yet.
 *
 * @param plan the plan
 * @param args which links, and how
 * @param newId gives ids
 * @returns the diff
 */
export function carryLinks(plan: Plan, args: CarryArguments, newId: NewId): Result<Diff> {
  const tree = layoutTree(plan, args.layoutId);
  if (!tree) return fail(commandProblem('command-no-record', { words: { word: 'layout' } }));
  const draft = new DiffDraft(plan);
  const names = new Set(tree.regions.map((region) => region.name));
  let channelOrder = nextOrder(plan.channels);
  let regionOrder = nextOrder(plan.regions);
  for (const linkId of args.linkIds) {
    const link = plan.links.get(linkId);
    if (!link) return fail(commandProblem('command-no-record', { words: { word: 'link' } }));
    const old = tree.channelOfLink.get(linkId);
    let regionId = args.kind === 'shared-memory' ? (args.regionId ?? old?.regionId ?? null) : null;
    if (args.kind === 'shared-memory' && regionId === null) {
      const granules = Math.max(1, Math.ceil((link.payloadBytes ?? 0) / MAPPING_GRANULE_BYTES));
      const region = regionSchema.parse({
        id: newId('region'),
        order: regionOrder++,
        layoutId: args.layoutId,
        name: freeName(`shm ${link.name}`.slice(0, MAX_NAME_LENGTH), names),
        sizeBytes: granules * MAPPING_GRANULE_BYTES,
      });
      names.add(region.name);
      draft.put('regions', region);
      regionId = region.id;
    }
    draft.put(
      'channels',
      channelSchema.parse({
        ...(old?.kind === args.kind ? old : {}),
        id: old?.id ?? newId('chan'),
        order: old?.order ?? channelOrder++,
        layoutId: args.layoutId,
        linkId,
        kind: args.kind,
        mechanismId: args.mechanismId ?? null,
        regionId,
      }),
    );
  }
  return ok(draft.diff());
}
