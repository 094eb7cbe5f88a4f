/** The desktop shell: one process, one host, a window per plan that was asked for. */
import { join, resolve } from 'node:path';
import type { BrowserWindow, IpcMainInvokeEvent, OpenDialogOptions } from 'electron';
import { openFirst, type FirstPlan } from '../src/host/first-plan.ts';
import { createHost, type Host } from '../src/host/host.ts';
import type { Dialogs } from '../src/host/host-parts.ts';
import type { Installation } from '../src/host/installation.ts';
import { appHandler, declareScheme } from './app-scheme.ts';
import { CHANNEL } from './channel.ts';
import { SCHEME, START_ADDRESS, type DesktopApi } from './desktop-parts.ts';
import { guardProcess, guardSession, isTrustedCall } from './guard.ts';
import { windowPrinter } from './window-printer.ts';

export interface DesktopOptions {
  readonly api: DesktopApi;
  readonly installation: Installation;
  /** Absolute path of the built preload script. */
  readonly preload: string;
  /** Arguments of the program, without the program itself. */
  readonly args: readonly string[];
  /** Default: the user's data folder. */
  readonly data?: string;
}

const PLAN_FILES = [{ name: 'Partita plan', extensions: ['partita'] }];

/**
 * Starts the shell. Everything that has to be said before Electron is ready is said before this returns.
 *
 * @returns resolves when the first window is on its way; false when another instance took over
 */
export async function startDesktop(options: DesktopOptions): Promise<boolean> {
  const { api } = options;
  if (!api.app.requestSingleInstanceLock({ file: planArgument(options.args, process.cwd()) })) {
    api.app.quit();
    return false;
  }
  declareScheme(api);
  guardProcess(api);
  const shell = new Shell(options);
  shell.listen();
  await api.app.whenReady();
  await shell.open({
    file: planArgument(options.args, process.cwd()),
    sample: valueOf(options.args, '--sample'),
    fallbackSample: valueOf(options.args, '--fallback-sample'),
  });
  return true;
}

/** First argument that is no switch, as an absolute path. */
export function planArgument(args: readonly string[], cwd: string): string | null {
  const named = args.find((argument) => argument !== '' && !argument.startsWith('-'));
  return named === undefined ? null : resolve(cwd, named);
}

/** Value in `--<option>=<value>`; null where the option is not there. */
export function valueOf(args: readonly string[], option: string): string | null {
  const start = `${option}=`;
  return args.find((argument) => argument.startsWith(start))?.slice(start.length) ?? null;
}

class Shell {
  readonly #options: DesktopOptions;
  readonly #host: Host;
  #ready = false;
  /** Named by the system before there was a window (macOS). */
  #early: string | null = null;

  constructor(options: DesktopOptions) {
    this.#options = options;
    this.#host = createHost({
      kind: 'electron',
      installation: options.installation,
      ...(options.data === undefined ? {} : { dataFolder: options.data }),
      documents: options.api.app.getPath('documents'),
      dialogs: this.#dialogs(),
      printer: windowPrinter(options.api),
      log: (line) => void process.stderr.write(`${line}\n`),
    });
  }

  listen(): void {
    const { app, ipcMain } = this.#options.api;
    ipcMain.handle(CHANNEL, (event, method, input) => this.#answer(event, method, input));
    app.on('second-instance', (_event, _args, _cwd, data) => {
      const file = (data as { file?: unknown } | null)?.file;
      if (typeof file === 'string') void this.open({ file });
      else this.#focus();
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      if (this.#ready) void this.open({ file: path });
      else this.#early = path;
    });
    app.on('window-all-closed', () => app.quit());
    // Unsaved work stays on disk and is offered at the next start.
    app.on('will-quit', () => this.#host.close());
  }

  /** Opens a window, on a plan where one is named. A plan that cannot be opened is said and not shown. */
  async open(first: FirstPlan): Promise<void> {
    const { api, installation } = this.#options;
    if (!this.#ready) {
      const session = api.session.defaultSession;
      guardSession(session);
      session.protocol.handle(SCHEME, appHandler(installation.ui));
      if (process.platform !== 'darwin') api.Menu.setApplicationMenu(null);
      this.#ready = true;
    }
    const file = first.file ?? this.#early;
    const problems = await openFirst(this.#host, { ...first, file });
    if (problems.length > 0) this.#sayNotOpened(file ?? first.sample ?? 'the sample', problems);
    await this.#window().loadURL(START_ADDRESS);
  }

  #sayNotOpened(what: string, problems: Awaited<ReturnType<typeof openFirst>>): void {
    const text = problems.map(({ message, remedy }) => `${message}. ${remedy ?? ''}`);
    this.#options.api.dialog.showErrorBox(`Partita cannot open ${what}`, text.join('\n'));
  }

  #window(): BrowserWindow {
    const { BrowserWindow: Window, app, dialog } = this.#options.api;
    const window = new Window({
      width: 1440,
      height: 900,
      minWidth: 900,
      minHeight: 600,
      show: false,
      title: 'Partita',
      webPreferences: {
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    window.once('ready-to-show', () => window.show());
    // A page that holds unsaved work says so; Electron alone would just not close, without a word.
    window.webContents.on('will-prevent-unload', (event) => {
      const choice = dialog.showMessageBoxSync(window, {
        type: 'question',
        message: 'Close without saving?',
        detail: 'The changes are kept and offered the next time Partita starts.',
        buttons: ['Close', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      });
      if (choice === 0) event.preventDefault();
    });
    return window;
  }

  #focus(): void {
    const [window] = this.#options.api.BrowserWindow.getAllWindows();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  }

  async #answer(event: IpcMainInvokeEvent, method: unknown, input: unknown): Promise<unknown> {
    // No reply that could help: whoever this is, it is not our page.
    if (!isTrustedCall(event)) throw new Error('refused');
    return this.#host.dispatch(method, input);
  }

  #dialogs(): Dialogs {
    const { dialog, BrowserWindow: Window } = this.#options.api;
    return {
      open: async () => {
        const options: OpenDialogOptions = { filters: PLAN_FILES, properties: ['openFile'] };
        const window = Window.getFocusedWindow();
        const chosen = await (window
          ? dialog.showOpenDialog(window, options)
          : dialog.showOpenDialog(options));
        return chosen.filePaths[0] ?? null;
      },
      save: async (suggestedName) => {
        const folder = this.#options.api.app.getPath('documents');
        const options = { filters: PLAN_FILES, defaultPath: join(folder, suggestedName) };
        const window = Window.getFocusedWindow();
        const chosen = await (window
          ? dialog.showSaveDialog(window, options)
          : dialog.showSaveDialog(options));
        return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
      },
    };
  }
}
