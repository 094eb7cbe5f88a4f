/** Section 11: where different criticality meets. Facts only: no mechanism is judged by this version. */
import type { Application } from '../../model/application.ts';
import { coresOfPlacement, kernelOf } from '../../model/layout-tree.ts';
import { rows } from '../../model/plan.ts';
import { listed, words } from '../cells.ts';
import type { Block, Row, Section, Table } from '../document.ts';
import {
  applicationName,
  coreNames,
  criticalityText,
  environmentTitle,
  type ReportFacts,
} from '../report-facts.ts';
import { estimateBlocks } from './estimates.ts';

/** Something that several applications use. */
interface Meeting {
  readonly id: string;
  readonly category: string;
  readonly what: string;
  readonly applications: ReadonlySet<Application>;
}

/** Groups placed applications by what each of them uses. */
function group(
  facts: ReportFacts,
  uses: (placement: ReportFacts['tree']['placements'][number]) => readonly string[],
): ReadonlyMap<string, ReadonlySet<Application>> {
  const groups = new Map<string, Set<Application>>();
  for (const placement of facts.tree.placements) {
    const application = facts.plan.applications.get(placement.applicationId);
    if (!application) continue;
    for (const key of uses(placement)) {
      groups.set(key, (groups.get(key) ?? new Set<Application>()).add(application));
    }
  }
  return groups;
}

function kernels(facts: ReportFacts): readonly Meeting[] {
  const byKernel = group(facts, ({ environmentId }) => {
    const kernel = kernelOf(facts.tree, environmentId);
    return kernel ? [kernel.environment.id] : [];
  });
  return [...byKernel].map(([id, applications]) => {
    const environment = facts.tree.environmentById.get(id);
    return {
      id,
      category: 'memory',
      what: `kernel of ${environment ? environmentTitle(environment) : id}`,
      applications,
    };
  });
}

function cores(facts: ReportFacts): readonly Meeting[] {
  const byCore = group(facts, (placement) => coresOfPlacement(facts.tree, placement));
  return [...byCore].map(([id, applications]) => ({
    id,
    category: 'timing and execution',
    what: coreNames(facts, [id]).join(''),
    applications,
  }));
}

function caches(facts: ReportFacts): readonly Meeting[] {
  return facts.target.caches
    .filter((cache) => cache.coreIds.length > 1)
    .map((cache) => {
      const members = new Set(cache.coreIds);
      const users = group(facts, (placement) =>
        coresOfPlacement(facts.tree, placement).some((id) => members.has(id)) ? [cache.id] : [],
      );
      return {
        id: cache.id,
        category: 'timing and execution',
        what: `L${cache.level} cache of ${coreNames(facts, cache.coreIds).join(', ')}`,
        applications: users.get(cache.id) ?? new Set<Application>(),
      };
    });
}

function links(facts: ReportFacts): readonly Meeting[] {
  return rows(facts.plan.links).map((link) => ({
    id: link.id,
    category: 'exchange of information',
    what: `link ${link.name}: ${applicationName(facts, link.fromApplicationId)} to ${applicationName(facts, link.toApplicationId)}`,
    applications: new Set(
      [link.fromApplicationId, link.toApplicationId].flatMap(
        (id) => facts.plan.applications.get(id) ?? [],
      ),
    ),
  }));
}

function levelsOf(meeting: Meeting): readonly string[] {
  const levels = [...meeting.applications].map(
    ({ criticality }) => criticalityText(criticality) ?? 'not stated',
  );
  return [...new Set(levels)].sort();
}

function meetingRow(meeting: Meeting): Row {
  const names = [...meeting.applications].map(({ name }) => name);
  return {
    id: meeting.id,
    cells: [
      words(meeting.category),
      words(meeting.what),
      listed(levelsOf(meeting)),
      words(
        names.length > 8
          ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`
          : names.join(', '),
      ),
      words('not assessed', 'unknown'),
    ],
  };
}

function meetingsTable(facts: ReportFacts): Table {
  const meetings = [...kernels(facts), ...cores(facts), ...caches(facts), ...links(facts)];
  return {
    kind: 'table',
    id: 'table-11-1',
    caption: 'Where applications of different criticality use the same thing',
    columns: [
      { key: 'category', head: 'Category', weight: 1.1 },
      { key: 'shared', head: 'What they share', weight: 2.4 },
      { key: 'levels', head: 'Levels', weight: 1.2 },
      { key: 'applications', head: 'Applications', weight: 3 },
      { key: 'assessment', head: 'Mechanism, evidence, residual', weight: 1.2 },
    ],
    rows: meetings.filter((meeting) => levelsOf(meeting).length > 1).map(meetingRow),
    empty:
      'No two applications of different stated criticality share a kernel, a core, a cache or a link.',
  };
}

function trustedCode(facts: ReportFacts): readonly Block[] {
  const blocks = estimateBlocks(facts, {
    id: 'table-11-2',
    caption: 'Code that each application relies on for its separation',
    kinds: ['tcb'],
  });
  const reason = 'The catalogue has no code sizes for the technologies of this layout.';
  return blocks.length > 0 ? blocks : [{ kind: 'not-assessed', reason }];
}

export function interferenceSection(facts: ReportFacts): Section {
  return {
    number: 11,
    id: 'section-11',
    title: 'Freedom from interference',
    parts: [
      {
        title: 'What is shared across criticality',
        blocks: [
          {
            kind: 'paragraph',
            text: 'The categories are those of ISO 26262-6, Annex D. Levels of different scales are listed side by side and never converted into one another. "Not stated" is a level of its own: nobody has said that it is low. Buses, DRAM and interrupt controllers are shared by everything on one chip and are not listed one by one.',
          },
          meetingsTable(facts),
        ],
      },
      { title: 'Trusted computing base', blocks: trustedCode(facts) },
      {
        title: 'Assessment',
        blocks: [
          {
            kind: 'not-assessed',
            reason:
              'This version lists what is shared. Whether a mechanism prevents interference, on which evidence, and what remains, has to be argued by a person.',
          },
        ],
      },
    ],
  };
}
