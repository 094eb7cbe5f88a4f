/** The window: its host, its catalogue, the plan that is open, messages, theme. */
import { createContext } from 'svelte';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Call, Input, Output } from '../../host/contract.ts';
import type { Problem } from '../../model/problem.ts';
import type { AnalysisPort } from './analysis-store.svelte.ts';
import { CommandRegistry } from './commands.svelte.ts';
import { Dialogs } from './dialogs.svelte.ts';
import { KeyReach } from './key-reach.svelte.ts';
import { entryMap } from './key-set.ts';
import { Notices } from './notices.svelte.ts';
import { PlanSession } from './plan-session.svelte.ts';
import type { Opened } from './plan-store.svelte.ts';
import { Theme } from './theme.svelte.ts';

export type AppInfo = Output<'app.info'>;

/** Starts the worker that runs the engine. */
function startWorker(): AnalysisPort {
  return new Worker(new URL('./analysis-worker.ts', import.meta.url), {
    type: 'module',
    name: 'analysis',
  }) as unknown as AnalysisPort;
}

export class Workbench {
  readonly call: Call;
  readonly notices = new Notices();
  readonly commands = new CommandRegistry();
  readonly dialogs = new Dialogs();
  readonly theme = new Theme();
  readonly keyReach = new KeyReach();
  info: AppInfo | null = $state.raw(null);
  catalogue: Catalogue | null = $state.raw(null);
  #texts: Readonly<Record<string, string>> = {};
  /** The open plan; null: the start page. */
  session: PlanSession | null = $state.raw(null);
  /** Why nothing can be shown; empty as long as all is well. */
  fatal: readonly Problem[] = $state.raw([]);
  /** What is being waited for, for example "Opening gateway.partita". */
  busy: string | null = $state(null);

  constructor(call: Call) {
    this.call = call;
  }

  /** Asks the host who it is, and opens the plan named on the command line. */
  async start(): Promise<void> {
    const [info, texts] = await Promise.all([
      this.call('app.info', {}),
      this.call('catalogue.get', {}),
    ]);
    if (!info.ok || !texts.ok) {
      this.fatal = [info, texts].flatMap((reply) => (reply.ok ? [] : reply.problems));
      return;
    }
    const catalogue = decodeCatalogue(entryMap(texts.value.texts));
    if (!catalogue.ok) {
      this.fatal = catalogue.problems;
      return;
    }
    this.catalogue = catalogue.value;
    this.#texts = texts.value.texts;
    this.info = info.value;
    const { startPlanId } = info.value;
    if (startPlanId !== null)
      await this.open('Opening the plan', 'plan.load', { planId: startPlanId });
  }

  /**
   * Opens a plan in this window in place of the one that is open.
   *
   * @param busy what the user reads while waiting
   * @param method how to get it
   * @param input its arguments
   * @returns whether it is open; problems are shown
   */
  async open<
    M extends 'plan.open' | 'plan.openSample' | 'plan.recover' | 'plan.load' | 'plan.create',
  >(busy: string, method: M, input: Input<M>): Promise<boolean> {
    this.busy = busy;
    const reply = await this.call(method, input);
    this.busy = null;
    if (!reply.ok) {
      this.notices.problems(reply.problems);
      return false;
    }
    this.#show(reply.value);
    return true;
  }

  #show(opened: Opened): void {
    if (!this.catalogue) return;
    if (this.session) this.notices.clear();
    this.session?.close();
    this.dialogs.closeAll();
    this.session = new PlanSession(
      {
        call: this.call,
        catalogue: this.catalogue,
        catalogueTexts: this.#texts,
        notices: this.notices,
        commands: this.commands,
        dialogs: this.dialogs,
        port: startWorker(),
      },
      opened,
    );
  }

  /** Back to the start page. Nothing is lost: every edit is on disk and offered again there. */
  async closePlan(): Promise<void> {
    const session = this.session;
    if (!session) return;
    await session.store.whenSettled();
    // First the host: the start page asks it for unsaved work.
    const reply = await this.call('plan.close', { planId: session.store.planId });
    this.notices.clear();
    if (!reply.ok) this.notices.problems(reply.problems);
    session.close();
    this.session = null;
  }
}

export const [getWorkbench, setWorkbench] = createContext<Workbench>();
export const [getSession, setSession] = createContext<PlanSession>();
