/** How far a way of running falls short of the isolation that applications ask for. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Application } from '../../model/application.ts';
import { criticalityName, criticalityRank } from '../../model/criticality.ts';
import type { Candidate } from './candidates.ts';
import { givesCoresOnce } from './hosting.ts';

/** What is missing. */
export interface Shortfall {
  /** 0: nothing; larger is further away. */
  readonly steps: number;
  /** What is asked for and not given; null where nothing is missing. */
  readonly reason: string | null;
}

/** How much one scheduler, kernel or process boundary is shared: 0 none, 3 a kernel. */
function sharing(catalogue: Catalogue, candidate: Candidate): number {
  const { way, hypervisorId } = candidate;
  if (way === 'partition') return 0;
  // Cores of its own, but nothing in the hardware keeps one image out of the memory of another.
  if (way === 'bare-metal') return 1;
  if (way === 'container' || way === 'process') return 3;
  if (way === 'kernel-container') return 2;
  const hypervisor = hypervisorId === null ? null : catalogue.technologies.get(hypervisorId);
  if (hypervisor?.family === 'type2') return 3;
  const once = hypervisor !== null && hypervisor !== undefined && givesCoresOnce(hypervisor);
  return (once ? 0 : 1) + (way === 'container-vm' ? 1 : 0);
}

const SHARED_WORDS = [
  'nothing is shared',
  'a scheduler or a guest kernel is shared',
  'a scheduler and a guest kernel are shared, or a host kernel carries it',
  'the kernel is shared',
] as const;

/**
 * Published rules B1 and D1 as a distance: hard real time and levels above the lowest ask for cores and memory given
 * once, untrusted and third-party code for the wall of a VM. What breaks the rules is for the rules to say; this
 * only orders what is left.
 *
 * @param catalogue the catalogue
 * @param candidate a way with its technologies
 * @param applications who would run there
 * @returns how far it is from what they ask for, and in words
 * @cost O(applications)
 * @source technology rules B1 (rtas23, bao20), D1 (nist800-190)
 */
export function shortfallOf(
  catalogue: Catalogue,
  candidate: Candidate,
  applications: readonly Application[],
): Shortfall {
  const shared = sharing(catalogue, candidate);
  const words =
    candidate.way === 'bare-metal' ? 'no second stage keeps memory apart' : SHARED_WORDS[shared];
  const critical = applications.find(
    ({ realTime, criticality }) => realTime === 'hard' || (criticalityRank(criticality) ?? 0) > 0,
  );
  const foreign = applications.find(
    ({ trust }) => trust === 'untrusted' || trust === 'third-party',
  );
  if (critical && shared > 0) {
    const level =
      critical.realTime === 'hard' ? 'hard real time' : criticalityName(critical.criticality);
    const reason = `"${critical.name}" (${level}) asks for cores and memory given once (B1); ${words}`;
    return { steps: shared, reason };
  }
  if (foreign && (shared === 3 || candidate.way === 'bare-metal')) {
    const reason = `"${foreign.name}" (${foreign.trust}) asks for a wall of its own (D1); ${words}`;
    return { steps: 1, reason };
  }
  return { steps: 0, reason: null };
}
