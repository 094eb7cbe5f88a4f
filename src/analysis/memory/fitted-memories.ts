/** The memories that a target has: main memory as a whole, and each other one with the regions that stand in it. */
import type { Memory, Target } from '../../model/target.ts';
import { hardwareSource } from '../hardware.ts';
import type { FigureUse } from '../result.ts';
import { exactRange } from '../technology-figure.ts';
import { figure, MemorySum } from './memory-sum.ts';
import { isMainMemory, type RegionUse } from './regions.ts';

/** A memory other than main memory with what is put there by name. */
export interface OnChipMemory {
  readonly memory: Memory;
  readonly content: MemorySum;
  readonly regions: readonly RegionUse[];
}

/** How much main memory there is. */
export interface MainMemory {
  /** Main memory fitted; null when one of its sizes is unknown, or there is none on record. */
  readonly capacity: number | null;
  readonly capacityFigures: readonly FigureUse[];
}

/**
 * @param target the hardware
 * @returns its main memory, all of it together
 */
export function mainMemory(target: Target): MainMemory {
  const memories = target.memories.filter(isMainMemory);
  const known = memories.every((memory) => memory.sizeBytes !== null);
  return {
    capacity:
      memories.length > 0 && known
        ? memories.reduce((sum, memory) => sum + (memory.sizeBytes ?? 0), 0)
        : null,
    capacityFigures: memories.map((memory) =>
      figure(
        `size of ${memory.name}`,
        memory.sizeBytes,
        hardwareSource(target, memory.provenance, 'sizeBytes'),
      ),
    ),
  };
}

/**
 * @param target the hardware
 * @param uses regions of a layout
 * @returns its other memories in which some region stands
 */
export function onChipMemories(
  { memories }: Target,
  uses: readonly RegionUse[],
): readonly OnChipMemory[] {
  return memories.flatMap((memory) => {
    const regions = uses.filter((use) => use.memory === memory);
    if (isMainMemory(memory) || regions.length === 0) return [];
    const content = new MemorySum();
    for (const { region } of regions) {
      const bytes = region.sizeBytes;
      content.add(
        exactRange(bytes),
        figure(`${region.kind} region "${region.name}"`, bytes, 'user'),
      );
    }
    return [{ memory, content, regions }];
  });
}
