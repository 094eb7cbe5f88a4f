/** The columns of applications, tasks, links and chains. */
import {
  chainSchema,
  deliverableSchema,
  osFamilySchema,
  taskSchema,
} from '../../model/application.ts';
import type { ColumnSpec } from './columns.ts';

/** Tables that can be imported. */
export type CsvKind = 'applications' | 'tasks' | 'links' | 'chains';

const OS_WORDS: Readonly<Record<string, string>> = {
  'bare metal': 'none',
  'bare-metal': 'none',
  baremetal: 'none',
  autosar: 'autosar-classic',
  'autosar classic': 'autosar-classic',
  osek: 'autosar-classic',
  'qnx neutrino': 'qnx',
  unikernel: 'library-os',
  'library os': 'library-os',
};

const sources: ColumnSpec = { field: 'sources', header: 'sources', kind: 'sources' };

/** Read as a word; `importApplications` makes it a truth value. */
const yesOrNo = (field: string, header: string): ColumnSpec => ({
  field,
  header,
  kind: 'word',
  values: ['yes', 'no'],
  words: { true: 'yes', false: 'no', '1': 'yes', '0': 'no', y: 'yes', n: 'no' },
});

const APPLICATIONS: readonly ColumnSpec[] = [
  {
    field: 'name',
    header: 'name',
    kind: 'name',
    aliases: ['application', 'app', 'application_name'],
  },
  { field: 'description', header: 'description', kind: 'long-text', aliases: ['comment'] },
  { field: 'supplier', header: 'supplier', kind: 'text', aliases: ['vendor'] },
  {
    field: 'os',
    header: 'os',
    kind: 'word',
    aliases: ['operating_system', 'os_family'],
    values: osFamilySchema.options,
    words: OS_WORDS,
  },
  { field: 'osVersion', header: 'os_version', kind: 'text' },
  {
    field: 'isas',
    header: 'isas',
    kind: 'isas',
    aliases: ['isa', 'instruction_set', 'instruction_sets'],
  },
  {
    field: 'criticality',
    header: 'criticality',
    kind: 'criticality',
    aliases: ['asil', 'sil', 'dal'],
  },
  {
    field: 'realTime',
    header: 'real_time',
    kind: 'word',
    aliases: ['realtime'],
    values: ['hard', 'soft', 'none'],
    words: { no: 'none' },
  },
  { field: 'trust', header: 'trust', kind: 'word', values: ['own', 'third-party', 'untrusted'] },
  {
    field: 'loadShare',
    header: 'cpu_load',
    kind: 'share',
    aliases: ['load', 'cpu', 'cpu_share', 'utilisation', 'utilization'],
    implied: { cpu_load_cores: 'one', load_cores: 'one' },
  },
  { field: 'loadCoreType', header: 'load_core_type', kind: 'name', aliases: ['core_type', 'core'] },
  { field: 'loadClockHz', header: 'load_clock', kind: 'rate', aliases: ['clock'] },
  {
    field: 'memoryPrivateBytes',
    header: 'memory_private',
    kind: 'size',
    aliases: ['memory', 'ram', 'private_memory'],
  },
  { field: 'memorySharedBytes', header: 'memory_shared', kind: 'size', aliases: ['shared_memory'] },
  { field: 'diskBytes', header: 'disk', kind: 'size', aliases: ['storage', 'disk_size'] },
  {
    field: 'startupNeedNs',
    header: 'startup_need',
    kind: 'time',
    aliases: ['startup', 'ready_within', 'boot_time'],
  },
  {
    field: 'startupNs',
    header: 'startup_time',
    kind: 'time',
    aliases: ['start_time', 'initialisation_time'],
  },
  {
    field: 'interruptLatencyNs',
    header: 'interrupt_latency_need',
    kind: 'time',
    aliases: ['interrupt_latency', 'max_interrupt_latency'],
  },
  {
    field: 'storageOperationsPerSecond',
    header: 'storage_iops',
    kind: 'integer',
    aliases: ['iops'],
  },
  {
    field: 'cacheWorkingSetBytes',
    header: 'cache_working_set',
    kind: 'size',
    aliases: ['llc_working_set'],
  },
  {
    field: 'deliverable',
    header: 'deliverable',
    kind: 'word',
    aliases: ['delivered_as'],
    values: deliverableSchema.options,
    words: { binary: 'program', container: 'oci-image', 'container image': 'oci-image' },
  },
  { field: 'processes', header: 'processes', kind: 'word', values: ['single', 'multiple'] },
  yesOrNo('legacyHardware', 'legacy_hardware'),
  yesOrNo('restartAlone', 'restart_alone'),
  { field: 'certificate', header: 'certificate', kind: 'text' },
  { field: 'instances', header: 'instances', kind: 'integer', aliases: ['count'] },
  { field: 'devices', header: 'devices', kind: 'devices' },
  { field: 'services', header: 'services', kind: 'services' },
  sources,
];

/** How time and events are said to release a task. */
const KIND_WORDS: Readonly<Record<string, string>> = {
  time: 'periodic',
  'time-triggered': 'periodic',
  'time triggered': 'periodic',
  cyclic: 'periodic',
  event: 'sporadic',
  'event-triggered': 'sporadic',
  'event triggered': 'sporadic',
  interrupt: 'sporadic',
  isr: 'sporadic',
};

/** A letter of papers, alone and with the index of the task. */
const letters = (letter: string): readonly string[] => [letter, `${letter}_i`, `${letter}i`];

/** Unit of priorities of which the smallest is the most urgent, as a rank is. */
export const SMALLEST_FIRST = 'smallest-first';
const SMALLEST_FIRST_HEADERS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...['rank', 'priority_rank', 'priority_order'],
    ...['0', '1', 'low', 'lower', 'lowest', 'small', 'smaller', 'smallest'].flatMap((first) =>
      ['priority', 'prio'].flatMap((word) =>
        ['_highest', '_is_highest', '_is_higher', '_most_urgent', '_is_most_urgent', '_first'].map(
          (last) => `${word}_${first}${last}`,
        ),
      ),
    ),
  ].map((header) => [header, SMALLEST_FIRST]),
);

/** Letters as in papers: T, C, D, J, O, P, also with the index of the task; words as tools write them. */
const TASKS: readonly ColumnSpec[] = [
  {
    field: 'application',
    header: 'application',
    kind: 'name',
    aliases: ['app', 'application_name', 'component', 'component_id', 'software_component', 'swc'],
  },
  // Used where there is no column for the application.
  { field: 'partition', header: 'partition', kind: 'name', aliases: ['partition_name'] },
  {
    field: 'name',
    header: 'task',
    kind: 'name',
    aliases: ['name', 'task_name', 'tau', 'process', 'process_name', 'thread', 'thread_name'],
    fallbacks: ['id', 'task_id', 'tau_i', 'i', 'no', 'nr'],
  },
  {
    field: 'kind',
    header: 'kind',
    kind: 'word',
    aliases: ['type', 'activation'],
    values: taskSchema.shape.kind.unwrap().options,
    words: KIND_WORDS,
  },
  {
    field: 'periodNs',
    header: 'period',
    kind: 'time',
    aliases: [
      ...['cycle', 'cycle_time', 'mit', 'miat', 'inter_arrival', 'inter_arrival_time'],
      ...['min_inter_arrival_time', 'minimum_inter_arrival_time', 'min_period'],
      ...letters('t'),
      ...['t_min', 'tmin'],
    ],
  },
  { field: 'rateHz', header: 'rate', kind: 'rate', aliases: ['frequency', 'freq'] },
  {
    field: 'deadlineNs',
    header: 'deadline',
    kind: 'time',
    aliases: ['relative_deadline', ...letters('d')],
  },
  {
    field: 'wcetNs',
    header: 'wcet',
    kind: 'time',
    aliases: [
      ...['worst_case_execution_time', 'execution_time', 'exec_time', 'computation_time', 'cost'],
      ...['capacity', 'time_capacity'],
      ...letters('c'),
      ...['c_max', 'cmax'],
    ],
  },
  { field: 'accessNs', header: 'label_access', kind: 'time', aliases: ['label_access_time'] },
  { field: 'acetNs', header: 'acet', kind: 'time', aliases: ['average_execution_time'] },
  {
    field: 'bcetNs',
    header: 'bcet',
    kind: 'time',
    aliases: ['best_case_execution_time', 'c_min', 'cmin'],
  },
  { field: 'coreType', header: 'core_type', kind: 'name' },
  { field: 'clockHz', header: 'clock', kind: 'rate' },
  {
    field: 'jitterNs',
    header: 'jitter',
    kind: 'time',
    aliases: ['release_jitter', ...letters('j')],
  },
  {
    field: 'offsetNs',
    header: 'offset',
    kind: 'time',
    aliases: ['phase', 'phi', 'phi_i', 'start_time', 'release_offset', ...letters('o')],
  },
  {
    field: 'priority',
    header: 'priority',
    kind: 'integer',
    aliases: ['prio', 'base_priority', ...letters('p')],
    implied: SMALLEST_FIRST_HEADERS,
  },
  {
    field: 'preemption',
    header: 'preemption',
    kind: 'word',
    aliases: ['preemptive', 'preemptable', 'preemptible'],
    values: taskSchema.shape.preemption.unwrap().options,
    words: {
      'non preemptive': 'non-preemptive',
      non_preemptive: 'non-preemptive',
      nonpreemptive: 'non-preemptive',
      yes: 'preemptive',
      true: 'preemptive',
      no: 'non-preemptive',
      false: 'non-preemptive',
    },
  },
  {
    field: 'longestRegionNs',
    header: 'longest_region',
    kind: 'time',
    aliases: ['longest_runnable', 'non_preemptive_region'],
  },
  {
    field: 'suspensionNs',
    header: 'suspension',
    kind: 'time',
    aliases: ['self_suspension', 'suspension_time'],
  },
  {
    field: 'blockingNs',
    header: 'blocking',
    kind: 'time',
    aliases: ['blocking_time', ...letters('b')],
  },
  { field: 'memoryAccesses', header: 'memory_accesses', kind: 'integer', aliases: ['llc_misses'] },
  {
    field: 'core',
    header: 'core',
    kind: 'name',
    aliases: ['bound_to', 'core_index', 'core_id', 'cpu', 'cpu_id', 'processor'],
  },
  { field: 'wcetOn', header: 'wcet_on', kind: 'records' },
  { field: 'criticalSections', header: 'critical_sections', kind: 'records' },
  sources,
];

const LINKS: readonly ColumnSpec[] = [
  { field: 'name', header: 'name', kind: 'name', aliases: ['link', 'link_name', 'signal'] },
  {
    field: 'fromApplication',
    header: 'from_application',
    kind: 'name',
    aliases: ['from_app', 'source_application'],
  },
  { field: 'fromTask', header: 'from_task', kind: 'name', aliases: ['source_task'] },
  {
    field: 'toApplication',
    header: 'to_application',
    kind: 'name',
    aliases: ['to_app', 'target_application'],
  },
  { field: 'toTask', header: 'to_task', kind: 'name', aliases: ['target_task'] },
  { field: 'from', header: 'from', kind: 'name', aliases: ['source', 'sender', 'producer'] },
  {
    field: 'to',
    header: 'to',
    kind: 'name',
    aliases: ['target', 'destination', 'receiver', 'consumer'],
  },
  {
    field: 'kind',
    header: 'kind',
    kind: 'word',
    aliases: ['type'],
    values: ['data', 'message', 'event', 'stream'],
  },
  {
    field: 'payloadBytes',
    header: 'payload',
    kind: 'size',
    aliases: ['size', 'payload_size'],
    implied: { bytes: 'bytes', dlc: 'bytes' },
  },
  { field: 'rateHz', header: 'rate', kind: 'rate', aliases: ['frequency'], bareUnit: 'hz' },
  { field: 'periodNs', header: 'period', kind: 'time', aliases: ['cycle', 'cycle_time'] },
  {
    field: 'latencyBoundNs',
    header: 'latency_bound',
    kind: 'time',
    aliases: ['latency', 'max_latency'],
  },
  sources,
];

const CHAINS: readonly ColumnSpec[] = [
  { field: 'name', header: 'name', kind: 'name', aliases: ['chain', 'chain_name'] },
  { field: 'taskIds', header: 'tasks', kind: 'path', aliases: ['task_path', 'path'] },
  {
    field: 'runnablePositions',
    header: 'runnable_positions',
    kind: 'path',
    aliases: ['positions', 'position'],
  },
  {
    field: 'latencyKind',
    header: 'latency_kind',
    kind: 'word',
    values: chainSchema.shape.latencyKind.unwrap().options,
  },
  {
    field: 'communication',
    header: 'communication',
    kind: 'word',
    values: chainSchema.shape.communication.unwrap().options,
  },
  {
    field: 'latencyBoundNs',
    header: 'latency_bound',
    kind: 'time',
    aliases: ['latency', 'max_latency', 'bound', 'deadline'],
  },
  sources,
];

/** Columns by table, in the order in which they are written. */
export const TABLE_SPECS: Readonly<Record<CsvKind, readonly ColumnSpec[]>> = {
  applications: APPLICATIONS,
  tasks: TASKS,
  links: LINKS,
  chains: CHAINS,
};
