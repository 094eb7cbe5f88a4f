/** Disk of environments for which the plan has no image: what the catalogue and the applications say. */
import type { Id } from '../../model/fields.ts';
import { copiesOf } from '../../model/layout-tree.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import { figureSource } from '../hardware.ts';
import { hasOwnKernel } from '../isolation/boundaries.ts';
import { technologyOf } from '../isolation/technologies.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { figure, timesBytes, type MemorySum } from '../memory/memory-sum.ts';
import { technologyFigure, type NumberParameter } from '../technology-figure.ts';
import { imageHolders, isGuest } from './held-applications.ts';

function addFigure(
  facts: LayoutFacts,
  sums: readonly MemorySum[],
  environment: Environment,
  parameter: NumberParameter,
  times: number,
  isShared = false,
): void {
  const technology = technologyOf(facts.catalogue, facts.tree, environment);
  if (!technology) {
    const missing = figure(`disk of "${environment.name}" (no technology, no image)`, null, null);
    for (const sum of sums) sum.addUnknown(missing);
    return;
  }
  const { range, use } = technologyFigure(facts.catalogue, technology, parameter);
  for (const sum of sums) {
    if (range === null) sum.addUnknown(use);
    else {
      const name = times > 1 ? `${use.name} (counted ${times} times)` : use.name;
      const { low, ...rest } = timesBytes(range, times);
      sum.add(
        { ...rest, low: isShared ? 0 : low },
        isShared ? { ...use, name, low: 0 } : { ...use, name },
      );
    }
  }
}

function addPlacement(
  facts: LayoutFacts,
  sums: readonly MemorySum[],
  { applicationId, environmentId, instances }: Placement,
  copies: number,
): void {
  const application = facts.plan.applications.get(applicationId);
  if (!application) return;
  const { diskBytes, name, sources } = application;
  const times = copies > 1 ? ` x ${copies}` : '';
  if (diskBytes === null) {
    for (const sum of sums) sum.addUnknown(figure(`disk of "${name}"`, null, null));
    return;
  }
  const once = diskBytes * copies;
  // Copies of a plain container share the disk of their kernel; at worst each has written its own.
  const high = diskBytes * instances * copiesOf(facts.tree, environmentId);
  const use = figure(`disk of "${name}"${times}`, once, figureSource(sources, 'diskBytes'));
  const conditions = high > once ? 'once per environment; high: once per instance' : null;
  for (const sum of sums) {
    sum.add(
      { low: once, typical: once, high },
      { ...use, low: once, high, conditions },
      'application',
    );
  }
}

/** Copies that have a disk of their own: those of guests and of what is on the hardware, not of plain containers. */
function disksOf(facts: LayoutFacts, environment: Environment): number {
  const path = facts.tree.pathOf.get(environment.id) ?? [];
  const last = path.findLastIndex(hasOwnKernel);
  const kernel = path[last];
  return kernel ? copiesOf(facts.tree, kernel.id) : 1;
}

/**
 * Adds, for every environment whose disk is no image of the plan: the fixed disk space of a hypervisor or engine, the
 * space per instance of a guest or container, and the disk space of its applications (once per disk; at most once per
 * instance). The system of an OS on the hardware is unknown: only an image can say.
 *
 * @param facts the layout
 * @param sums what it is added to
 * @cost O(environments x depth + placements)
 * @rules NOIMAGE-1
 */
export function addWithoutImage(facts: LayoutFacts, sums: readonly MemorySum[]): void {
  const { tree } = facts;
  const covered = imageHolders(facts);
  const engines = new Set<Id | null>();
  for (const environment of tree.environments) {
    if (covered.has(environment.id) || !tree.pathOf.has(environment.id)) continue;
    const disks = disksOf(facts, environment);
    const { kind, name, os } = environment;
    if (kind === 'hypervisor' || kind === 'container-engine') {
      addFigure(facts, sums, environment, 'diskFixed', disks);
    } else if (isGuest(environment)) {
      addFigure(facts, sums, environment, 'diskPerInstance', disks);
    } else if (kind === 'container') {
      // An engine stores layers once: at the least, all its containers have the same ones.
      addFigure(
        facts,
        sums,
        environment,
        'diskPerInstance',
        disks,
        engines.has(environment.parentId),
      );
      engines.add(environment.parentId);
      if (copiesOf(tree, environment.id) > disks) {
        const missing = figure(`writable layers of the copies of "${name}"`, null, null);
        for (const sum of sums) sum.addUnknown(missing);
      }
    } else if (kind === 'os' || (os !== null && os.family !== 'none')) {
      for (const sum of sums) sum.addUnknown(figure(`system of "${name}" (no image)`, null, null));
    }
    for (const placement of tree.placementsIn.get(environment.id) ?? []) {
      addPlacement(facts, sums, placement, disks);
    }
  }
}
