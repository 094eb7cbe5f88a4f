/** How kinds of environment nest, and what each is called. */
import type { EnvironmentKind } from './layout.ts';

/** What the product knows of a kind. */
export interface EnvironmentKindFacts {
  readonly kind: EnvironmentKind;
  /** Name in the UI and in reports. */
  readonly title: string;
  /** Letters in drawings. */
  readonly code: string;
  /** Kinds it can stand in; `hardware` means no parent. */
  readonly parents: readonly (EnvironmentKind | 'hardware')[];
  /** Whether applications run directly in it. */
  readonly holdsApplications: boolean;
  /** Whether an OS kernel of its own can be stated. */
  readonly hasOs: boolean;
  /** Whether its content runs behind a hardware isolation boundary of its own. */
  readonly isolates: boolean;
}

/** In the order in which they stack, from the hardware up. */
export const ENVIRONMENT_KINDS: readonly EnvironmentKindFacts[] = [
  {
    kind: 'bare-metal',
    title: 'Bare metal / AMP image',
    code: 'BM',
    parents: ['hardware'],
    holdsApplications: true,
    hasOs: true,
    isolates: false,
  },
  {
    kind: 'os',
    title: 'Operating system',
    code: 'OS',
    parents: ['hardware'],
    holdsApplications: true,
    hasOs: true,
    isolates: false,
  },
  {
    kind: 'hypervisor',
    title: 'Hypervisor',
    code: 'HV',
    parents: ['hardware', 'os'],
    holdsApplications: false,
    hasOs: false,
    isolates: false,
  },
  {
    kind: 'partition',
    title: 'Static partition',
    code: 'P',
    parents: ['hypervisor'],
    holdsApplications: true,
    hasOs: true,
    isolates: true,
  },
  {
    kind: 'vm',
    title: 'Virtual machine',
    code: 'VM',
    parents: ['hypervisor'],
    holdsApplications: true,
    hasOs: true,
    isolates: true,
  },
  {
    kind: 'thin-vm',
    title: 'Thin VM',
    code: 'TV',
    parents: ['hypervisor'],
    holdsApplications: true,
    hasOs: true,
    isolates: true,
  },
  {
    kind: 'container-engine',
    title: 'Container engine',
    code: 'CE',
    parents: ['os', 'partition', 'vm', 'thin-vm'],
    holdsApplications: false,
    hasOs: false,
    isolates: false,
  },
  {
    kind: 'container',
    title: 'Container',
    code: 'C',
    parents: ['container-engine'],
    holdsApplications: true,
    // A container of Kata or of Hyper-V isolation brings its own kernel; others share the kernel beneath.
    hasOs: true,
    isolates: false,
  },
];

const BY_KIND = new Map(ENVIRONMENT_KINDS.map((facts) => [facts.kind, facts]));

/**
 * @param kind a kind of environment
 * @returns its facts
 */
export function kindFacts(kind: EnvironmentKind): EnvironmentKindFacts {
  const facts = BY_KIND.get(kind);
  if (!facts) throw new Error(`Bug in Partita: no facts for environment kind ${kind}`);
  return facts;
}

/**
 * @param kind what is to be put somewhere
 * @param parent where: a kind, or null for the hardware itself
 * @returns whether the one can stand in the other
 */
export function canNest(kind: EnvironmentKind, parent: EnvironmentKind | null): boolean {
  return kindFacts(kind).parents.includes(parent ?? 'hardware');
}

/**
 * @param kind a kind of environment
 * @returns its title inside a sentence: `static partition`, `bare metal / AMP image`
 */
export function kindWord(kind: EnvironmentKind): string {
  return kindFacts(kind).title.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** By what: these are of the technology of what they stand in, whichever it is. */
const MADE_BY: Readonly<Partial<Record<EnvironmentKind, EnvironmentKind>>> = {
  partition: 'hypervisor',
  vm: 'hypervisor',
  container: 'container-engine',
};

/**
 * @param kind a kind of environment
 * @returns the kind whose technology is its own too; null: it has one of its own
 */
export function makerOf(kind: EnvironmentKind): EnvironmentKind | null {
  return MADE_BY[kind] ?? null;
}
