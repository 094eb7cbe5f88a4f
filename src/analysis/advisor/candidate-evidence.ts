/** What is known of whether the technologies of a candidate run on the target. */
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import type { Isa, Target } from '../../model/target.ts';
import { evidenceFor, portEvidence } from '../isolation/evidence.ts';
import { hypervisorModeOf } from '../isolation/virtualization.ts';
import { isHosted, shortName } from './hosting.ts';

/**
 * `shown`: on this target; `same-isa`: on its instruction set; `caveat`: on this target with a caveat; `none`: nobody
 * says where it runs; `other-isa`: on other instruction sets only; `not-needed`: it runs wherever what is beneath runs.
 */
export type Shown = 'not-needed' | 'shown' | 'same-isa' | 'caveat' | 'none' | 'other-isa';

/** The weakest link last: a candidate is known as well as the least known of its technologies. */
const WEAKER: readonly Shown[] = ['not-needed', 'shown', 'same-isa', 'caveat', 'none', 'other-isa'];

/** What is known, and in words what is not. */
export interface Evidence {
  readonly shown: Shown;
  /** For example "no evidence found that Bao runs on x86_64; found on aarch64 only"; null: nothing is missing. */
  readonly doubt: string | null;
}

const NOT_NEEDED: Evidence = { shown: 'not-needed', doubt: null };

/** Instruction sets of the cores that a hypervisor could run on. */
function isasOf(target: Target): ReadonlySet<Isa> {
  const isas = target.clusters.map(({ isa }) => isa);
  return new Set(isas.filter((isa) => hypervisorModeOf(isa) === 'target'));
}

function byIsa(catalogue: Catalogue, target: Target, technology: Technology): Evidence {
  const isas = isasOf(target);
  const found = portEvidence(catalogue, technology.id, isas);
  if (found === 'found') return { shown: 'same-isa', doubt: null };
  const here = isas.size === 0 ? 'the cores of this target' : [...isas].join(' or ');
  const missing = `no evidence found that ${shortName(technology)} runs on ${here}`;
  if (found === 'none') return { shown: 'none', doubt: missing };
  const others = catalogue.ports.filter(({ technologyId }) => technologyId === technology.id);
  return {
    shown: 'other-isa',
    doubt: `${missing}; found on ${others.map(({ isa }) => isa).join(' and ')} only`,
  };
}

/** Whatever uses the host's KVM runs where KVM was shown. */
function shownThroughKvm(catalogue: Catalogue, target: Target, technology: Technology): boolean {
  const kvm = catalogue.technologies.get('kvm-qemu');
  if (!kvm || technology.family !== 'thin-vm' || !isHosted(catalogue, technology)) return false;
  return evidenceFor(catalogue, target, kvm).length > 0;
}

function ofTechnology(catalogue: Catalogue, target: Target, technology: Technology): Evidence {
  const { family, environmentKinds } = technology;
  // Engines run on whatever their OS runs on.
  if (family === 'container' || family === 'bare-metal') return NOT_NEEDED;
  if (environmentKinds.includes('hypervisor')) {
    const found = evidenceFor(catalogue, target, technology);
    if (found.some(({ caveat }) => caveat === null)) return { shown: 'shown', doubt: null };
    if (found.length > 0) return { shown: 'caveat', doubt: null };
    if (shownThroughKvm(catalogue, target, technology)) return { shown: 'shown', doubt: null };
    return byIsa(catalogue, target, technology);
  }
  const evidence = byIsa(catalogue, target, technology);
  // A guest stands on its hypervisor: only what is known to have been built for something else is in doubt.
  const isGuest = environmentKinds.includes('thin-vm');
  return isGuest && evidence.shown !== 'other-isa' ? NOT_NEEDED : evidence;
}

/**
 * @param catalogue the catalogue
 * @param target the hardware
 * @param technologies what a candidate is made of
 * @returns what is known of the least known of them
 * @cost O(technologies x (ports + records of the target))
 * @rules ADVICE-1, ADVICE-3
 */
export function evidenceOf(
  catalogue: Catalogue,
  target: Target,
  technologies: readonly Technology[],
): Evidence {
  return technologies
    .map((technology) => ofTechnology(catalogue, target, technology))
    .reduce(
      (weakest, each) =>
        WEAKER.indexOf(each.shown) > WEAKER.indexOf(weakest.shown) ? each : weakest,
      NOT_NEEDED,
    );
}
