import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Technology } from '../catalog/technology.ts';
import type { Plan } from '../model/plan.ts';
import { analyze } from './analyze.ts';
import { arbitraryPlan } from './testing/arbitrary-plan.ts';
import { catalogueOf, mechanism, technology as made } from './testing/catalogue-builder.ts';
import { PlanBuilder } from './testing/plan-builder.ts';
import { faultsOf } from './testing/sane-result.ts';

type Kinds = Technology['environmentKinds'];
const hypervisors: Kinds = ['hypervisor', 'partition', 'vm'];
const containers: Kinds = ['container-engine', 'container'];
const nanoseconds = (value: number) => ({ value, unit: 'ns', confidence: 'low' });
const mib = (value: number) => ({ value, low: 1, high: 2 * value, unit: 'MiB' });

const catalogue = catalogueOf(
  [
    made({
      id: 'jailhouse',
      family: 'type1-static',
      kinds: hypervisors,
      needsExtension: true,
      needsControl: true,
      figures: { interruptLatency: nanoseconds(1094), ipiLatency: nanoseconds(2319) },
    }),
    made({ id: 'bao', family: 'type1-static', kinds: hypervisors }),
    made({
      id: 'kvm-qemu',
      family: 'type1-general',
      kinds: hypervisors,
      needsExtension: true,
      figures: {
        memoryOverheadPerInstance: mib(131),
        startupTime: { value: 244, low: 214, high: 332, unit: 'ms' },
        ioModes: { value: ['emulated', 'pass-through'], confidence: 'high' },
      },
    }),
    made({ id: 'firecracker', family: 'thin-vm', kinds: ['hypervisor', 'thin-vm'] }),
    made({
      id: 'unikraft',
      family: 'unikernel',
      kinds: ['thin-vm'],
      figures: { minGuestMemory: mib(5) },
    }),
    made({
      id: 'podman',
      family: 'container',
      kinds: containers,
      needsExtension: false,
      figures: { ownKernel: { value: false }, startupTime: { value: 17, unit: 'ms' } },
    }),
    made({ id: 'kata', family: 'container-in-vm', kinds: containers, needsExtension: true }),
  ],
  [
    mechanism({ id: 'ivshmem', channelKinds: ['shared-memory'], technologyIds: ['jailhouse'] }),
    mechanism({ id: 'vsock', channelKinds: ['virtio', 'socket'], technologyIds: ['kvm-qemu'] }),
    mechanism({ id: 'posix', channelKinds: ['shared-memory'], families: ['container'] }),
    mechanism({ id: 'rpmsg', channelKinds: ['message'], families: ['bare-metal'] }),
  ],
);

describe('any plan whose records decode', () => {
  it('[ANALYZE-1] never throws, says something under every rule, and fits the schema', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        expect(faultsOf(analyze(plan, 'layout', catalogue))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('[ANALYZE-2] gives the same for the same plan, whatever the order of its tables', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const turned = Object.fromEntries(
          Object.entries(plan).map(([table, records]) => [
            table,
            new Map([...(records as ReadonlyMap<string, unknown>)].reverse()),
          ]),
        ) as unknown as Plan;
        const text = JSON.stringify(analyze(plan, 'layout', catalogue));
        expect(JSON.stringify(analyze(turned, 'layout', catalogue))).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('[ANALYZE-3] refuses only a layout that the plan does not have', () => {
    const plan = new PlanBuilder().plan();
    expect(() => analyze(plan, 'gone', catalogue)).toThrow('no layout gone');
  });
});
