/** Memory budgets and estimates of a result. */
import { budgetFormula, partsOf } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import type { Budget, Estimate, FigureUse, Subject } from '../result.ts';
import { ofEnvironment, ofMemory, subject } from '../subjects.ts';
import type { DeduplicationSaving } from './deduplication.ts';
import type { MemorySum } from './memory-sum.ts';

const CONTENT_FORMULA =
  'one copy: OS + sum of private memory x instances + text and read-only data once per kernel + copies x (content, per-instance overhead and page tables of what stands in it) + fixed part of its technology + shared regions inside it, rounded up to 4 KiB; at least the smallest guest of its technology';
const TOTAL_FORMULA =
  'sum over what stands on the hardware (copies x assigned memory, or content) + shared and reserved regions of the machine, rounded up to 4 KiB';
const DEDUPLICATION_FORMULA =
  'share x (memory of guests of one system, trust and criticality, beyond the largest of each) - cost; static partitions save 0; no budget counts on it';

const CHIP_FORMULA = 'regions in it, rounded up to 4 KiB';

function memoryBudget(
  of: Subject,
  content: MemorySum,
  capacity: number | null,
  formula: string,
  capacityFigures: readonly FigureUse[] = [],
): Budget {
  const numbers = { demand: content.range, atLeast: content.atLeast, capacity, unit: 'bytes' };
  return {
    kind: 'memory',
    subject: of,
    ...numbers,
    formula: budgetFormula(formula, numbers, partsOf(content.figures, 'bytes')),
    verdict: content.verdict(capacity),
    coreIds: [],
    figures: [...capacityFigures, ...content.figures],
  };
}

/**
 * Budgets of the machine, of environments with assigned memory, and of on-chip memories that hold regions.
 *
 * @param facts the layout
 * @returns the machine first, then environments, then on-chip memories
 */
export function memoryBudgets(facts: Facts): readonly Budget[] {
  const { memory, hardware } = facts;
  return [
    memoryBudget(
      subject('target', hardware.target),
      memory.total,
      memory.capacity,
      TOTAL_FORMULA,
      memory.capacityFigures,
    ),
    ...memory.environments
      .filter(({ environment }) => environment.memoryBytes !== null)
      .map(({ environment, content }) =>
        memoryBudget(ofEnvironment(environment), content, environment.memoryBytes, CONTENT_FORMULA),
      ),
    ...memory.onChip.map(({ memory: chip, content }) =>
      memoryBudget(ofMemory(chip), content, chip.sizeBytes, CHIP_FORMULA),
    ),
  ];
}

function memoryEstimate(of: Subject, content: MemorySum, formula: string): Estimate {
  return {
    kind: 'memory',
    subject: of,
    ...content.range,
    unit: 'bytes',
    atLeast: content.atLeast,
    isIndication: false,
    formula,
    figures: content.figures,
    applicability: null,
  };
}

function deduplicationEstimate(saving: DeduplicationSaving): Estimate {
  return {
    kind: 'memory-deduplication',
    subject: ofEnvironment(saving.environment),
    ...saving.bytes,
    unit: 'bytes',
    atLeast: saving.atLeast,
    isIndication: false,
    formula: DEDUPLICATION_FORMULA,
    figures: saving.figures,
    applicability: null,
  };
}

/**
 * What every environment and the machine need, with the figures it comes from.
 *
 * @param facts the layout
 * @returns the machine first, then environments in the user's order, then what deduplication may save
 */
export function memoryEstimates(facts: Facts): readonly Estimate[] {
  const { memory, hardware } = facts;
  return [
    memoryEstimate(subject('target', hardware.target), memory.total, TOTAL_FORMULA),
    ...memory.environments
      .filter(({ content }) => !content.empty)
      .map(({ environment, content }) =>
        memoryEstimate(ofEnvironment(environment), content, CONTENT_FORMULA),
      ),
    ...memory.savings.map(deduplicationEstimate),
  ];
}
