/** How far a target is from what was measured, with the catalogue that ships: what then comes of estimates. */
import { describe, expect, it } from 'vitest';
import { shippedCatalogue as catalogue } from '../../catalog/testing/shipped-catalogue.ts';
import { MS } from '../../model/units.ts';
import type { Estimate, LayoutResult } from '../result.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';

function estimateOf(result: LayoutResult, kind: string, id: string): Estimate {
  const found = result.estimates.find((each) => each.kind === kind && each.subject.id === id);
  if (!found) throw new Error(`no ${kind} of ${id}`);
  return found;
}

/** `low/typical/high`, with `+` where it is a lower bound; shares in per cent. */
function text(result: LayoutResult, kind: string, id: string): string {
  const { low, typical, high, unit, atLeast } = estimateOf(result, kind, id);
  const show = (value: number | null) =>
    value === null ? '?' : String(Number((unit === 'share' ? value * 100 : value).toPrecision(9)));
  const ends = [low, typical, high].map(show);
  const range = new Set(ends).size === 1 ? (ends[0] ?? '') : ends.join('/');
  return `${range}${atLeast ? '+' : ''}`;
}

/** An application in a partition of a hypervisor on the hardware. */
function partition(hypervisor: string, board = target()): PlanBuilder {
  return new PlanBuilder(board)
    .application('app')
    .environment('hv', 'hypervisor', null, { technologyId: hypervisor, coreIds: ['c0', 'c1'] })
    .environment('cell', 'partition', 'hv', { technologyId: hypervisor, coreIds: ['c0'] })
    .place('app', 'cell');
}

/** A machine whose core type is not in the catalogue, where server figures were measured. */
const server = target({ clusters: [{ id: 'x', cores: 4, type: 'Server core', isa: 'x86_64' }] });
describe('how far a target is from what was measured', () => {
  const on = (type: string, isa: string, kind = 'interrupt-latency', technology = 'bao') =>
    estimateOf(
      partition(technology, target({ clusters: [{ id: 'x', cores: 4, type, isa }] })).analyze(
        catalogue,
      ),
      kind,
      'cell',
    );

  it('[OVER-5] another core type of the same instruction set: an indication without ends', () => {
    expect(on('Cortex-A72', 'aarch64')).toMatchObject({
      low: null,
      typical: 906,
      high: null,
      isIndication: true,
      atLeast: false,
      applicability:
        'measured on Cortex-A53 (Xilinx ZCU104); this target: Cortex-A72: an indication, no bound',
    });
    expect(on('cortex-a53', 'aarch64')).toMatchObject({
      low: 906,
      high: 906,
      isIndication: false,
      applicability: 'same core type: measured on Cortex-A53 (Xilinx ZCU104)',
    });
  });

  it('[OVER-5] another instruction set: unknown, with the reason and what was published', () => {
    const estimate = on('Ice Lake-SP', 'x86_64');
    const reason =
      "906 ns measured on Cortex-A53 (aarch64); this target's core is Ice Lake-SP (x86_64): not comparable";
    expect(estimate).toMatchObject({
      low: null,
      typical: null,
      high: null,
      isIndication: false,
      applicability: reason,
    });
    expect(estimate.figures).toMatchObject([
      { value: null, low: null, high: null, applies: { standing: 'not-comparable', text: reason } },
    ]);
    expect(estimate.figures[0]?.source).not.toBeNull();
    for (const kind of [
      'cpu-overhead',
      'cpu-overhead-interference',
      'interrupt-latency-max',
      'interrupt-latency-interference-max',
    ]) {
      expect(on('Ice Lake-SP', 'x86_64', kind)).toMatchObject({ typical: null, atLeast: true });
    }
  });

  it('[OVER-5] a bare image on a Cortex-M4F has no interrupt latency of a Cortex-A53', () => {
    const board = target({
      clusters: [
        { id: 'a', cores: 2 },
        { id: 'm', cores: 1, type: 'Cortex-M4F', isa: 'armv7e-m', role: 'realtime' },
      ],
    });
    const result = new PlanBuilder(board)
      .environment('image', 'bare-metal', null, { technologyId: 'bare-metal', coreIds: ['c2'] })
      .analyze(catalogue);
    expect(text(result, 'interrupt-latency-max', 'image')).toBe('?+');
    expect(estimateOf(result, 'interrupt-latency-max', 'image').applicability).toBe(
      "250 ns measured on Cortex-A53 (aarch64); this target's core is Cortex-M4F (armv7e-m): not comparable",
    );
    // What others are compared with costs nothing, on any core.
    expect(text(result, 'cpu-overhead', 'image')).toBe('0');
  });

  it('[OVER-5] core types that nobody states compare with nothing', () => {
    const board = target({ clusters: [{ id: 'm', cores: 1, role: 'realtime' }] });
    const result = new PlanBuilder(board)
      .environment('image', 'bare-metal', null, { technologyId: 'bare-metal' })
      .analyze(catalogue);
    expect(estimateOf(result, 'interrupt-latency', 'image')).toMatchObject({ typical: null });
    expect(estimateOf(result, 'interrupt-latency', 'image').applicability).toContain(
      'core types of this target unknown: not comparable',
    );
  });

  it('[OVER-5] a figure that the user set for the plan holds on any core', () => {
    const result = partition('bao', server)
      .override({
        id: 'o',
        subjectKind: 'technology',
        subjectId: 'bao',
        parameter: 'interruptLatency',
        value: 700,
        unit: 'ns',
        reason: 'measured by us',
      })
      .analyze(catalogue);
    expect(text(result, 'interrupt-latency', 'cell')).toBe('700');
    expect(estimateOf(result, 'interrupt-latency', 'cell').applicability).toBe(
      'set by the user for this plan',
    );
  });

  it('[OVER-5] conditions without hardware; nothing where nothing is known', () => {
    expect(on('Cortex-A53', 'aarch64', 'cpu-overhead', 'qnx-hypervisor')).toMatchObject({
      isIndication: true,
      applicability: 'conditions name no hardware: an indication, no bound',
    });
    expect(on('Cortex-A53', 'aarch64', 'interrupt-latency', 'acrn').applicability).toBeNull();
  });

  it('[OVER-5] what the layout switches on and the measurement did not have', () => {
    const result = new PlanBuilder()
      .environment('hv', 'hypervisor', null, {
        technologyId: 'bao',
        interferenceControls: ['cache-colouring'],
      })
      .environment('cell', 'partition', 'hv', { coreIds: ['c0'] })
      .analyze(catalogue);
    expect(estimateOf(result, 'interrupt-latency-interference-max', 'cell').applicability).toBe(
      'same core type: measured on Cortex-A53 (Xilinx ZCU104); measured without cache colouring, which this layout switches on',
    );
    expect(estimateOf(result, 'interrupt-latency-max', 'cell').applicability).not.toContain(
      'colouring',
    );
  });
});

/** Two applications in two cells of a hypervisor, and what carries their link. */
function linked(
  hypervisor: string,
  kind: string,
  mechanismId: string | null,
  link = {},
  board = target(),
): LayoutResult {
  return partition(hypervisor, board)
    .application('other')
    .environment('second', 'partition', 'hv', { technologyId: hypervisor, coreIds: ['c1'] })
    .place('other', 'second')
    .link('l', 'app', 'other', link)
    .channel('l', kind, { mechanismId })
    .analyze(catalogue);
}

describe('channels between cores that nothing was measured on', () => {
  it('[OVER-5] what was measured on a server says nothing of an Arm core', () => {
    const result = linked('kvm-qemu', 'virtio', 'virtio-net');
    expect(text(result, 'ipc-throughput', 'l')).toBe('?+');
    expect(estimateOf(result, 'ipc-throughput', 'l').applicability).toMatch(/not comparable$/);
  });

  it('[OVER-5] a doorbell between cores of another type of the same set is an indication', () => {
    const board = target({ clusters: [{ id: 'x', cores: 4, type: 'Cortex-A72' }] });
    const result = linked('jailhouse', 'shared-memory', 'ivshmem-jailhouse', {}, board);
    expect(text(result, 'ipc-latency', 'l')).toBe('?/3413/?+');
    expect(estimateOf(result, 'ipc-latency', 'l').isIndication).toBe(true);
  });
});

describe('start-up on a machine that nothing was measured on', () => {
  const boot = { bootRomNs: 10 * MS, bootLoaderNs: 40 * MS, bootSource: 'measured' };
  const os = (startupNs: number | null) => ({ family: 'linux', startupNs });

  it('[OVER-5] on another machine of the same set: stated parts at least, with the container an indication', () => {
    const plan = (board = server) =>
      new PlanBuilder(board)
        .layout(boot)
        .environment('linux', 'os', null, { os: os(200 * MS) })
        .environment('engine', 'container-engine', 'linux', { technologyId: 'docker' })
        .environment('box', 'container', 'engine')
        .analyze(catalogue);
    expect(estimateOf(plan(), 'startup', 'box')).toMatchObject({
      low: 250 * MS,
      typical: 600 * MS,
      high: null,
      isIndication: true,
      atLeast: false,
    });
    // Arm: the container's own start is unknown, and the sum a lower bound.
    expect(text(plan(target()), 'startup', 'box')).toBe(`${250 * MS}+`);
    expect(estimateOf(plan(target()), 'startup', 'box').applicability).toMatch(/not comparable$/);
  });
});
