/** Published systems of several cores, budgets or messages, with what their sources print, in their own unit of time. */

export interface SystemTask {
  readonly name: string;
  readonly kernel: string;
  /** Where its kernel has several. */
  readonly core?: string;
  readonly c: number;
  readonly best?: number;
  /** Of the first task of a run of messages. */
  readonly t?: number;
  readonly j?: number;
  /** Whose end activates it. */
  readonly after?: string;
  readonly section?: readonly [resource: string, length: number];
}

export interface Kernel {
  readonly name: string;
  readonly cores: readonly string[];
  readonly scheduler: 'fixed-priority' | 'fixed-priority-non-preemptive' | 'edf';
  readonly locksBetweenCores?: 'fifo-spin';
  readonly budget?: {
    readonly kind: 'periodic' | 'deferrable' | 'constant-bandwidth';
    readonly budget: number;
    readonly period: number;
    readonly deadline?: number;
  };
}

export interface PublishedSystem {
  readonly id: string;
  readonly source: string;
  /** The most urgent first. */
  readonly kernels: readonly Kernel[];
  /** By what budgets are given out. */
  readonly budgetsBy?: 'fixed-priority' | 'edf';
  /** The most urgent of each kernel first. */
  readonly tasks: readonly SystemTask[];
  /** Longest responses from release, jitter included, or from the message; null: nothing is guaranteed. */
  readonly responses: readonly (number | null)[];
  /** From the nominal release of the first to the end of the last. */
  readonly ages?: Readonly<Record<string, number>>;
  readonly because?: string;
}

const LONG = 10_000;

/** What a budget supplies at the latest: a demand, and when it is served. */
function supplied(
  id: string,
  source: string,
  budget: NonNullable<Kernel['budget']>,
  served: readonly (readonly [demand: number, time: number])[],
): PublishedSystem {
  return {
    id,
    source,
    budgetsBy: 'edf',
    kernels: served.map(([demand]) => ({
      name: `${id}-${demand}`,
      cores: [`core-${id}-${demand}`],
      scheduler: 'fixed-priority',
      budget,
    })),
    tasks: served.map(([c]) => ({ name: `${id}-${c}`, kernel: `${id}-${c}`, c, t: LONG })),
    responses: served.map(([, time]) => time),
  };
}

const SUPPLIES = [
  supplied(
    'prm',
    'response-time-analysis, supply/tests.rs, periodic_supply: 3 every 5',
    { kind: 'periodic', budget: 3, period: 5 },
    [
      [1, 5],
      [2, 6],
      [3, 7],
      [4, 10],
      [6, 12],
      [7, 15],
      [15, 27],
    ],
  ),
  supplied(
    'edp',
    'response-time-analysis, supply/tests.rs, constrained_supply: 2 every 11 within 5',
    { kind: 'constant-bandwidth', budget: 2, period: 11, deadline: 5 },
    [
      [1, 13],
      [2, 14],
      [3, 24],
      [4, 25],
    ],
  ),
  supplied(
    'edp-early',
    'response-time-analysis, supply/tests.rs, constrained_supply2: 7 every 100 within 10',
    { kind: 'periodic', budget: 7, period: 100, deadline: 10 },
    [
      [1, 97],
      [7, 103],
    ],
  ),
];

const BUS = { cores: ['bus'], scheduler: 'fixed-priority-non-preemptive' } as const;
const CPU = (name: string): Kernel => ({ name, cores: [name], scheduler: 'fixed-priority' });

export const PUBLISHED_SYSTEMS: readonly PublishedSystem[] = [
  ...SUPPLIES,
  {
    id: 'budget-comes-late',
    source:
      'Hamann et al., RTNS 2018, example 10, times doubled: the second server does not get its budget in every period',
    budgetsBy: 'fixed-priority',
    kernels: [
      {
        name: 's1',
        cores: ['c'],
        scheduler: 'fixed-priority',
        budget: { kind: 'deferrable', budget: 3, period: 10 },
      },
      {
        name: 's2',
        cores: ['c'],
        scheduler: 'fixed-priority',
        budget: { kind: 'deferrable', budget: 2, period: 6 },
      },
    ],
    tasks: [
      { name: 't1', kernel: 's1', c: 6, t: 22 },
      { name: 't2', kernel: 's2', c: 100, t: 400 },
    ],
    responses: [20, null],
  },
  {
    id: 'spin-locks',
    source:
      'schedcat, tests/fp_blocking.py, PFPSpinlockInflationVsILP1 by inflation: 2000, 4600, 6800',
    kernels: [
      {
        name: 'os',
        cores: ['c0', 'c1'],
        scheduler: 'fixed-priority',
        locksBetweenCores: 'fifo-spin',
      },
    ],
    tasks: [
      { name: 't1', kernel: 'os', core: 'c0', c: 1700, t: 10_000, section: ['r', 100] },
      { name: 't3', kernel: 'os', core: 'c0', c: 2700, t: 15_000, section: ['r', 100] },
      { name: 't2', kernel: 'os', core: 'c1', c: 6700, t: 34_000, section: ['r', 100] },
    ],
    responses: [2000, 4600, 6800],
  },
  {
    id: 'transactions',
    source:
      'Palencia, González Harbour, two transactions over two processors and a network; pyrta and MAST, holistic: 42 and 30',
    kernels: [CPU('cpu1'), { ...CPU('network'), name: 'network' }, CPU('cpu2')],
    tasks: [
      { name: 'a1', kernel: 'cpu1', c: 5, t: 30 },
      { name: 'a5', kernel: 'network', c: 10, after: 'a4' },
      { name: 'a2', kernel: 'network', c: 2, after: 'a1' },
      { name: 'a4', kernel: 'cpu2', c: 5, t: 40 },
      { name: 'a3', kernel: 'cpu2', c: 20, after: 'a2' },
      { name: 'a6', kernel: 'cpu1', c: 10, after: 'a5' },
    ],
    responses: [5, 10, 12, 5, 30, 15],
    ages: { 'a1-a2-a3': 42, 'a4-a5-a6': 30 },
  },
  {
    id: 'bus',
    source:
      'pyCPA, doc/tutorial.out, step 1: 10, 13, 11, 3, 11 and 32, 27 from the activation, jitter of 3 and 1 before it',
    kernels: [CPU('cpu1'), { ...BUS, name: 'bus' }, CPU('cpu2')],
    tasks: [
      { name: 'T11', kernel: 'cpu1', c: 10, best: 5, t: 30, j: 3 },
      { name: 'T12', kernel: 'cpu1', c: 3, best: 1, t: 15, j: 1 },
      { name: 'T21', kernel: 'bus', c: 2, best: 2, after: 'T11' },
      { name: 'T22', kernel: 'bus', c: 9, best: 5, after: 'T12' },
      { name: 'T32', kernel: 'cpu2', c: 3, best: 2, after: 'T22' },
      { name: 'T31', kernel: 'cpu2', c: 5, best: 3, after: 'T21' },
    ],
    responses: [13, 14, 11, 18, 3, 11],
    ages: { 'T11-T21-T31': 35, 'T12-T22-T32': 28 },
    because:
      '11 is printed for T22, which responds in 16 where T12 ends at 13, behind T11, and again at 15, since its next job comes at 14 and takes 1',
  },
];
