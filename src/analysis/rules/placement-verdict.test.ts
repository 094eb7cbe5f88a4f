import { describe, expect, it } from 'vitest';
import { MIB } from '../../model/units.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { GHZ, PlanBuilder } from '../testing/plan-builder.ts';
import { placementVerdict } from './placement-verdict.ts';

const load = (share: number) => ({ share, coreType: 'Cortex-A53', clockHz: GHZ });
const linux = { family: 'linux', version: null, memoryBytes: 10 * MIB };

/** Linux on two cores with 100 MiB, an RTOS image beside it, one application placed and two not. */
/** Nothing that a rule would have to ask for. */
const STATED = {
  criticality: { scale: 'ASIL', level: 'QM' },
  realTime: 'none',
  trust: 'own',
  certificate: 'none',
  deliverable: 'program',
  legacyHardware: false,
  restartAlone: false,
};

function plan() {
  return new PlanBuilder()
    .environment('linux', 'os', null, { coreIds: ['c0', 'c1'], os: linux, memoryBytes: 100 * MIB })
    .environment('rtos', 'bare-metal', null, {
      coreIds: ['c2'],
      os: { family: 'freertos', version: null, memoryBytes: 0 },
    })
    .environment('hv', 'hypervisor', null, { coreIds: ['c3'] })
    .application('busy', {
      ...STATED,
      os: 'linux',
      isas: ['aarch64'],
      cpuLoad: load(0.6),
      memoryPrivateBytes: 30 * MIB,
      memorySharedBytes: 0,
    })
    .place('busy', 'linux', ['c0'])
    .application('new', {
      ...STATED,
      os: 'linux',
      isas: ['aarch64'],
      cpuLoad: load(0.5),
      memoryPrivateBytes: 40 * MIB,
      memorySharedBytes: 0,
    })
    .application('large', {
      os: 'linux',
      isas: ['aarch64'],
      cpuLoad: load(0.1),
      memoryPrivateBytes: 80 * MIB,
      memorySharedBytes: 0,
    })
    .plan();
}
const drop = (ids: readonly string[], environmentId: string, coreIds: readonly string[] = []) =>
  placementVerdict(plan(), 'layout', catalogueOf(), ids, { environmentId, coreIds });

describe('verdict on a drop', () => {
  it('[DROP-1] passes where nothing new goes wrong, though another application still lacks a place', () => {
    const verdict = drop(['new'], 'linux', ['c1']);
    expect(verdict).toMatchObject({ verdict: 'pass', rule: null, message: null, findings: [] });
    expect(verdict.cpu).toEqual({ demand: 0.5, atLeast: false, capacity: 1, verdict: 'within' });
    // 10 OS + 30 + 40
    expect(verdict.memory).toEqual({
      demand: 80 * MIB,
      atLeast: false,
      capacity: 100 * MIB,
      verdict: 'within',
    });
  });

  it('[DROP-2] a move that takes load from an overloaded core is not said to overload it', () => {
    const application = { ...STATED, os: 'linux', isas: ['aarch64'], memorySharedBytes: 0 };
    const overloaded = (share: number) =>
      new PlanBuilder()
        .environment('linux', 'os', null, { coreIds: ['c0', 'c1'], os: linux })
        .application('busy', { ...application, cpuLoad: load(share) })
        .place('busy', 'linux', ['c0'])
        .application('new', { ...application, cpuLoad: load(0.5) })
        .place('new', 'linux', ['c0'])
        .plan();
    const overloads = (share: number, moved: string, coreId: string) =>
      placementVerdict(overloaded(share), 'layout', catalogueOf(), [moved], {
        environmentId: 'linux',
        coreIds: [coreId],
      }).findings.filter(({ rule }) => rule.startsWith('CPU-'));
    expect(overloads(0.6, 'busy', 'c1')).toEqual([]);
    // Over by less, with another culprit: the move brought nothing.
    expect(overloads(1.2, 'new', 'c1')).toEqual([]);
    // What overloads the other core is said.
    expect(overloads(1.2, 'busy', 'c1')).toMatchObject([{ overrun: { of: [{ id: 'c1' }] } }]);
  });

  it('[DROP-1] names the rule that it would break', () => {
    expect(drop(['new'], 'linux', ['c0'])).toMatchObject({
      verdict: 'error',
      rule: 'CPU-1',
      cpu: { demand: 1.1, verdict: 'over' },
    });
    expect(drop(['large'], 'linux')).toMatchObject({ verdict: 'error', rule: 'MEM-1' });
    expect(drop(['new'], 'rtos')).toMatchObject({ verdict: 'error', rule: 'OS-1' });
    expect(drop(['new'], 'linux', ['c3'])).toMatchObject({ verdict: 'error', rule: 'PLACE-3' });
  });

  it('[DROP-1] floating, it shows the load of the set of cores', () => {
    expect(drop(['new'], 'linux').cpu).toEqual({
      demand: 1.1,
      atLeast: false,
      capacity: 2,
      verdict: 'within',
    });
  });

  it('[DROP-1] an environment that runs no applications refuses with the words of the command', () => {
    const verdict = drop(['new'], 'hv');
    expect(verdict).toMatchObject({ verdict: 'error', rule: null, cpu: null });
    expect(verdict.message).toContain('runs no applications');
  });

  it('[DROP-2] what is wrong already is not blamed on the drop, unless it gets worse', () => {
    const over = new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0', 'c1'], os: linux })
      .application('x', { os: 'linux', isas: ['aarch64'], cpuLoad: load(1.2) })
      .place('x', 'os', ['c0'])
      .application('y', { os: 'linux', isas: ['aarch64'], cpuLoad: load(0.1) })
      .plan();
    const at = (core: string) =>
      placementVerdict(over, 'layout', catalogueOf(), ['y'], {
        environmentId: 'os',
        coreIds: [core],
      });
    expect(at('c1').findings.map((finding) => finding.rule)).not.toContain('CPU-1');
    expect(at('c0')).toMatchObject({ verdict: 'error', rule: 'CPU-1' });
  });

  it('[DROP-2] moving the culprit away is no error', () => {
    const over = new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0', 'c1'], os: linux })
      .application('x', { os: 'linux', isas: ['aarch64'], cpuLoad: load(0.7) })
      .place('x', 'os', ['c0'])
      .application('y', { os: 'linux', isas: ['aarch64'], cpuLoad: load(0.7) })
      .place('y', 'os', ['c0'])
      .plan();
    const verdict = placementVerdict(over, 'layout', catalogueOf(), ['y'], {
      environmentId: 'os',
      coreIds: ['c1'],
    });
    expect(verdict.findings.filter((finding) => finding.verdict === 'error')).toEqual([]);
  });

  it('[DROP-3] a link that still needs its channel is a next step, not a reason against the place', () => {
    const apart = new PlanBuilder()
      .environment('one', 'os', null, { coreIds: ['c0'], os: linux })
      .environment('two', 'os', null, { coreIds: ['c1'], os: linux })
      .application('a', { os: 'linux', isas: ['aarch64'], cpuLoad: load(0.1) })
      .application('b', { os: 'linux', isas: ['aarch64'], cpuLoad: load(0.1) })
      .link('l', 'a', 'b')
      .place('a', 'one');
    const to = { environmentId: 'two', coreIds: ['c1'] };
    const verdict = placementVerdict(apart.plan(), 'layout', catalogueOf(), ['b'], to);
    expect(verdict).toMatchObject({ verdict: 'warning', rule: 'LINK-2' });
    // What is wrong otherwise still comes first.
    const elsewhere = { environmentId: 'two', coreIds: ['c9'] };
    const worse = placementVerdict(apart.plan(), 'layout', catalogueOf(), ['b'], elsewhere);
    expect(worse.verdict).toBe('error');
    expect(worse.rule).not.toBe('LINK-2');
  });
});
