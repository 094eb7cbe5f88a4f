/** Estimates of time to ready, and budgets of applications with a start-up need. */
import { budgetFormula, partsOf } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import { applicabilityOf } from '../overheads/applicability.ts';
import { UNKNOWN_RANGE, type Budget, type Estimate, type Range, type Subject } from '../result.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import type { ApplicationReady, Ready } from './startup-facts.ts';

const FORMULA =
  'since power-on: ROM + boot loader + the longest way through what waits for what (what it stands in, what it starts after, the control environment, in serial layouts the sibling before it); low: reading overlaps starting, typical: reading then starting, high: others share cores and storage';

function estimate(subject: Subject, ready: Ready): Estimate {
  return {
    kind: 'startup',
    subject,
    ...ready.range,
    unit: 'ns',
    atLeast: ready.atLeast,
    isIndication: ready.isIndication,
    formula: FORMULA,
    figures: ready.figures,
    applicability: applicabilityOf(ready.figures).text,
  };
}

const isSaid = ({ range }: Ready): boolean => range.typical !== null;
const isAskedFor = (ready: ApplicationReady): boolean => ready.needNs !== null || isSaid(ready);

/**
 * Where nothing at all is known of a start and nobody needs it, there is no estimate.
 *
 * @param facts the layout
 * @returns environments, then applications, each in the user's order
 * @cost O(environments + applications)
 * @rules BOOT-1 to BOOT-6
 */
export function startupEstimates(facts: Facts): readonly Estimate[] {
  const { environments, applications } = facts.startup;
  return [
    ...environments
      .filter(isSaid)
      .map((ready) => estimate(ofEnvironment(ready.environment), ready)),
    ...applications
      .filter(isAskedFor)
      .map((ready) => estimate(ofApplication(ready.application), ready)),
  ];
}

/** An indication is held against no need: what is left is what holds here without it. */
function demandOf({ range, isIndication }: Ready): Range {
  return isIndication ? { ...UNKNOWN_RANGE, low: range.low } : range;
}

/**
 * @param facts the layout
 * @returns a budget for every placed application with a start-up need
 */
export function startupBudgets(facts: Facts): readonly Budget[] {
  return facts.startup.applications.flatMap((ready): readonly Budget[] => {
    const { needNs, figures, verdict } = ready;
    if (needNs === null) return [];
    const numbers = {
      demand: demandOf(ready),
      atLeast: ready.atLeast || ready.isIndication,
      capacity: needNs,
      unit: 'ns',
    };
    return [
      {
        kind: 'startup',
        subject: ofApplication(ready.application),
        ...numbers,
        formula: budgetFormula(FORMULA, numbers, partsOf(figures, 'ns')),
        verdict,
        coreIds: [],
        figures,
      },
    ];
  });
}
