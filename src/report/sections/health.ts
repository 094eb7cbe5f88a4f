/** Section 12: health and fault containment. */
import { kernelOf } from '../../model/layout-tree.ts';
import { listed, words } from '../cells.ts';
import type { Row, Section, Table } from '../document.ts';
import { applicationName, environmentTitle, type ReportFacts } from '../report-facts.ts';

/** Which applications stop together when a kernel fails. */
function kernelRows(facts: ReportFacts): readonly Row[] {
  const groups = new Map<string, string[]>();
  for (const placement of facts.tree.placements) {
    const kernel = kernelOf(facts.tree, placement.environmentId);
    const key = kernel?.environment.id ?? '';
    const name = applicationName(facts, placement.applicationId);
    const group = groups.get(key);
    if (group) group.push(name);
    else groups.set(key, [name]);
  }
  return [...groups].map(([id, names]) => {
    const environment = facts.tree.environmentById.get(id);
    const beneath = (facts.tree.pathOf.get(id) ?? []).slice(0, -1).map(({ name }) => name);
    return {
      id: id === '' ? 'no-kernel' : id,
      cells: [
        environment
          ? words(environmentTitle(environment))
          : words('no kernel is stated', 'unknown'),
        listed(beneath, 'the hardware'),
        listed(names),
      ],
    };
  });
}

function kernelsTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-12-1',
    caption: 'What stops together when a kernel fails',
    columns: [
      { key: 'kernel', head: 'Kernel of', weight: 1.6 },
      { key: 'depends_on', head: 'Depends on', weight: 1.4 },
      { key: 'applications', head: 'Applications', weight: 4 },
    ],
    rows: kernelRows(facts),
    empty: 'Nothing is placed yet.',
  };
}

/** Who stops, or never starts, with whom: back ends, control domains, start order. */
function dependenciesTable({ result }: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-12-2',
    caption: 'Who depends on whom beyond a common kernel',
    columns: [
      { key: 'client', head: 'Depends', weight: 1.6 },
      { key: 'server', head: 'On', weight: 1.6 },
      { key: 'through', head: 'Through', weight: 1.2 },
      { key: 'why', head: 'Why', weight: 3 },
    ],
    rows: result.dependencies.map(({ client, server, kind, through, why }) => ({
      id: `${client.id}.${server.id}.${kind}.${through.id}`,
      cells: [words(client.name), words(server.name), words(through.name), words(why)],
    })),
    empty: 'Nothing depends on a back end, a control domain or another start.',
  };
}

export function healthSection(facts: ReportFacts): Section {
  return {
    number: 12,
    id: 'section-12',
    title: 'Health and fault containment',
    parts: [
      { title: 'Common kernels', blocks: [kernelsTable(facts)] },
      { title: 'Dependencies', blocks: [dependenciesTable(facts)] },
      {
        title: 'Detection and reaction',
        blocks: [
          {
            kind: 'not-assessed',
            reason:
              'Health monitors, their reaction times, restart behaviour and degraded modes are not part of the plan yet.',
          },
        ],
      },
    ],
  };
}
