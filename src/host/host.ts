/** The host: everything behind the contract, for one process. */
import { createDispatch, type Dispatch, type Handlers } from './dispatch.ts';
import { CatalogueFiles } from './catalogue-files.ts';
import type { Output } from './contract.ts';
import type { Installation } from './installation.ts';
import { catalogueMethods } from './methods/catalogue-methods.ts';
import { exchangeMethods } from './methods/exchange-methods.ts';
import { fileMethods } from './methods/file-methods.ts';
import { planMethods } from './methods/plan-methods.ts';
import { Plans } from './plans.ts';
import { RecentPlans } from './recent-plans.ts';

/** Dialogs of the system; each gives the chosen path, or null when the user cancels. */
export interface Dialogs {
  readonly open: () => Promise<string | null>;
  readonly save: (suggestedName: string) => Promise<string | null>;
}

/** What a front gives to the host it starts. */
export interface HostOptions {
  readonly kind: Output<'app.info'>['capabilities']['host'];
  readonly installation: Installation;
  readonly dataFolder: string;
  /** Folder that lists of files begin in. */
  readonly documents: string;
  /** Null where the front has none. */
  readonly dialogs: Dialogs | null;
  /** Takes one line per bug. */
  readonly log: (line: string) => void;
}

/** What the methods share. */
export interface HostParts extends HostOptions {
  readonly plans: Plans;
  readonly catalogue: CatalogueFiles;
  /** Null: this front keeps no list of recent plans (the command line). */
  readonly recent: RecentPlans | null;
  /** Plan named when the program was started. */
  startPlanId: string | null;
}

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
