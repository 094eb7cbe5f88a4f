/** Ways of running applications on bare cores, as the user chooses between them. */
import { STACKS, type Stack } from '../../model/commands/stacks.ts';
import { kindWord, makerOf } from '../../model/environment-kinds.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { EnvironmentKind } from '../../model/layout.ts';
import { technologiesWithin } from '../../catalog/technology-choice.ts';
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import { rangeWords } from '../../analysis/range-words.ts';
import { formatBytes } from '../../model/units.ts';
import type { StackVerdict } from '../app/analysis-protocol.ts';

export interface StackChoice {
  readonly stack: Stack;
  readonly title: string;
  /** What it is, in one sentence. */
  readonly meaning: string;
  /** Kinds from the hardware up. */
  readonly kinds: readonly EnvironmentKind[];
}

const TEXTS: Readonly<Record<Stack, { title: string; meaning: string }>> = {
  'bare-metal': {
    title: 'Bare metal',
    meaning: 'One image owns the core; no isolation layer, no overhead.',
  },
  'shared-os': {
    title: 'Process on an operating system',
    meaning: 'Beside others on one kernel; they are kept apart as processes only.',
  },
  partition: {
    title: 'Static partition',
    meaning: 'Cores and memory given once by a hypervisor; an OS of its own.',
  },
  vm: {
    title: 'Virtual machine',
    meaning: 'A guest with an OS of its own, scheduled by a hypervisor.',
  },
  'thin-vm': {
    title: 'Thin VM',
    meaning: 'One application over a minimal OS, or one linked into it.',
  },
  container: {
    title: 'Container on an OS',
    meaning: 'Shares the kernel beneath; it must be the one the application needs.',
  },
  'container-in-vm': {
    title: 'Container in a VM',
    meaning: 'A container system with a kernel of its own, behind a hypervisor.',
  },
};

export const STACK_CHOICES: readonly StackChoice[] = (Object.keys(STACKS) as Stack[]).map(
  (stack) => ({ stack, ...TEXTS[stack], kinds: STACKS[stack] }),
);

/** Technology per kind; kinds without one are left open. */
export type Technologies = Readonly<Partial<Record<EnvironmentKind, Id>>>;

/**
 * Kinds of a stack that are asked for a technology: what a hypervisor or engine makes is of the same one.
 *
 * @param kinds kinds of the stack
 * @returns those that decide
 */
export function askedKinds(kinds: readonly EnvironmentKind[]): readonly EnvironmentKind[] {
  return kinds.filter((kind) => {
    const maker = makerOf(kind);
    return maker === null || !kinds.includes(maker);
  });
}

/**
 * Technologies to offer for a kind of a stack: those that can make what stands in it, in what is chosen beneath it.
 * Retired ones only where they are in use already.
 *
 * @param catalogue technologies
 * @param kinds kinds of the stack
 * @param chosen what is chosen for them
 * @param kind for which kind
 * @returns technologies that fit
 */
export function offered(
  catalogue: Catalogue,
  kinds: readonly EnvironmentKind[],
  chosen: Technologies,
  kind: EnvironmentKind,
): readonly Technology[] {
  const at = kinds.indexOf(kind);
  const beneath = at > 0 ? chosen[kinds[at - 1] ?? kind] : undefined;
  const under = catalogue.technologies.get(beneath ?? '') ?? null;
  const holds = kinds.slice(at + 1, at + 2);
  return technologiesWithin(catalogue, kind, { under, holds }).filter(
    ({ id, status }) => status !== 'retired' || id === chosen[kind],
  );
}

/**
 * Technologies to begin with: those that the layout uses already and that fit, so that a second partition stands on
 * the same hypervisor.
 *
 * @param catalogue technologies
 * @param tree the layout
 * @param kinds kinds of the stack
 * @returns a technology for each kind that has one in this layout
 */
export function usedTechnologies(
  catalogue: Catalogue,
  tree: LayoutTree,
  kinds: readonly EnvironmentKind[],
): Technologies {
  let found: Technologies = {};
  for (const kind of askedKinds(kinds)) {
    const fitting = new Set(offered(catalogue, kinds, found, kind).map(({ id }) => id));
    const used = tree.environments.find(
      (environment) => environment.kind === kind && fitting.has(environment.technologyId ?? ''),
    );
    const id = used?.technologyId ?? null;
    if (id !== null) found = chooseTechnology(catalogue, kinds, found, kind, id);
  }
  return found;
}

/**
 * Sets one technology. What it makes itself is of it too; what no longer fits is open again.
 *
 * @param catalogue technologies
 * @param kinds kinds of the stack
 * @param before what is chosen
 * @param kind for which kind
 * @param id the technology; null: none
 * @returns what is chosen then
 */
export function chooseTechnology(
  catalogue: Catalogue,
  kinds: readonly EnvironmentKind[],
  before: Technologies,
  kind: EnvironmentKind,
  id: Id | null,
): Technologies {
  const next: Partial<Record<EnvironmentKind, Id>> = { ...before };
  const put = (of: EnvironmentKind, value: Id | null) => {
    if (value === null) delete next[of];
    else next[of] = value;
  };
  put(kind, id);
  for (const other of kinds) if (makerOf(other) === kind) put(other, id);
  const makesThin = catalogue.technologies.get(id ?? '')?.environmentKinds.includes('thin-vm');
  if (kind === 'hypervisor' && kinds.includes('thin-vm')) {
    const fits = offered(catalogue, kinds, next, 'thin-vm').some(
      (technology) => technology.id === next['thin-vm'],
    );
    if (!fits) put('thin-vm', makesThin === true ? id : null);
  }
  return next;
}

/** Rules that say that an environment cannot exist there at all. */
const STRUCTURAL = /^(VIRT|NEST)-/;

/**
 * @param verdict what the engine says of a stack
 * @returns why it is impossible, or null
 */
export function impossibility(verdict: StackVerdict): string | null {
  if (verdict.impossible !== null) return verdict.impossible;
  const broken = verdict.findings.find(
    (finding) => finding.verdict === 'error' && STRUCTURAL.test(finding.rule),
  );
  return broken ? `${broken.rule}: ${broken.message}` : null;
}

/**
 * @param verdict what the engine says of a stack
 * @returns what it costs in memory, in words
 */
export function costText({ memoryLow, memoryHigh, atLeast }: StackVerdict): string {
  if (memoryLow === null && memoryHigh === null) return 'memory unknown';
  const extent = { low: memoryLow, typical: null, high: memoryHigh, unit: 'bytes', atLeast };
  const amount = rangeWords(extent, (bytes) => `+ ${formatBytes(bytes)}`);
  return `${amount} of memory`;
}

/**
 * @param kinds kinds of a stack, from the hardware up
 * @returns for example `hypervisor › static partition`
 */
export function stackText(kinds: readonly EnvironmentKind[]): string {
  return kinds.map((kind) => kindWord(kind)).join(' › ');
}
