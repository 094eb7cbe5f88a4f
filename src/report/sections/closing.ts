/** Section 15: what is open, what changed, what words mean. The list of sources stands at its end. */
import type { Finding } from '../../analysis/result.ts';
import { count, words } from '../cells.ts';
import type { Printed, Section, Table } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';

const GLOSSARY: readonly (readonly [term: string, text: string])[] = [
  ['Application', 'What a supplier delivers: tasks or a CPU load, memory, needs, criticality.'],
  ['Budget', 'Demand against capacity.'],
  ['Channel', 'How a layout carries a link: shared memory, message, notification, socket, virtio.'],
  ['Core', 'One hardware thread group that runs software.'],
  ['Does not apply', 'The layout has nothing that the rule is about. It is not a pass.'],
  ['Environment', 'What an application runs in; environments nest, from the hardware up.'],
  ['Estimate', 'A computed quantity with the figures that it was computed from.'],
  [
    'Finding',
    "A rule's verdict on a layout, with culprit, limit, actual value, remainder and remedy.",
  ],
  ['Grant', 'A device given to an environment.'],
  ['Layout', 'One alternative: who runs where, in what.'],
  ['Link', 'Communication from one application to another.'],
  ['Not assessed', 'Nobody and nothing has looked at it. It is not a pass.'],
  ['Region', 'A named stretch of memory: shared, private or reserved.'],
  ['Unknown', 'No source states it and it cannot be computed. It is not 0.'],
];

function openTable(facts: ReportFacts): Table {
  const open = facts.result.findings.filter(({ verdict }) => verdict === 'not-assessed');
  const table: Table = {
    kind: 'table',
    id: 'table-15-1',
    caption: 'What could not be assessed because a fact is unknown',
    columns: [
      { key: 'rule', head: 'Rule', weight: 0.8 },
      { key: 'message', head: 'What is missing', weight: 4 },
      { key: 'remedy', head: 'What would help', weight: 3 },
    ],
    rows: open.map((finding, index) => ({
      id: `${finding.rule}-open-${index + 1}`,
      cells: [words(finding.rule), words(finding.message), words(finding.remedy)],
    })),
    empty: 'Every rule could be assessed.',
  };
  return open.length === 0 ? table : { ...table, printed: printedOpen(open) };
}

/** By what would help: section 13 says what is missing. */
function printedOpen(open: readonly Finding[]): Printed {
  const byRemedy = Map.groupBy(open, ({ remedy }) => remedy);
  return {
    columns: [
      { key: 'remedy', head: 'What would help', weight: 5 },
      { key: 'count', head: 'Findings', numeric: true, weight: 0.6 },
      { key: 'rule', head: 'Rules', weight: 2 },
    ],
    rows: [...byRemedy].map(([remedy, findings], index) => ({
      id: `open-${index + 1}`,
      cells: [
        words(remedy),
        count(findings.length, 'A'),
        words([...new Set(findings.map(({ rule }) => rule))].join(', ')),
      ],
    })),
    note: `${open.length} findings by what would help; Table 13-1 and table-15-1.csv say what is missing in each`,
  };
}

export function closingSection(facts: ReportFacts): Section {
  return {
    number: 15,
    id: 'section-15',
    title: 'Open points, changes, glossary, sources',
    parts: [
      { title: 'Open points', blocks: [openTable(facts)] },
      {
        title: 'Change log',
        blocks: [
          {
            kind: 'not-assessed',
            reason: `Named revisions are not part of the plan yet. This report is of revision ${facts.stamp.revision}, which counts the edits.`,
          },
        ],
      },
      {
        title: 'Glossary',
        blocks: [
          {
            kind: 'definitions',
            id: 'glossary',
            compact: true,
            entries: GLOSSARY.map(([term, text]) => ({ term, text })),
          },
        ],
      },
    ],
  };
}
