/** CPU budgets of a result. */
import { highestClockHz, sustainedClockHz } from '../../model/clock.ts';
import type { Environment } from '../../model/layout.ts';
import { budgetFormula, type FormulaPart } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import { hardwareSource, type CoreFacts, type Hardware } from '../hardware.ts';
import type { Budget, FigureUse, Range, Subject } from '../result.ts';
import { ofCore, ofCoreSet, ofEnvironment } from '../subjects.ts';
import { rateWords } from './activation-rates.ts';
import type { CoreLoad, Load } from './cpu-facts.ts';
import type { Demand } from './demand.ts';
import { term, type Term } from './exact-sum.ts';

const ONE_CORE = term([1], []);

function clockFigures(hardware: Hardware, cores: readonly CoreFacts[]): readonly FigureUse[] {
  const clusters = [...new Set(cores.map((core) => core.cluster))];
  return clusters.flatMap((cluster) =>
    cluster
      ? {
          name: `clock of ${cluster.coreType}`,
          value: sustainedClockHz(cluster),
          low: null,
          high: highestClockHz(cluster),
          unit: 'Hz',
          source: hardwareSource(
            hardware.target,
            cluster.provenance,
            cluster.baseClockHz === null ? 'maxClockHz' : 'baseClockHz',
          ),
          conditions: null,
          confidence: cluster.provenance.confidence,
          override: null,
          applies: null,
          estimate: null,
        }
      : [],
  );
}

/** A demand with what is known of how it was added up. */
interface Asked {
  readonly demand: Demand;
  readonly capacity: Term;
  readonly words: string;
  readonly loads: readonly Load[];
  /** Part of what may run there is unknown and not in the demand. */
  readonly isOpen?: boolean;
}

const NOTHING_KNOWN: Range = { low: null, typical: null, high: null };
const PINNED = {
  none: 'pinned to it, in the worst case',
  known: 'pinned to it, in the worst case; what floats over it counts with its set of cores',
  unknown:
    'pinned to it, in the worst case; what floats over it may add to it, and part of that is unknown',
} as const;
const FLOATING = 'floating over these cores or pinned to them, in the worst case';
const INSIDE = 'in one copy of it, in the worst case';

/**
 * @param load a load
 * @returns what is counted other than the times and the period that its task states, for example `activated every 10 ms, WCET x 1.1`;
 *   empty where nothing is
 */
export function countedWords({ rate, executionFactors }: Load): string {
  const isActivated = rate !== null && typeof rate !== 'string' && rate.byEvents;
  const grown = executionFactors.filter((factor) => factor !== 1);
  return [
    ...(isActivated ? [`activated ${rateWords(rate)}`] : []),
    ...(grown.length > 0 ? [`WCET x ${grown.join(' x ')}`] : []),
  ].join(', ');
}

/** As a demand counts it: a worst case is never below what is known. */
function partOf(load: Load): FormulaPart {
  const { application, task, share } = load;
  const least = share.high ?? share.typical ?? share.low;
  const counted = countedWords(load);
  const name = task ? `${application.name}/${task.name}` : application.name;
  return { name: counted ? `${name} (${counted})` : name, value: least?.value ?? null };
}

function cpuBudget(
  hardware: Hardware,
  subject: Subject,
  cores: readonly CoreFacts[],
  { demand, capacity, words, loads, isOpen = false }: Asked,
): Budget {
  const known = cores.length === 0 ? 'unknown' : demand.verdict(capacity);
  const verdict = isOpen && known === 'within' ? 'unknown' : known;
  const numbers = {
    demand: isOpen && demand.count === 0 ? NOTHING_KNOWN : demand.range(capacity),
    atLeast: isOpen || demand.atLeast,
    capacity: cores.length === 0 ? null : capacity.value,
    unit: 'core',
  };
  return {
    kind: 'cpu',
    subject,
    ...numbers,
    formula: budgetFormula(words, numbers, loads.map(partOf)),
    verdict,
    coreIds: cores.map((core) => core.core.id),
    figures: clockFigures(hardware, cores),
  };
}

/** A core without pinned load is not idle where something of unknown demand may run on it. */
function coreBudget(hardware: Hardware, { core, pinned, loads, floating }: CoreLoad): Budget {
  return cpuBudget(hardware, ofCore(core.core), [core], {
    ...{ demand: pinned, capacity: ONE_CORE, words: PINNED[floating], loads },
    isOpen: floating === 'unknown',
  });
}

/** Positions of loads by the list of cores that they run on: equal lists are one, and far fewer than the loads. */
function positionsByCores(loads: readonly Load[]) {
  const positions = new Map<readonly CoreFacts[], number[]>();
  loads.forEach(({ cores }, position) => {
    const list = positions.get(cores);
    if (list) list.push(position);
    else positions.set(cores, [position]);
  });
  return positions;
}

/** Loads that run nowhere but on these cores, in the order of all. */
function loadsWithin(
  loads: readonly Load[],
  positions: ReadonlyMap<readonly CoreFacts[], readonly number[]>,
  cores: readonly CoreFacts[],
): readonly Load[] {
  const within = new Set(cores);
  const found: number[] = [];
  for (const [on, list] of positions) {
    if (on.length === 0 || !on.every((core) => within.has(core))) continue;
    for (const position of list) found.push(position);
  }
  return found.sort((a, b) => a - b).map((position) => loads[position] as Load);
}

/** Loads by every environment that they stand in, however deep. */
function loadsInside({ cpu, tree }: Facts): ReadonlyMap<Environment, readonly Load[]> {
  const inside = new Map<Environment, Load[]>();
  for (const load of cpu.loads) {
    for (const environment of tree.pathOf.get(load.placement.environmentId) ?? []) {
      const list = inside.get(environment);
      if (list) list.push(load);
      else inside.set(environment, [load]);
    }
  }
  return inside;
}

/**
 * Budgets of every core (what is pinned to it; at least that, where something of unknown demand floats over it), every
 * set of cores over which something floats (with what is pinned to them), and every environment that holds anything.
 * Floating load is never split over cores.
 *
 * @param facts the layout
 * @returns budgets in cores, in hardware order, then sets, then environments
 */
export function cpuBudgets(facts: Facts): readonly Budget[] {
  const { cpu, hardware } = facts;
  const inside = loadsInside(facts);
  const positions = positionsByCores(cpu.loads);
  return [
    ...cpu.cores.map((load) => coreBudget(hardware, load)),
    ...cpu.sets.map(({ set, demand, capacity }) =>
      cpuBudget(hardware, ofCoreSet(set), set.cores, {
        ...{
          demand,
          capacity,
          words: FLOATING,
          loads: loadsWithin(cpu.loads, positions, set.cores),
        },
      }),
    ),
    ...cpu.environments
      .filter(({ demand }) => demand.count > 0)
      .map(({ environment, cores, demand, capacity }) =>
        cpuBudget(hardware, ofEnvironment(environment), cores, {
          ...{ demand, capacity, words: INSIDE, loads: inside.get(environment) ?? [] },
        }),
      ),
  ];
}
