/** Section 3: what was looked at, on which assumptions, and who says the numbers. */
import type { Part, Section } from '../document.ts';
import { figureSource } from '../../analysis/hardware.ts';
import { counted } from '../../analysis/wording.ts';
import { rows } from '../../model/plan.ts';
import { replacedPart } from './replaced-figures.ts';
import type { ReportFacts } from '../report-facts.ts';
import { count, words } from '../cells.ts';

/** Assumptions of the engine that hold for every plan. */
const STANDING: readonly string[] = [
  'An execution time or load is stated for a named core type and clock. Within that type it is scaled by the clock; to another type only by a factor that a source or the user gives.',
  'Execution times are taken as stated. Interference by other cores over caches, buses and memory is in them only where their source measured it so.',
  'Demand is given as low, typical and high. Where a needed figure is unknown, a sum is a lower bound and says "at least".',
  'An unknown value is never counted as 0 and never guessed.',
];

function scopePart({ plan, layout, target, info }: ReportFacts): Part {
  const others = plan.layouts.size - 1;
  const description = [info.description, layout.description].filter((text) => text !== null);
  return {
    title: 'Scope',
    blocks: [
      ...description.map((text) => ({ kind: 'paragraph', text }) as const),
      {
        kind: 'paragraph',
        text: `Looked at: the layout "${layout.name}" of ${counted(plan.applications.size, 'application')} with ${counted(plan.tasks.size, 'task')}, ${counted(plan.links.size, 'link')} and ${counted(plan.chains.size, 'chain')} on ${target.name}.${others === 0 ? '' : ` ${counted(others, 'other layout')} of the plan only for the comparison in section 14.`}`,
      },
    ],
  };
}

function assumptionsPart({ result }: ReportFacts): Part {
  const ofTasks = new Set(result.tasks.flatMap((task) => task.assumptions));
  return {
    title: 'Assumptions',
    blocks: [{ kind: 'list', items: [...STANDING, ...[...ofTasks].sort()] }],
  };
}

const NOT_FIGURES = new Set(['id', 'order', 'name', 'description', 'sources']);

/** How many figures of applications, tasks, links and chains each kind of source stands behind. */
function sourceCounts({ plan }: ReportFacts): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const table of ['applications', 'tasks', 'links', 'chains'] as const) {
    for (const record of rows(plan[table] as typeof plan.applications)) {
      for (const [field, value] of Object.entries(record)) {
        if (NOT_FIGURES.has(field) || typeof value !== 'number') continue;
        const source = figureSource(record.sources, field);
        const kind = source === 'user' || /^estimate$/i.test(source) ? source : 'named source';
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
    }
  }
  return counts;
}

function sourcesPart(facts: ReportFacts): Part {
  const counts = sourceCounts(facts);
  const kinds = [
    ['estimate', 'E', 'Somebody judged it; nothing was measured and no document read.'],
    ['user', 'U', 'Typed in by the author of the plan, who named no other source.'],
    [
      'named source',
      'S1, S2 ...',
      'A document, a measurement or a computation; listed in section 15.',
    ],
  ] as const;
  return {
    title: 'Sources of the numbers',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Every number of this report carries a key in brackets that says where it comes from. A stands for analysis: computed by this program from the other numbers. The table counts the figures of applications, tasks, links and chains; those of the hardware and of technologies carry their own keys. The plan does not yet mark measurements as such: a measured figure is one whose source says so.',
      },
      {
        kind: 'table',
        id: 'table-3-1',
        caption: 'Where the figures of the software come from',
        columns: [
          { key: 'kind', head: 'Source', weight: 1 },
          { key: 'key', head: 'Key', weight: 1 },
          { key: 'figures', head: 'Figures', numeric: true, weight: 1 },
          { key: 'meaning', head: 'Meaning', weight: 4 },
        ],
        rows: kinds.map(([kind, key, meaning]) => ({
          id: kind.replace(' ', '-'),
          cells: [words(kind), words(key), count(counts.get(kind) ?? 0, 'A'), words(meaning)],
        })),
        empty: 'No figures are stated.',
      },
    ],
  };
}

/** What is shortened for reading, and where the whole of it is. */
const READING: Part = {
  title: 'What is shortened',
  blocks: [
    {
      kind: 'paragraph',
      text: 'Long tables are shortened for reading: things that are alike share a row, and findings of one rule and remedy do. Each such table says so below its caption. Nothing is left out of the tables as files (CSV), one per table with its number as name: "partita report <plan> -o <folder>" writes them. N1, N2 ... in tables of estimates are the figures that they are computed from; section 15 lists each with its value and source. Figures that are unknown or replaced by the user are marked in the row itself.',
    },
  ],
};

export function scopeSection(facts: ReportFacts): Section {
  return {
    number: 3,
    id: 'section-3',
    title: 'Scope, assumptions, sources of the numbers',
    parts: [
      scopePart(facts),
      assumptionsPart(facts),
      sourcesPart(facts),
      READING,
      replacedPart(facts),
    ],
  };
}
