/** Estimates of CPU overhead and interrupt latency, and budgets of applications that need a short latency. */
import type { Application } from '../../model/application.ts';
import { rows } from '../../model/plan.ts';
import { budgetFormula } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import { controlsOf } from '../isolation/interference-controls.ts';
import type { Budget, BudgetVerdict, Estimate, FigureUse, Range } from '../result.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import {
  OVERHEAD_KINDS,
  overheadUnit,
  type OverheadKind,
  type Overheads,
  type Quantity,
} from './overhead-facts.ts';

const FORMULAS: Readonly<Record<OverheadKind, string>> = {
  'cpu-overhead':
    'slow-down of CPU-bound work: (1 + overhead of each layer) multiplied, minus 1; nothing else runs',
  'cpu-overhead-interference':
    'as cpu-overhead, with the slow-down of the lowest layer while others load shared caches and memory',
  'interrupt-latency':
    'mean interrupt latencies of the layers added up; observed while nothing else runs, not a bound',
  'interrupt-latency-max':
    'largest interrupt latencies of the layers added up; observed while nothing else runs, not a bound',
  'interrupt-latency-interference-max':
    'largest interrupt latency of the lowest layer under interference plus those of the layers above; observed, not a bound',
};

const CONTROL_WORDS = {
  'cache-colouring': 'cache colouring',
  'cache-allocation': 'cache allocation',
  'bandwidth-regulation': 'bandwidth regulation',
} as const;

/** Figures under interference are those of default configurations; what the layout switches on is said beside them. */
function applicabilityText(facts: Facts, overheads: Overheads, kind: OverheadKind): string | null {
  const { text } = overheads.applicability[kind];
  if (text === null || !kind.includes('interference')) return text;
  const path = facts.tree.pathOf.get(overheads.environment.id) ?? [];
  const controls = [...new Set(path.flatMap((each) => controlsOf(each) ?? []))];
  if (controls.length === 0) return text;
  const words = controls.map((control) => CONTROL_WORDS[control]).join(', ');
  return `${text}; measured without ${words}, which this layout switches on`;
}

/**
 * @param facts the layout
 * @returns five estimates for every environment that can hold applications and has a technology
 * @cost O(environments)
 * @rules OVER-2, OVER-3
 */
export function overheadEstimates(facts: Facts): readonly Estimate[] {
  return [...facts.overheads.values()].flatMap((overheads) =>
    OVERHEAD_KINDS.map((kind) => {
      const { range, atLeast, isIndication, figures } = overheads.quantities[kind];
      return {
        kind,
        subject: ofEnvironment(overheads.environment),
        ...range,
        unit: overheadUnit(kind),
        atLeast,
        isIndication,
        formula: FORMULAS[kind],
        figures,
        applicability: applicabilityText(facts, overheads, kind),
      };
    }),
  );
}

const DEMAND_FORMULA =
  'largest interrupt latency observed of the layers around it added up; low: the mean, high: the largest under interference; at the place where it is largest';

/** What is observed of the interrupt latency of one application, at its worst place. */
export interface InterruptDemand {
  readonly application: Application;
  readonly needNs: number;
  readonly overheads: Overheads;
  /** Mean alone, largest alone, largest under interference, as far as observed on this core type. */
  readonly demand: Range;
  readonly atLeast: boolean;
  /** True when something was observed on another core type; it is not part of the demand. */
  readonly isIndication: boolean;
  readonly figures: readonly FigureUse[];
  readonly verdict: BudgetVerdict;
}

/** An indication is held against no need. */
function observedHere({ range, isIndication }: Quantity): number | null {
  return isIndication ? null : range.typical;
}

function demandAt(application: Application, needNs: number, overheads: Overheads): InterruptDemand {
  const { quantities } = overheads;
  const mean = quantities['interrupt-latency'];
  const largest = quantities['interrupt-latency-max'];
  const disturbed = quantities['interrupt-latency-interference-max'];
  const low = observedHere(mean);
  const typical = observedHere(largest) ?? low;
  const high = observedHere(disturbed);
  const figures = [...mean.figures, ...largest.figures, ...disturbed.figures];
  const settled = figures.length > 0 && figures.every((figure) => figure.override !== null);
  const atLeast = mean.atLeast || largest.atLeast || disturbed.atLeast || !settled;
  const over = typical !== null && typical > needNs;
  const within = !atLeast && high !== null && high <= needNs;
  return {
    application,
    needNs,
    overheads,
    demand: { low, typical, high: high === null ? typical : Math.max(high, typical ?? 0) },
    atLeast,
    isIndication: mean.isIndication || largest.isIndication || disturbed.isIndication,
    figures,
    verdict: over ? 'over' : within ? 'within' : 'unknown',
  };
}

/**
 * Applications that state the longest interrupt latency they stand, each at the place with the largest observed one.
 * Observations on the same core type can refute a need and never prove it, so that only figures that the user set for
 * this plan pass; observations elsewhere do neither.
 *
 * @param facts the layout
 * @returns in the user's order; applications without such a need, or without a technology around them, are left out
 * @cost O(applications + placements)
 * @rules OVER-6
 */
export function interruptDemands(facts: Facts): readonly InterruptDemand[] {
  return rows(facts.plan.applications).flatMap((application) => {
    const needNs = application.interruptLatencyNs;
    if (needNs === null) return [];
    const found = (facts.tree.placementsOf.get(application.id) ?? []).flatMap(
      ({ environmentId }) => {
        const overheads = facts.overheads.get(environmentId);
        return overheads ? [demandAt(application, needNs, overheads)] : [];
      },
    );
    found.sort((a, b) => (b.demand.typical ?? -1) - (a.demand.typical ?? -1));
    return found.slice(0, 1);
  });
}

/**
 * @param facts the layout
 * @returns a budget for every application with a need: mean, largest, and largest latency under interference
 */
export function interruptBudgets(facts: Facts): readonly Budget[] {
  return interruptDemands(facts).map(
    ({ application, needNs, demand, atLeast, verdict, figures }) => {
      const numbers = { demand, atLeast, capacity: needNs, unit: 'ns' };
      return {
        kind: 'interrupt-latency',
        subject: ofApplication(application),
        ...numbers,
        formula: budgetFormula(DEMAND_FORMULA, numbers),
        verdict,
        coreIds: [],
        figures,
      };
    },
  );
}
