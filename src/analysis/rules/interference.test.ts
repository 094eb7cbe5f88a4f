import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const B = { scale: 'ASIL', level: 'B' };
const QM = { scale: 'ASIL', level: 'QM' };
const KIB = 1024;
const PROVENANCE = { sources: ['manual'], confidence: 'high' };
const PARTITIONING = {
  mechanism: 'CAT',
  maskBits: 8,
  closCount: 4,
  leastBits: 2,
  sparse: false,
  shareableMask: null,
  note: null,
};
const CONTENTION = {
  guaranteedBytesPerSecond: 640_000_000,
  accessNs: 100,
  regulatedAccessNs: 150,
  slotNs: 40,
  source: 'measured',
};

function board(of: { cache?: Seed; virtualization?: Seed; contention?: Seed | null } = {}) {
  const made = target({
    virtualization: {
      l2CacheAllocation: true,
      mpam: false,
      memoryBandwidthAllocation: true,
      ...of.virtualization,
    },
    memories: [{ id: 'dram', name: 'DRAM', kind: 'dram', contention: of.contention ?? CONTENTION }],
  });
  const cache = {
    id: 'l2',
    provenance: PROVENANCE,
    notes: null,
    level: 2,
    kind: 'unified',
    sizeBytes: 1024 * KIB,
    lineBytes: 64,
    ways: 16,
    coreIds: ['c0', 'c1', 'c2', 'c3'],
    partitioning: PARTITIONING,
    ...of.cache,
  };
  return { ...made, caches: [cache] } as unknown as typeof made;
}

/** A critical partition on core 0, a lesser one on core 1. */
function plan(high: Seed, low: Seed, of: Parameters<typeof board>[0] = {}, app: Seed = {}) {
  return new PlanBuilder(board(of))
    .environment('high', 'bare-metal', null, { coreIds: ['c0'], ...high })
    .environment('low', 'bare-metal', null, { coreIds: ['c1'], ...low })
    .application('brake', {
      criticality: B,
      realTime: 'hard',
      cacheWorkingSetBytes: 128 * KIB,
      ...app,
    })
    .application('radio', { criticality: QM, realTime: 'none', cacheWorkingSetBytes: 128 * KIB })
    .place('brake', 'high', ['c0'])
    .place('radio', 'low', ['c1']);
}
const share = (mask: string, mechanism = 'cat') => ({ cacheShare: { mechanism, mask } });
const budget = (accesses: number, periodNs = 1_000_000) => ({
  memoryBudget: { accesses, periodNs },
});
const verdicts = (rule: string, ...of: Parameters<typeof plan>) =>
  verdictsOf(plan(...of).analyze(), rule);

describe('shares of the last-level cache', () => {
  it('[INT-1] passes masks that are allowed, apart and large enough; without shares it does not apply', () => {
    expect(verdicts('INT-1', share('0xf0'), share('0xf'))).toEqual(['pass']);
    expect(verdicts('INT-1', {}, {})).toEqual(['not-applicable']);
  });

  it.each([
    ['overlaps', share('0xf0'), share('0x1f')],
    ['fills all of it', share('0xf0'), {}],
    ['has a gap', share('0xd0'), share('0xf')],
    ['fewer bits', share('0x80'), share('0xf')],
    ['what the cache does not have', share('0xf00'), share('0xf')],
    ['is empty', share('0x0'), share('0xf')],
  ])('[INT-1] refuses what %s', (words, high, low) => {
    const errors = findingsOf(plan(high, low).analyze(), 'INT-1', 'error');
    expect(errors.map(({ message }) => message).join()).toContain(words);
  });

  it('[INT-1] compares what works in a share with its size, exactly', () => {
    const just = { cacheWorkingSetBytes: 512 * KIB };
    const over = { cacheWorkingSetBytes: 512 * KIB + 1 };
    expect(verdicts('INT-1', share('0xf0'), share('0xf'), {}, just)).toEqual(['pass']);
    expect(verdicts('INT-1', share('0xf0'), share('0xf'), {}, over)).toEqual(['error', 'pass']);
  });

  it('[INT-1] what is not stated is not assessed: working sets, levels, mask length, colours', () => {
    const unsaid = { cacheWorkingSetBytes: null };
    expect(verdicts('INT-1', share('0xf0'), share('0xf'), {}, unsaid)).toEqual([
      'not-assessed',
      'pass',
    ]);
    const level = verdicts('INT-1', share('0xf0'), share('0x1f'), {}, { criticality: null });
    expect(level).toContain('not-assessed');
    expect(level).not.toContain('error');
    const bare = { cache: { partitioning: null } };
    expect(verdicts('INT-1', share('0xf0'), share('0xf'), bare)).toEqual(['not-assessed']);
    const colours = [share('0xf0', 'colouring'), share('0xf', 'colouring')] as const;
    expect(verdicts('INT-1', ...colours)).toEqual(['pass']);
    expect(verdicts('INT-1', ...colours, { cache: { ways: null } })).toEqual(['not-assessed']);
  });

  it('[INT-1] refuses a mechanism that the target does not have', () => {
    const none = { virtualization: { l2CacheAllocation: false } };
    expect(verdicts('INT-1', share('0xf0'), share('0xf'), none)).toEqual(['error']);
    expect(verdicts('INT-1', share('0xf0', 'mpam'), share('0xf', 'mpam'))).toEqual(['error']);
  });
});

describe('memory bandwidth', () => {
  it('[INT-2] adds up budgets against the guaranteed bandwidth, exactly', () => {
    // 640 MB/s are 10,000 lines of 64 bytes in a millisecond.
    expect(verdicts('INT-2', budget(6000), budget(4000))).toEqual(['pass']);
    expect(verdicts('INT-2', budget(6000), budget(4001))).toEqual(['error']);
    expect(verdicts('INT-2', {}, {})).toEqual(['not-applicable']);
  });

  it('[INT-2] admits nothing where part of it is unknown', () => {
    expect(verdicts('INT-2', budget(6000), {})).toEqual(['not-assessed']);
    expect(verdicts('INT-2', budget(6000), budget(1, 7))).toEqual(['not-assessed']);
    const silent = { contention: { ...CONTENTION, guaranteedBytesPerSecond: null } };
    expect(verdicts('INT-2', budget(1), budget(1), silent)).toEqual(['not-assessed']);
    expect(verdicts('INT-2', budget(1), budget(1), { cache: { lineBytes: null } })).toEqual([
      'not-assessed',
    ]);
  });

  it('[INT-3] takes no throttle for a guarantee', () => {
    const throttle = (mechanism: string) => ({
      bandwidthThrottle: { mechanism, mostPercent: 40, leastPercent: null },
    });
    expect(verdicts('INT-3', {}, throttle('mba'))).toEqual(['warning']);
    expect(verdicts('INT-3', {}, { ...throttle('mba'), ...budget(10) })).toEqual(['pass']);
    expect(verdicts('INT-3', {}, { ...throttle('mpam'), ...budget(10) })).toEqual(['warning']);
    expect(verdicts('INT-3', {}, {})).toEqual(['not-applicable']);
  });
});

describe('interference between levels', () => {
  it('[INT-4] is unknown where nobody says, open where only the cache is divided, passed where it is limited or bounded', () => {
    expect(verdicts('INT-4', {}, {})).toEqual(['not-assessed']);
    expect(verdicts('INT-4', share('0xf0'), share('0xf'))).toEqual(['warning']);
    expect(verdicts('INT-4', { interferenceFactor: 1.5 }, {})).toEqual(['pass']);
    expect(verdicts('INT-4', budget(100), budget(100))).toEqual(['pass']);
    expect(verdicts('INT-4', budget(10_000), budget(100))).toEqual(['warning']);
  });

  it('[INT-4] passes tasks whose response times are bounded by their accesses', () => {
    const timed = plan({}, {}).task('t', 'brake', 1000, 100_000, {
      priority: 1,
      memoryAccesses: 10,
    });
    expect(verdictsOf(timed.analyze(), 'INT-4')).toEqual(['pass']);
  });

  it('[INT-4] does not apply where one level runs alone', () => {
    const alone = plan({}, {}, {}, { criticality: QM, realTime: 'none' });
    expect(verdictsOf(alone.analyze(), 'INT-4')).toEqual(['not-applicable']);
  });
});
