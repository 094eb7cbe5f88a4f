/** Sample (a): vehicle gateway and instrument cluster on an i.MX 8QuadMax. */
import { catalogueTarget, userFacts, type DocumentInput } from './author.ts';
import { APPLICATIONS } from './gateway-applications.ts';
import { CONTAINERS } from './gateway-containers.ts';
import { MIXED } from './gateway-mixed.ts';
import { STATIC } from './gateway-static.ts';
import { CHAINS, LINKS, TASKS } from './gateway-traffic.ts';

const M4F_CLOCK = 'Clock set by the user of this sample; no source of the catalogue states it';

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
    layouts: [STATIC, CONTAINERS, MIXED],
  };
}
