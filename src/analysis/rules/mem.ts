/** MEM-1 to MEM-4: memory needed against memory there is. */
import { formatBytes } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { ofEnvironment, ofMemory, ofRegion, subject } from '../subjects.ts';
import { counted } from '../wording.ts';
import { compareBytes, evidenceOf } from './byte-budget.ts';
import type { Report, Rule } from './rule.ts';
import { technologyFigure } from '../technology-figure.ts';

const ENVIRONMENT: Rule = {
  id: 'MEM-1',
  title: 'Memory of an environment over what it is assigned',
  strength: 'hard',
  checks: 'What stands in an environment fits into the memory assigned to it.',
  source: 'catalogue, formula memory-total',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no environment is assigned a fixed amount of memory'
      : `assigned memory of ${counted(count, 'environment')} suffices`,
  run: (facts, report) => {
    for (const { environment, content } of facts.memory.environments) {
      if (environment.memoryBytes === null) continue;
      compareBytes(
        {
          subjects: [ofEnvironment(environment)],
          what: `"${environment.name}"`,
          content,
          capacity: environment.memoryBytes,
          capacityWord: 'what it is assigned',
          capacityFigures: [],
          remedy: 'Assign more memory, or move applications out of it.',
        },
        report,
      );
    }
  },
};

const TOTAL: Rule = {
  id: 'MEM-2',
  title: 'Memory of the machine exceeded',
  strength: 'hard',
  checks:
    'Everything together, with the fixed overheads of technologies, fits into the memory fitted.',
  source: 'catalogue, formula memory-total',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'the layout has no environments'
      : 'everything fits into the memory of the machine',
  run: (facts, report) => {
    if (facts.tree.environments.length === 0) return;
    const { target } = facts.hardware;
    compareBytes(
      {
        subjects: [subject('target', target), facts.layout],
        what: 'the layout',
        content: facts.memory.total,
        capacity: facts.memory.capacity,
        capacityWord: 'main memory',
        capacityFigures: facts.memory.capacityFigures,
        remedy: 'Assign less, share a kernel among more applications, or fit more memory.',
      },
      report,
    );
  },
};

const ON_CHIP: Rule = {
  id: 'MEM-3',
  title: 'Regions of an on-chip memory over its size',
  strength: 'hard',
  checks: 'Regions put into an SRAM, TCM or persistent memory fit into it together.',
  source: 'definition',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no region in an on-chip memory'
      : `regions fit into ${counted(count, 'on-chip memory', 'on-chip memories')}`,
  run: (facts, report) => {
    for (const { memory, content, regions } of facts.memory.onChip) {
      compareBytes(
        {
          subjects: [ofMemory(memory), ...regions.map((use) => ofRegion(use.region))],
          what: `what is put into ${memory.name}`,
          content,
          capacity: memory.sizeBytes,
          capacityWord: `the size of ${memory.name}`,
          capacityFigures: [],
          remedy: 'Make regions smaller, or put one into another memory.',
        },
        report,
      );
    }
  },
};

function checkSmallest(facts: Facts, report: Report): void {
  for (const environment of facts.tree.environments) {
    const assigned = environment.memoryBytes;
    if (assigned === null || (environment.kind !== 'thin-vm' && environment.kind !== 'vm'))
      continue;
    const technology = technologyOf(facts.catalogue, facts.tree, environment);
    if (!technology) continue;
    const smallest = technologyFigure(facts.catalogue, technology, 'minGuestMemory');
    if (!smallest.range) continue;
    if (assigned >= smallest.range.low) report.pass(1, evidenceOf([smallest.use]));
    else {
      report.warning({
        subjects: [ofEnvironment(environment)],
        message: `"${environment.name}" is assigned ${formatBytes(assigned)}; no smaller guest of ${technology.name} than ${formatBytes(smallest.range.low)} has been published`,
        limit: formatBytes(smallest.range.low),
        actual: formatBytes(assigned),
        remainder: `-${formatBytes(smallest.range.low - assigned)}`,
        evidence: evidenceOf([smallest.use]),
        remedy: 'Assign more memory, or show on the target that less will do.',
      });
    }
  }
}

const SMALLEST: Rule = {
  id: 'MEM-4',
  title: 'Less memory than the smallest published guest',
  strength: 'strong',
  checks: 'A VM is assigned at least what the smallest published guest of its technology needs.',
  source: 'catalogue, formula memory-total: a guest takes at least its smallest published memory',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no VM with assigned memory and a published smallest guest'
      : `${counted(count, 'VM')} not below the smallest published guest`,
  run: checkSmallest,
};

/** In the order in which they are listed. */
export const MEM_RULES: readonly Rule[] = [ENVIRONMENT, TOTAL, ON_CHIP, SMALLEST];
