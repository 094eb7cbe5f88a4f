/** Budgets of virtual functions. */
import { budgetFormula } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import { hardwareSource } from '../hardware.ts';
import type { Budget } from '../result.ts';
import { ofDevice } from '../subjects.ts';
import { exactRange } from '../technology-figure.ts';

const FORMULA = 'virtual functions given out, one for each copy of what they are given to';

/**
 * @param facts the layout
 * @returns one budget per device whose virtual functions are given out, in hardware order
 */
export function deviceBudgets(facts: Facts): readonly Budget[] {
  return facts.io.devices.flatMap(({ device, functionCount: count }) => {
    if (count === 0) return [];
    const capacity = device.virtualFunctions;
    const numbers = { demand: exactRange(count), atLeast: false, capacity, unit: 'count' };
    return [
      {
        kind: 'device-functions',
        subject: ofDevice(device),
        ...numbers,
        formula: budgetFormula(FORMULA, numbers),
        verdict: capacity === null ? 'unknown' : count > capacity ? 'over' : 'within',
        coreIds: [],
        figures: [
          {
            name: `virtual functions of ${device.name}`,
            value: capacity,
            low: null,
            high: null,
            unit: 'count',
            source:
              capacity === null
                ? null
                : hardwareSource(facts.hardware.target, device.provenance, 'virtualFunctions'),
            conditions: null,
            confidence: device.provenance.confidence,
            override: null,
            applies: null,
            estimate: null,
          },
        ],
      },
    ];
  });
}
