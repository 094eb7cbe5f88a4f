/** All facts that rules look at, gathered once per layout. */
import { withOverrides } from '../catalog/override.ts';
import type { Catalogue } from '../catalog/technology.ts';
import type { Id } from '../model/fields.ts';
import type { Plan } from '../model/plan.ts';
import { cpuFacts, type CpuFacts } from './cpu/cpu-facts.ts';
import { diskFacts, type DiskFacts } from './disk/disk-facts.ts';
import { dependencies } from './io/dependencies.ts';
import { ioFacts, type IoFacts } from './io/device-facts.ts';
import { channelCosts, type ChannelCost } from './ipc/channel-cost.ts';
import { linkFacts, type LinkFacts } from './ipc/link-facts.ts';
import { layoutFacts, type LayoutFacts } from './layout-facts.ts';
import { memoryFacts, type MemoryFacts } from './memory/memory-facts.ts';
import { overheadFacts, type Overheads } from './overheads/overhead-facts.ts';
import { chainResults } from './latency/chain-rows.ts';
import type { ChainResult, Dependency } from './result.ts';
import {
  schedulabilityFacts,
  type SchedulabilityFacts,
} from './schedulability/schedulability-facts.ts';
import { startupFacts, type StartupFacts } from './startup/startup-facts.ts';

/** The layout with the answers of every question. */
export interface Facts extends LayoutFacts {
  readonly cpu: CpuFacts;
  readonly memory: MemoryFacts;
  readonly disk: DiskFacts;
  readonly io: IoFacts;
  readonly dependencies: readonly Dependency[];
  readonly links: readonly LinkFacts[];
  /** By environment with a technology around it. */
  readonly overheads: ReadonlyMap<Id, Overheads>;
  readonly channelCosts: readonly ChannelCost[];
  readonly startup: StartupFacts;
  readonly schedulability: SchedulabilityFacts;
  readonly chains: readonly ChainResult[];
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @returns the facts
 * @cost linear in the records of the layout and of the applications
 */
export function gatherFacts(plan: Plan, layoutId: Id, catalogue: Catalogue): Facts {
  const layout = layoutFacts(plan, layoutId, withOverrides(catalogue, plan));
  const links = linkFacts(layout);
  const overheads = overheadFacts(layout);
  const cpu = cpuFacts(layout);
  const costs = channelCosts(layout, links, overheads);
  const facts = {
    ...layout,
    cpu,
    memory: memoryFacts(layout),
    disk: diskFacts(layout),
    io: ioFacts(layout),
    dependencies: dependencies(layout),
    links,
    overheads,
    channelCosts: costs,
    startup: startupFacts(layout),
    schedulability: schedulabilityFacts(layout, cpu, costs),
  };
  return { ...facts, chains: chainResults(facts) };
}
