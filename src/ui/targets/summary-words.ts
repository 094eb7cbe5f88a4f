/** Lines of the target picker in words. */
import type { CoreGroup, IommuState, TargetSummary } from '../../catalog/target-summary.ts';
import { clockText } from '../../model/clock.ts';

export const CATEGORY_WORDS: Readonly<Record<TargetSummary['category'], string>> = {
  'arm-soc': 'SoC',
  'arm-som': 'module',
  'x86-cpu': 'processor',
  'x86-soc': 'SoC',
  imported: 'imported',
  custom: 'custom',
};

/** @returns yes, no or unknown */
export function yesNoText(fact: boolean | null): string {
  return fact === null ? 'unknown' : fact ? 'yes' : 'no';
}

const IOMMU_WORDS: Readonly<Record<IommuState, string>> = {
  enabled: 'on',
  disabled: 'present, off',
  present: 'present, on or off unknown',
  absent: 'absent',
  unknown: 'unknown',
};

/** @returns the state of the IOMMU in words; present, turned on and unknown are three facts */
export function iommuText({ iommu }: TargetSummary): string {
  return IOMMU_WORDS[iommu];
}

function groupText(group: CoreGroup): string {
  const isKnown = (group.baseClockHz ?? group.maxClockHz) !== null;
  return `${group.cores} × ${group.coreType}${isKnown ? ` at ${clockText(group)}` : ''}`;
}

/** @returns for example `4 × Cortex-A53 at 1.2 GHz + 2 × Cortex-A72 at 1.596 GHz` */
export function coreGroupsText({ groups }: TargetSummary): string {
  return groups.map(groupText).join(' + ');
}
