/** The host: everything behind the contract, for one process. */
import { createDispatch, type Dispatch, type Handlers } from './dispatch.ts';
import { CatalogueFiles } from './catalogue-files.ts';
import type { HostOptions, HostParts } from './host-parts.ts';
import { catalogueMethods } from './methods/catalogue-methods.ts';
import { exchangeMethods } from './methods/exchange-methods.ts';
import { fileMethods } from './methods/file-methods.ts';
import { planMethods } from './methods/plan-methods.ts';
import { Plans } from './plans.ts';
import { RecentPlans } from './recent-plans.ts';

export interface Host {
  readonly dispatch: Dispatch;
  /** Tells the window which plan to show first. */
  readonly startWith: (planId: string) => void;
  /** Closes every plan; unsaved work stays on disk for the next start. */
  readonly close: () => void;
}

/** @returns a host with nothing open */
export function createHost(options: HostOptions): Host {
  const parts: HostParts = {
    ...options,
    plans: new Plans(options.dataFolder),
    catalogue: new CatalogueFiles(options.installation.resources),
    recent: options.kind === 'cli' ? null : new RecentPlans(options.dataFolder),
    startPlanId: null,
  };
  const handlers: Handlers = {
    ...catalogueMethods(parts),
    ...planMethods(parts),
    ...exchangeMethods(parts),
    ...fileMethods(parts),
  };
  return {
    dispatch: createDispatch(handlers, options.log),
    startWith: (planId) => {
      parts.startPlanId = planId;
    },
    close: () => parts.plans.leaveAll(),
  };
}
