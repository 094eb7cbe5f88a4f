/** Private regions, disk images and start orders of what took the place of something. */
import { applyDiff, DiffDraft } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment, EnvironmentKind } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { ofEnvironment, ofRegion } from '../subjects.ts';
import { carryImagesOver } from './carry-images.ts';
import type { Conversion } from './conversion.ts';
import { givesCoresOnce } from './hosting.ts';

/** Kinds whose memory lies at a physical address. */
const AT_AN_ADDRESS: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'bare-metal',
  'partition',
]);

/** The environment that took the place of one as it was. */
function heirOf(conversion: Conversion, plan: Plan, formerId: Id | null): Environment | null {
  return plan.environments.get(conversion.heirs.get(formerId ?? '') ?? '') ?? null;
}

/** Partitions and images lie at a physical address; so does any guest of a hypervisor that gives memory once. */
function hasAddress(conversion: Conversion, plan: Plan, heir: Environment): boolean {
  if (AT_AN_ADDRESS.has(heir.kind)) return true;
  const parent = plan.environments.get(heir.parentId ?? '');
  const beneath = conversion.catalogue.technologies.get(parent?.technologyId ?? '');
  return heir.kind !== 'container' && beneath !== undefined && givesCoresOnce(beneath);
}

function carryRegions(conversion: Conversion, plan: Plan, draft: DiffDraft): void {
  for (const region of conversion.tree.regions) {
    if (region.kind === 'reserved') continue;
    const ownerId = region.environmentId;
    if (ownerId === null || plan.environments.has(ownerId)) continue;
    const heir = heirOf(conversion, plan, ownerId);
    if (heir && hasAddress(conversion, plan, heir)) {
      draft.put('regions', { ...region, environmentId: heir.id });
    } else if (region.kind === 'private') {
      draft.remove('regions', region.id);
      const reason = heir
        ? `"${heir.name}" has no fixed place in memory`
        : 'nothing takes the place of its owner alone';
      conversion.note('lost', ofRegion(region), reason);
    }
  }
}

/** Reserved memory may belong to the former hypervisor: only a person can tell. */
function checkReserved(conversion: Conversion, plan: Plan): void {
  const gone = conversion.tree.environments.some(
    ({ id, kind }) =>
      kind === 'hypervisor' && !plan.environments.has(id) && !conversion.heirs.has(id),
  );
  if (!gone) return;
  for (const region of conversion.tree.regions) {
    if (region.kind !== 'reserved') continue;
    conversion.note('check', ofRegion(region), 'stays reserved; the hypervisor is another one now');
  }
}

/** Deduplication is a mechanism of one technology: it goes over where that stays. */
function carryDeduplication(conversion: Conversion, plan: Plan, draft: DiffDraft): void {
  for (const former of conversion.tree.environments) {
    if (former.deduplication === null || plan.environments.has(former.id)) continue;
    const heir = heirOf(conversion, plan, former.id);
    const now = heir && draft.get('environments', heir.id);
    if (now && now.kind === former.kind && now.technologyId === former.technologyId) {
      draft.put('environments', { ...now, deduplication: former.deduplication });
    } else {
      const reason = 'its memory deduplication belongs to the former technology';
      conversion.note('lost', ofEnvironment(former), reason);
    }
  }
}

/** What started after something that is gone starts after what took its place. */
function carryStartOrder(conversion: Conversion, plan: Plan, draft: DiffDraft): void {
  const now = (id: Id): Id | null =>
    plan.environments.has(id) ? id : (conversion.heirs.get(id) ?? null);
  for (const former of conversion.tree.environments) {
    const id = now(former.id);
    const environment = id === null ? undefined : draft.get('environments', id);
    if (!environment || former.startAfterIds.length === 0) continue;
    const after = former.startAfterIds.flatMap((each) => now(each) ?? []);
    const startAfterIds = [...new Set(after)].filter((each) => each !== id);
    draft.put('environments', { ...environment, startAfterIds });
  }
}

/**
 * Carries over what belongs to environments and is neither a channel nor a device.
 *
 * @param conversion what is converted; what is lost is noted
 * @param plan the plan with the new environments
 * @returns the plan with it
 * @cost O(records of the layout x depth)
 * @rules CONVERT-6, CONVERT-8
 */
export function carryRestOver(conversion: Conversion, plan: Plan): Plan {
  const draft = new DiffDraft(plan);
  carryRegions(conversion, plan, draft);
  checkReserved(conversion, plan);
  carryImagesOver(conversion, plan, draft);
  carryDeduplication(conversion, plan, draft);
  carryStartOrder(conversion, plan, draft);
  return applyDiff(plan, draft.diff());
}
