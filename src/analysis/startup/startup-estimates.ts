/** Estimates of time to ready, and budgets of applications with a start-up need. */
import { budgetFormula, partsOf } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import { applicabilityOf } from '../overheads/applicability.ts';
import type { Budget, Estimate, Subject } from '../result.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import type { ApplicationReady, Ready } from './startup-facts.ts';

const FORMULA =
  'since power-on: ROM + boot loader + the longest way through what waits for what (what it stands in, what it starts after, the control environment, in serial layouts the sibling before it); low: reading overlaps starting, typical: reading then starting, high: others share cores and storage';

function estimate(facts: Facts, subject: Subject, environmentId: string, ready: Ready): Estimate {
  const coreIds = facts.tree.coresOf.get(environmentId) ?? [];
  const { text } = applicabilityOf(facts.catalogue, facts.hardware, coreIds, ready.figures);
  return {
    kind: 'startup',
    subject,
    ...ready.range,
    unit: 'ns',
    atLeast: ready.atLeast,
    formula: FORMULA,
    figures: ready.figures,
    applicability: text,
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
      .map((ready) =>
        estimate(facts, ofEnvironment(ready.environment), ready.environment.id, ready),
      ),
    ...applications
      .filter(isAskedFor)
      .map((ready) =>
        estimate(facts, ofApplication(ready.application), ready.environment.id, ready),
      ),
  ];
}

/**
 * @param facts the layout
 * @returns a budget for every placed application with a start-up need
 */
export function startupBudgets(facts: Facts): readonly Budget[] {
  return facts.startup.applications.flatMap((ready): readonly Budget[] => {
    const { needNs, range, atLeast, figures, verdict } = ready;
    if (needNs === null) return [];
    const numbers = { demand: range, atLeast, capacity: needNs, unit: 'ns' };
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
