/** The host: everything behind the contract, for one process. */
import { dataFolder } from '../../db/data-folder.ts';
import { createDispatch, type Dispatch, type Handlers } from './dispatch.ts';
import { CatalogueFiles } from './catalogue-files.ts';
import type { HostOptions, HostParts } from './host-parts.ts';
import { catalogueMethods } from './methods/catalogue-methods.ts';
import { exchangeMethods } from './methods/exchange-methods.ts';
import { fileMethods } from './methods/file-methods.ts';
import { planMethods } from './methods/plan-methods.ts';
import { chromiumPrinter } from './pdf.ts';
import { Plans } from './plans.ts';
import { RecentPlans } from './recent-plans.ts';

export interface Host {
  readonly dispatch: Dispatch;
  /** Closes every plan; unsaved work stays on disk for the next start. */
  readonly close: () => void;
}

/** @returns a host with nothing open */
export function createHost(options: HostOptions): Host {
  const folder = options.dataFolder ?? dataFolder();
  const parts: HostParts = {
    ...options,
    dataFolder: folder,
    plans: new Plans(folder),
    catalogue: new CatalogueFiles(options.installation.resources),
    recent: options.kind === 'cli' ? null : new RecentPlans(folder),
    printer: options.printer === undefined ? chromiumPrinter() : options.printer,
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
    close: () => parts.plans.leaveAll(),
  };
}
