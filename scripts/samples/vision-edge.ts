/** Sample (b): machine-vision edge server on a Xeon Gold 6338N. */
import { catalogueTarget, GIB, userDevice, userFacts, type DocumentInput } from './author.ts';
import { APPLICATIONS, CHAINS, FITTED, LINKS, TASKS } from './vision-applications.ts';
import { CONTAINERS, CONTAINER_VM, REAL_TIME_VM, SR_IOV } from './vision-layouts.ts';

const NIC = {
  class: 'ethernet',
  model: '25 GbE adapter with SR-IOV, two ports',
  behindIommu: true,
  virtualFunctions: 64,
} as const;
const NVME = { class: 'nvme', model: 'data centre SSD', behindIommu: true } as const;
const CARD = 'Card of this sample, added by the user';

/** @returns the sample as an interchange document */
export function visionEdge(): DocumentInput {
  const target = catalogueTarget('intel-xeon-gold-6338n');
  return {
    format: 'partita-plan',
    version: 1,
    plan: {
      id: 'vision-edge',
      name: 'Machine-vision edge server',
      description:
        'Sample. Eight cameras, inference on the cores of one Xeon, a control loop that ejects bad parts, and the services around them: forty applications that need two kernels. Four layouts compare containers, a container system in a VM, VMs with SR-IOV, and a real-time VM. Figures are estimates unless a source is named.',
      author: 'Partita samples',
      status: 'draft',
    },
    target: {
      ...target,
      clusters: target.clusters.map((cluster) =>
        userFacts(
          cluster,
          { maxClockHz: 2_200_000_000 },
          'Turbo is switched off on this server, so that the base clock is the highest',
        ),
      ),
      memories: target.memories.map((memory) =>
        userFacts(memory, { sizeBytes: FITTED }, 'Fitted in this server: 8 modules of 32 GiB'),
      ),
      virtualization: userFacts(
        target.virtualization,
        { iommuEnabled: true },
        'Switched on in the firmware of this server',
      ),
      hypervisors: [
        {
          id: 'kvm',
          name: 'KVM',
          evidenceKind: 'seen by the user',
          evidence: 'VMs run under KVM on this server',
          caveat: null,
          notes: null,
          provenance: {
            sources: [],
            confidence: null,
            userFields: ['name', 'evidenceKind', 'evidence'],
          },
        },
      ],
      devices: [
        ...target.devices,
        userDevice('nic0', { ...NIC, name: 'Network port 0', iommuGroup: '40' }, CARD),
        userDevice('nic1', { ...NIC, name: 'Network port 1', iommuGroup: '41' }, CARD),
        userDevice(
          'nvme0',
          { ...NVME, name: 'NVMe 0', iommuGroup: '42', capacityBytes: 7680 * GIB },
          CARD,
        ),
        userDevice(
          'nvme1',
          { ...NVME, name: 'NVMe 1', iommuGroup: '43', capacityBytes: 960 * GIB },
          CARD,
        ),
      ],
    },
    applications: APPLICATIONS,
    tasks: TASKS,
    links: LINKS,
    chains: CHAINS,
    layouts: [CONTAINERS, CONTAINER_VM, SR_IOV, REAL_TIME_VM],
  };
}
