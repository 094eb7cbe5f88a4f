/** Section 5: what the suppliers deliver, and the environments that it runs in. */
import type { Application } from '../../model/application.ts';
import { kindFacts } from '../../model/environment-kinds.ts';
import { bytes, count, listed, share, time, words } from '../cells.ts';
import type { Cell, Row, Section, Table } from '../document.ts';
import {
  coreNames,
  criticalityText,
  sourceOf,
  technologyName,
  type ReportFacts,
} from '../report-facts.ts';

function osText(application: Application): string {
  if (application.os === null) return 'unknown';
  const version = application.osVersion === null ? '' : ` ${application.osVersion}`;
  return `${application.os}${version}`;
}

function loadCell(facts: ReportFacts, application: Application): Cell {
  const tasks = facts.tasksOf.get(application.id)?.length ?? 0;
  if (tasks > 0) return words(`${tasks} ${tasks === 1 ? 'task' : 'tasks'}`);
  const load = application.cpuLoad;
  if (load === null) return { text: 'unknown', value: null, tone: 'unknown' };
  const cell = share(load.share, sourceOf(facts, application, 'cpuLoad'));
  return { ...cell, text: `${cell.text} of ${load.coreType}` };
}

function applicationsTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-5-1',
    caption: 'Applications',
    columns: [
      { key: 'application', head: 'Application', weight: 1.8 },
      { key: 'supplier', head: 'Supplier', weight: 1.2 },
      { key: 'kernel', head: 'Kernel', weight: 0.9 },
      { key: 'built_for', head: 'Built for', weight: 0.9 },
      { key: 'criticality', head: 'Criticality', weight: 0.9 },
      { key: 'real_time', head: 'Real time', weight: 0.7 },
      { key: 'cpu', head: 'CPU need', unit: 'core', numeric: true, weight: 1.3 },
      { key: 'memory_private', head: 'Memory, private', unit: 'bytes', numeric: true },
      { key: 'memory_shared', head: 'Memory, shareable', unit: 'bytes', numeric: true },
      { key: 'instances', head: 'Instances', numeric: true, weight: 0.8 },
    ],
    rows: facts.applications.map((application) => ({
      id: application.id,
      cells: [
        words(application.name),
        words(application.supplier),
        words(osText(application), application.os === null ? 'unknown' : undefined),
        listed(application.isas, 'unknown'),
        words(criticalityText(application.criticality)),
        words(application.realTime),
        loadCell(facts, application),
        bytes(application.memoryPrivateBytes, sourceOf(facts, application, 'memoryPrivateBytes')),
        bytes(application.memorySharedBytes, sourceOf(facts, application, 'memorySharedBytes')),
        count(application.instances, sourceOf(facts, application, 'instances')),
      ],
    })),
    empty: 'The plan has no applications yet.',
  };
}

function needsTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-5-2',
    caption: 'What applications ask for beside CPU and memory',
    columns: [
      { key: 'application', head: 'Application', weight: 1.5 },
      { key: 'disk', head: 'Disk', unit: 'bytes', numeric: true },
      { key: 'ready_after', head: 'Ready after', unit: 'ns', numeric: true },
      { key: 'devices', head: 'Devices', weight: 2 },
      { key: 'services', head: 'Services', weight: 1.5 },
      { key: 'trust', head: 'Trust' },
      { key: 'description', head: 'Description', weight: 3 },
    ],
    rows: facts.applications.map((application) => ({
      id: application.id,
      cells: [
        words(application.name),
        bytes(application.diskBytes, sourceOf(facts, application, 'diskBytes')),
        application.startupNeedNs === null
          ? { text: 'not stated', value: null, tone: 'quiet' }
          : time(application.startupNeedNs, sourceOf(facts, application, 'startupNeedNs')),
        listed(
          application.devices.map(
            (need) =>
              `${need.count} x ${need.class}${need.access === 'exclusive' ? ', exclusive' : ''}`,
          ),
        ),
        listed(application.services),
        words(application.trust),
        words(application.description),
      ],
    })),
    empty: 'The plan has no applications yet.',
  };
}

function environmentRows(facts: ReportFacts): readonly Row[] {
  return facts.tree.environments.map((environment) => {
    const depth = (facts.tree.pathOf.get(environment.id)?.length ?? 1) - 1;
    const { os } = environment;
    return {
      id: environment.id,
      cells: [
        words(`${'\u2003'.repeat(depth)}${environment.name}`),
        words(kindFacts(environment.kind).title),
        words(technologyName(facts, environment.technologyId)),
        words(os === null ? null : [os.family, os.version].filter((text) => text).join(' ')),
        os === null
          ? words(null)
          : bytes(os.memoryBytes, facts.sources.keyOf(os.memorySource ?? 'user')),
        listed(coreNames(facts, facts.tree.coresOf.get(environment.id) ?? []), 'none'),
        environment.memoryBytes === null
          ? { text: 'as needed', value: null, tone: 'quiet' }
          : bytes(environment.memoryBytes, 'U'),
        words(criticalityText(environment.criticality)),
        words(environment.notes),
      ],
    };
  });
}

function environmentsTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-5-3',
    caption: 'Environments of this layout, indented by what they stand in',
    columns: [
      { key: 'environment', head: 'Environment', weight: 1.8 },
      { key: 'kind', head: 'Kind', weight: 1.1 },
      { key: 'technology', head: 'Technology', weight: 1.4 },
      { key: 'os', head: 'Operating system', weight: 1.1 },
      { key: 'os_memory', head: 'Memory of the OS', unit: 'bytes', numeric: true, weight: 0.9 },
      { key: 'cores', head: 'Cores', weight: 1.4 },
      { key: 'memory', head: 'Memory given', unit: 'bytes', numeric: true, weight: 0.9 },
      { key: 'criticality', head: 'Developed to', weight: 0.8 },
      { key: 'notes', head: 'Notes', weight: 2 },
    ],
    rows: environmentRows(facts),
    empty: 'The layout has no environments yet.',
  };
}

export function softwareSection(facts: ReportFacts): Section {
  return {
    number: 5,
    id: 'section-5',
    title: 'Software',
    parts: [
      { title: 'Applications', blocks: [applicationsTable(facts), needsTable(facts)] },
      {
        title: 'Environments and operating systems',
        blocks: [
          environmentsTable(facts),
          {
            kind: 'not-assessed',
            reason: 'Disk images, their versions and their chains are not part of the plan yet.',
          },
        ],
      },
    ],
  };
}
