/** Sample (a): vehicle gateway and instrument cluster on an i.MX 8QuadMax. */
import { catalogueTarget, userFacts, type DocumentInput } from './author.ts';
import { APPLICATIONS } from './gateway-applications.ts';
import { CONTAINERS } from './gateway-containers.ts';
import { MIXED } from './gateway-mixed.ts';
import { STATIC } from './gateway-static.ts';
import { CHAINS, LINKS, TASKS } from './gateway-traffic.ts';

const M4F_CLOCK = 'Clock set by the user of this sample; no source of the catalogue states it';

/** No source says how long these take to come up: the user of this sample has put in a figure of their own. */
const OVERRIDES: NonNullable<DocumentInput['overrides']> = [
  {
    id: 'jailhouse-start',
    subjectKind: 'technology',
    subjectId: 'jailhouse',
    parameter: 'startupTime',
    value: 60,
    low: 40,
    high: 80,
    unit: 'ms',
    reason:
      'Estimate of this sample: loader of the A cores and the hypervisor; nobody publishes it.',
    author: 'Partita samples',
  },
  {
    id: 'xen-start',
    subjectKind: 'technology',
    subjectId: 'xen-dom0less',
    parameter: 'startupTime',
    value: 90,
    low: 60,
    high: 130,
    unit: 'ms',
    reason:
      'Estimate of this sample: loader of the A cores and the hypervisor; nobody publishes it.',
    author: 'Partita samples',
  },
];

/** @returns the sample as an interchange document */
export function gatewayCluster(): DocumentInput {
  const target = catalogueTarget('nxp-imx8qm');
  return {
    format: 'partita-plan',
    version: 1,
    plan: {
      id: 'gateway-cluster',
      name: 'Vehicle gateway and instrument cluster',
      description:
        'Sample. Fourteen applications of three criticality levels and four kernels on one i.MX 8QuadMax: where does each run, in what, and what does that break? Figures are estimates unless a source is named; replace them by your own.',
      author: 'Partita samples',
      status: 'draft',
    },
    target: {
      ...target,
      clusters: target.clusters.map((cluster) =>
        cluster.coreType === 'Cortex-M4F'
          ? userFacts(cluster, { maxClockHz: 266_000_000 }, M4F_CLOCK)
          : cluster,
      ),
    },
    applications: APPLICATIONS,
    tasks: TASKS,
    links: LINKS,
    chains: CHAINS,
    overrides: OVERRIDES,
    layouts: [STATIC, CONTAINERS, MIXED],
  };
}
