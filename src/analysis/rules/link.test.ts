import { describe, expect, it } from 'vitest';
import { mechanismChoices } from '../ipc/mechanism-choices.ts';
import { catalogueOf, mechanism, technology } from '../testing/catalogue-builder.ts';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

const catalogue = catalogueOf(
  [
    technology({ id: 'bare-metal', family: 'bare-metal', kinds: ['bare-metal', 'os'] }),
    technology({ id: 'unikraft', family: 'unikernel', kinds: ['thin-vm'] }),
    technology({ id: 'docker', family: 'container', kinds: ['container-engine', 'container'] }),
    technology({ id: 'jailhouse', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
    technology({ id: 'bao', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
    technology({ id: 'kvm-qemu', family: 'type1-general', kinds: ['hypervisor', 'vm'] }),
    technology({
      id: 'rhev',
      family: 'type1-general',
      kinds: ['hypervisor', 'vm'],
      inherits: 'kvm-qemu',
    }),
  ],
  [
    mechanism({ id: 'ivshmem', channelKinds: ['shared-memory'], technologyIds: ['jailhouse'] }),
    mechanism({ id: 'vsock', channelKinds: ['socket', 'virtio'], technologyIds: ['kvm-qemu'] }),
    mechanism({
      id: 'posix',
      channelKinds: ['shared-memory'],
      technologyIds: ['bare-metal'],
      families: ['container'],
    }),
    mechanism({ id: 'bridge', channelKinds: ['socket'], technologyIds: ['docker'] }),
    mechanism({ id: 'rpmsg', channelKinds: ['message', 'virtio'], technologyIds: ['bare-metal'] }),
  ],
);

/** Two containers on one Linux with a VM on its hypervisor, two partitions, a bare-metal image beside them. */
function machine(hypervisor = 'jailhouse', guest = 'kvm-qemu'): PlanBuilder {
  return new PlanBuilder()
    .environment('linux', 'os', null, { coreIds: ['c0'] })
    .environment('ce', 'container-engine', 'linux', { technologyId: 'docker' })
    .environment('x', 'container', 'ce')
    .environment('y', 'container', 'ce')
    .environment('kvm', 'hypervisor', 'linux', { technologyId: guest })
    .environment('vm', 'vm', 'kvm')
    .environment('vm2', 'vm', 'kvm')
    .environment('hv', 'hypervisor', null, { coreIds: ['c1', 'c2'], technologyId: hypervisor })
    .environment('p', 'partition', 'hv', { coreIds: ['c1'] })
    .environment('q', 'partition', 'hv', { coreIds: ['c2'] })
    .environment('bm', 'bare-metal', null, { coreIds: ['c3'] });
}

/** A link from an application in one environment to one in another. */
function linked(from: string, to: string, builder = machine()): PlanBuilder {
  return builder
    .application('sender')
    .place('sender', from)
    .application('receiver')
    .place('receiver', to)
    .link('link', 'sender', 'receiver', { payloadBytes: 4096 });
}
const ADDRESSES = { fromAddress: 0x10000, toAddress: 0x20000 };

describe('links', () => {
  it('[LINK-1] a link with an end that has no place is not assessed', () => {
    const builder = machine().application('a').application('b').place('a', 'x').link('l', 'a', 'b');
    expect(verdictsOf(builder.analyze(catalogue), 'LINK-1')).toEqual(['not-assessed']);
    expect(verdictsOf(builder.place('b', 'x').analyze(catalogue), 'LINK-1')).toEqual(['pass']);
  });

  it('[LINK-2] a link between environments has a channel, one inside an environment needs none', () => {
    expect(verdictsOf(linked('x', 'x').analyze(catalogue), 'LINK-2')).toEqual(['pass']);
    const apart = linked('x', 'y');
    const [finding] = findingsOf(apart.analyze(catalogue), 'LINK-2', 'error');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['link', 'x', 'y']);
    apart.channel('link', 'socket');
    expect(verdictsOf(apart.analyze(catalogue), 'LINK-2')).toEqual(['pass']);
  });

  it.each([
    // On one kernel.
    ['x', 'y', 'shared-memory', null, ['pass']],
    ['x', 'y', 'shared-memory', 'posix', ['pass']],
    ['x', 'y', 'socket', 'bridge', ['pass']],
    ['x', 'y', 'virtio', null, ['error']],
    ['x', 'y', 'virtio', 'vsock', ['error']],
    // Across kernels, a mechanism of one kernel cannot reach.
    ['p', 'q', 'shared-memory', 'posix', ['error']],
    ['x', 'vm', 'shared-memory', 'posix', ['error']],
    ['p', 'bm', 'socket', 'bridge', ['error']],
    // Guests of one hypervisor.
    ['p', 'q', 'shared-memory', 'ivshmem', ['pass']],
    ['p', 'q', 'shared-memory', null, ['pass']],
    ['vm', 'vm2', 'shared-memory', 'ivshmem', ['error']],
    ['vm', 'vm2', 'virtio', 'vsock', ['pass']],
    // Virtio is a standard: another hypervisor may offer it, nothing says so.
    ['p', 'q', 'virtio', 'vsock', ['warning']],
    ['p', 'q', 'message', null, ['not-assessed']],
    ['p', 'q', 'socket', null, ['warning']],
    // Host and guest.
    ['x', 'vm', 'virtio', 'vsock', ['pass']],
    ['vm', 'x', 'shared-memory', 'ivshmem', ['error']],
    // Nothing common but hardware.
    ['p', 'bm', 'shared-memory', null, ['pass']],
    ['p', 'bm', 'message', 'rpmsg', ['pass']],
    ['p', 'bm', 'shared-memory', 'ivshmem', ['error']],
    ['p', 'bm', 'message', null, ['not-assessed']],
    ['p', 'bm', 'socket', null, ['warning']],
  ])('[LINK-3] from %s to %s by %s, %s: %s', (from, to, kind, mechanismId, verdicts) => {
    const result = linked(from, to).channel('link', kind, { mechanismId }).analyze(catalogue);
    expect(verdictsOf(result, 'LINK-3')).toEqual(verdicts);
  });

  it('[LINK-3] mechanisms are offered as the rule judges them, those that reach first', () => {
    const offered = (hypervisor: string) => {
      const builder = linked('p', 'q', machine(hypervisor)).channel('link', 'shared-memory');
      const plan = builder.plan();
      const [channel] = plan.channels.values();
      if (!channel) throw new Error('there is a channel');
      return mechanismChoices(plan, channel, catalogue).map((choice) => [
        choice.mechanism.id,
        choice.verdict,
      ]);
    };
    expect(offered('jailhouse')).toEqual([
      ['ivshmem', 'pass'],
      ['posix', 'error'],
    ]);
    expect(offered('bao').map(([, verdict]) => verdict)).toEqual(['error', 'error']);
  });

  it('[LINK-3] a technology has the mechanisms of the one it inherits from', () => {
    const builder = linked('vm', 'vm2', machine('jailhouse', 'rhev'));
    builder.channel('link', 'virtio', { mechanismId: 'vsock' });
    expect(verdictsOf(builder.analyze(catalogue), 'LINK-3')).toEqual(['pass']);
  });

  it('[LINK-3] a guest of its own technology has the mechanisms of the hypervisor beneath', () => {
    const builder = machine();
    for (const id of ['t', 'u']) {
      builder.environment(id, 'thin-vm', 'kvm', { technologyId: 'unikraft' });
    }
    linked('t', 'u', builder).channel('link', 'virtio', { mechanismId: 'vsock' });
    expect(verdictsOf(builder.analyze(catalogue), 'LINK-3')).toEqual(['pass']);
  });

  it('[LINK-3] looks at every pair of environments that an application is spread over', () => {
    const builder = linked('x', 'y').place('receiver', 'vm');
    builder.channel('link', 'shared-memory', { mechanismId: 'posix' });
    const [finding] = findingsOf(builder.analyze(catalogue), 'LINK-3', 'error');
    expect(finding?.subjects.at(-1)?.id).toBe('vm');
  });

  it('[LINK-4] shared memory between kernels has a shared region and an address per end', () => {
    const bare = linked('p', 'q').channel('link', 'shared-memory', { ...ADDRESSES });
    expect(verdictsOf(bare.analyze(catalogue), 'LINK-4')).toEqual(['error']);
    const whole = (seed: object, kind = 'shared') =>
      linked('p', 'q')
        .region('r', 0x80000000, 65536, { kind })
        .channel('link', 'shared-memory', { regionId: 'r', ...ADDRESSES, ...seed })
        .analyze(catalogue);
    expect(verdictsOf(whole({}), 'LINK-4')).toEqual(['pass']);
    expect(verdictsOf(whole({ toAddress: null }), 'LINK-4')).toEqual(['warning']);
    expect(findingsOf(whole({}, 'private'), 'LINK-4', 'error')[0]).toMatchObject({
      limit: 'a shared region',
    });
  });

  it('[LINK-4] on one kernel shared memory needs neither; the mechanism carries the kind', () => {
    const by = (kind: string, mechanismId: string | null) =>
      linked('x', 'y').channel('link', kind, { mechanismId }).analyze(catalogue);
    expect(verdictsOf(by('shared-memory', null), 'LINK-4')).toEqual(['pass']);
    expect(verdictsOf(by('message', 'posix'), 'LINK-4')).toEqual(['error']);
    expect(verdictsOf(by('message', 'gone'), 'LINK-4')).toEqual(['not-assessed']);
  });

  it('[LINK-5] one channel per link', () => {
    const builder = linked('x', 'y').channel('link', 'socket');
    expect(verdictsOf(builder.analyze(catalogue), 'LINK-5')).toEqual(['pass']);
    builder.channel('link', 'message', { id: 'second' });
    expect(verdictsOf(builder.analyze(catalogue), 'LINK-5')).toEqual(['warning']);
  });

  it.each([
    [{ sizeBytes: 4096 }, ['pass']],
    [{ sizeBytes: 4095 }, ['error']],
    // All that is left of the region after the offset.
    [{ regionOffset: 61440 }, ['pass']],
    [{ regionOffset: 61441 }, ['error']],
  ])('[LINK-6] a payload of 4096 B in %j: %s', (seed, verdicts) => {
    const result = linked('p', 'q')
      .region('r', 0x80000000, 65536)
      .channel('link', 'shared-memory', { regionId: 'r', ...seed })
      .analyze(catalogue);
    expect(verdictsOf(result, 'LINK-6')).toEqual(verdicts);
  });
});
