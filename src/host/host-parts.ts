/** What a front gives to the host, and what the methods of the host share. */
import type { Result } from '../model/problem.ts';
import type { CatalogueFiles } from './catalogue-files.ts';
import type { Output } from './contract.ts';
import type { Installation } from './installation.ts';
import type { Plans } from './plans.ts';
import type { RecentPlans } from './recent-plans.ts';

/** Dialogs of the system; each gives the chosen path, or null when the user cancels. */
export interface Dialogs {
  readonly open: () => Promise<string | null>;
  readonly save: (suggestedName: string) => Promise<string | null>;
}

/** Makes PDF from a document of ours. */
export interface Printer {
  readonly pdf: (html: string) => Promise<Result<Uint8Array>>;
}

/** What a front gives to the host it starts. */
export interface HostOptions {
  readonly kind: Output<'app.info'>['capabilities']['host'];
  readonly installation: Installation;
  /** Default: the user's. */
  readonly dataFolder?: string;
  /** Folder that lists of files begin in. */
  readonly documents: string;
  /** Null where the front has none. */
  readonly dialogs: Dialogs | null;
  /** Null: none. Not given: the Chromium of this machine, where there is one. */
  readonly printer?: Printer | null;
  /** Takes one line per bug. */
  readonly log: (line: string) => void;
}

/** What the methods share. */
export interface HostParts extends HostOptions {
  readonly dataFolder: string;
  readonly printer: Printer | null;
  readonly plans: Plans;
  readonly catalogue: CatalogueFiles;
  /** Null: this front keeps no list of recent plans (the command line). */
  readonly recent: RecentPlans | null;
  /** Open plan that a page shows first: named at the start, or shown last. */
  startPlanId: string | null;
}
