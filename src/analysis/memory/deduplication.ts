/** Equal memory pages of guests kept once: what that may save, and what it costs. Never part of a budget. */
import { criticalityName } from '../../model/criticality.ts';
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Id } from '../../model/fields.ts';
import type { DeduplicationChoice, Environment } from '../../model/layout.ts';
import { imageChains } from '../disk/image-chains.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { tenantOf } from '../isolation/tenants.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { FigureUse } from '../result.ts';
import { exactRange, statedFigure } from '../technology-figure.ts';
import { figure, granulesOf, MAPPING_GRANULE, timesBytes, type KnownBytes } from './memory-sum.ts';

/** A guest of an environment that deduplicates, with all its copies. */
interface Guest {
  readonly environment: Environment;
  readonly copies: number;
  /** Memory of one copy. */
  readonly memory: KnownBytes;
  readonly known: boolean;
  /** Guests of one key may share pages; null: of this guest only its own copies do. */
  readonly key: string | null;
}

/** What one environment saves by deduplication. */
export interface DeduplicationSaving {
  readonly environment: Environment;
  readonly choice: DeduplicationChoice;
  /** Net of the cost; negative where it costs more than it saves. Null members: the cost is unknown. */
  readonly bytes: {
    readonly low: number | null;
    readonly typical: number | null;
    readonly high: number;
  };
  readonly atLeast: boolean;
  /** What the mechanism itself takes: unlike the saving, this counts in budgets. Null bytes: unknown. */
  readonly cost: { readonly bytes: KnownBytes | null; readonly use: FigureUse };
  /** Guests whose memory is statically given: they save nothing. */
  readonly statics: readonly Environment[];
  readonly figures: readonly FigureUse[];
}

/** What environments need, as far as it is summed up. */
type Contents = ReadonlyMap<Id, { readonly bytes: KnownBytes; readonly atLeast: boolean }>;

/** Share of the scanned memory that the mechanism itself takes. */
interface Cost {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

/** KSM keeps an item of 64 B for every page it scans; other costs are upper ends of what is published. */
const KSM_ITEM_BYTES = 64;
const COSTS: ReadonlyMap<string, Cost> = new Map([
  ['ksm', exactRange(KSM_ITEM_BYTES / MAPPING_GRANULE)],
  ['esxi-tps', { low: 0, typical: 0.005, high: 0.005 }],
]);

/** Owner and criticality that all applications of a guest have; null where one is unknown or they differ. */
function standing(facts: LayoutFacts, inside: readonly Environment[]): string | null {
  const marks = new Set<string>();
  for (const { id } of inside) {
    for (const { applicationId } of facts.tree.placementsIn.get(id) ?? []) {
      const application = facts.plan.applications.get(applicationId);
      const tenant = application ? tenantOf(application) : null;
      if (!application || tenant === null) return null;
      marks.add(`${tenant} ${criticalityName(application.criticality)}`);
    }
  }
  const [mark] = marks;
  return marks.size === 1 && mark !== undefined ? mark : null;
}

function withinOf(facts: LayoutFacts, environment: Environment): readonly Environment[] {
  const inside: Environment[] = [environment];
  for (let at = 0; at < inside.length; at += 1) {
    inside.push(...(facts.tree.childrenOf.get(inside[at]?.id ?? '') ?? []));
  }
  return inside;
}

/** The base of the image that each environment starts from; only where it stands on one. */
function basesOf(facts: LayoutFacts): ReadonlyMap<Id, Id> {
  const bases = new Map<Id, Id>();
  for (const { image, beneath } of imageChains(facts.tree)) {
    const [base] = beneath;
    if (image.environmentId !== null && base) bases.set(image.environmentId, base.id);
  }
  return bases;
}

/** Two guests run the same code where they start from one base image, or state the same release of an OS. */
function systemOf(environment: Environment, bases: ReadonlyMap<Id, Id>): string | null {
  const base = bases.get(environment.id);
  if (base !== undefined) return `image ${base}`;
  const { os } = environment;
  return os === null || os.version === null ? null : `${os.family} ${os.version}`;
}

/** Gathers the guests beneath an environment: down to the first boundary, with copies on the way. */
function guestsOf(
  facts: LayoutFacts,
  environment: Environment,
  contents: Contents,
): { readonly guests: readonly Guest[]; readonly statics: readonly Environment[] } {
  const guests: Guest[] = [];
  const bases = basesOf(facts);
  const statics: Environment[] = [];
  const visit = (parent: Environment, copies: number) => {
    for (const child of facts.tree.childrenOf.get(parent.id) ?? []) {
      const all = copies * child.copies;
      const isGuest =
        kindFacts(child.kind).isolates || (child.kind === 'container' && child.os !== null);
      if (!isGuest) visit(child, all);
      else if (isStatic(facts, child)) statics.push(child);
      else {
        const content = contents.get(child.id);
        const memory =
          child.memoryBytes !== null
            ? exactRange(child.memoryBytes)
            : (content?.bytes ?? exactRange(0));
        const system = systemOf(child, bases);
        const mark = standing(facts, withinOf(facts, child));
        guests.push({
          environment: child,
          copies: all,
          memory: granulesOf(memory),
          known: child.memoryBytes !== null || content?.atLeast === false,
          key: system === null || mark === null ? null : `${system} | ${mark}`,
        });
      }
    }
  };
  visit(environment, 1);
  return { guests, statics };
}

function isStatic(facts: LayoutFacts, guest: Environment): boolean {
  if (guest.kind === 'partition') return true;
  const technology = technologyOf(facts.catalogue, facts.tree, guest);
  return technology?.family === 'type1-static';
}

function plus(a: KnownBytes, b: KnownBytes): KnownBytes {
  return { low: a.low + b.low, typical: a.typical + b.typical, high: a.high + b.high };
}

/** Memory of a group beyond its largest guest: that one is kept, the rest may be equal to it. */
function repeatedIn(group: readonly Guest[]): KnownBytes {
  let sum = exactRange(0);
  let largest = exactRange(0);
  for (const { memory, copies } of group) {
    sum = plus(sum, timesBytes(memory, copies));
    if (memory.typical > largest.typical) largest = memory;
  }
  return {
    low: Math.max(0, sum.low - largest.low),
    typical: sum.typical - largest.typical,
    high: sum.high - largest.high,
  };
}

function ranged(use: FigureUse, { low, high }: KnownBytes): FigureUse {
  return { ...use, low, high };
}

function costOf(
  facts: LayoutFacts,
  environment: Environment,
  choice: DeduplicationChoice,
  scanned: KnownBytes,
): DeduplicationSaving['cost'] {
  const mechanism = facts.catalogue.deduplications.get(choice.mechanismId) ?? null;
  const sources = mechanism?.sources ?? [];
  const titles = sources.map((key) => facts.catalogue.sources.get(key)?.title ?? key).join('; ');
  const name = `cost of ${mechanism?.name ?? choice.mechanismId} in "${environment.name}"`;
  const share = COSTS.get(choice.mechanismId);
  if (share === undefined) return { bytes: null, use: figure(name, null, null) };
  const bytes = {
    low: Math.ceil(share.low * scanned.low),
    typical: Math.ceil(share.typical * scanned.typical),
    high: Math.ceil(share.high * scanned.high),
  };
  const use = ranged(figure(name, bytes.typical, titles === '' ? 'estimate' : titles), bytes);
  return { bytes, use: { ...use, conditions: mechanism?.cost ?? null } };
}

/**
 * What deduplication saves where it is switched on, net of what it costs.
 *
 * f x (memory of guests of one system, trust and criticality, beyond the largest of each) - cost; the cost of KSM is 64 B
 * for each 4 KiB page of all guests. For N equal guests: f x (N - 1) x memory - 0.016 x N x memory. Static partitions save
 * nothing, since memory is given once. Across trust, criticality or systems nothing is counted; where system or trust is
 * unknown, only copies of one guest are (no criticality stated counts as one level).
 *
 * @param facts the layout
 * @param environment one of its environments
 * @param contents what each environment inside it needs
 * @returns the saving; null where deduplication is off. Low takes the lowest share and the highest cost
 * @cost O(environments inside + images x length of a chain)
 * @source catalogue, formula dedup-saving; KSM: 64 B for each 4 KiB page scanned (Linux ksm.rst), 1.6 %
 * @rules DEDUP-1, DEDUP-2, DEDUP-3, DEDUP-4
 */
export function deduplicationSaving(
  facts: LayoutFacts,
  environment: Environment,
  contents: Contents,
): DeduplicationSaving | null {
  const choice = environment.deduplication;
  if (choice === null) return null;
  const { guests, statics } = guestsOf(facts, environment, contents);
  const groups = Map.groupBy(guests, ({ key, environment: { id } }) => key ?? `only ${id}`);
  const zero: KnownBytes = exactRange(0);
  const repeated = [...groups.values()].map(repeatedIn).reduce(plus, zero);
  const scanned = guests.map(({ memory, copies }) => timesBytes(memory, copies)).reduce(plus, zero);
  const cost = costOf(facts, environment, choice, scanned);
  const net = (share: number, of: number, taken: number | undefined) =>
    taken === undefined ? null : Math.floor(share * of) - taken;
  return {
    environment,
    choice,
    bytes: {
      low: net(choice.low, repeated.low, cost.bytes?.high),
      typical: net(choice.typical, repeated.typical, cost.bytes?.typical),
      high: Math.floor(choice.high * repeated.high) - (cost.bytes?.low ?? 0),
    },
    atLeast: guests.some(({ known }) => !known),
    cost,
    statics,
    figures: [
      ranged(
        statedFigure('share of repeated memory saved', choice.typical, 'share', choice.source),
        choice,
      ),
      ranged(
        figure(
          'memory of guests of one system, trust and criticality, beyond the largest of each',
          repeated.typical,
          'estimate',
        ),
        repeated,
      ),
      cost.use,
      ...statics.map((guest) =>
        statedFigure(
          `saved in "${guest.name}": memory is given to it once`,
          0,
          'bytes',
          'definition',
        ),
      ),
    ],
  };
}
