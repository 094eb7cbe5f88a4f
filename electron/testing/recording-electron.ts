/**
 * A stand-in for Electron's API that records what is asked of it and can be played against: events can be raised,
 * handlers called. Test code only; it proves what the shell asks for, not what Electron makes of it.
 */
import type { DesktopApi } from '../desktop-parts.ts';

type Handler = (...args: never[]) => unknown;

/** Keeps handlers by event and raises events. */
export class Emitter {
  readonly handlers = new Map<string, Handler[]>();

  on(event: string, handler: Handler): this {
    this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]);
    return this;
  }

  once(event: string, handler: Handler): this {
    return this.on(event, handler);
  }

  raise(event: string, ...args: unknown[]): void {
    for (const handler of this.handlers.get(event) ?? []) handler(...(args as never[]));
  }
}

/** An event whose default can be prevented, as Electron's can. */
export function preventable(more: object = {}) {
  const event = {
    prevented: false,
    preventDefault: () => {
      event.prevented = true;
    },
    ...more,
  };
  return event;
}

export class FakeContents extends Emitter {
  readonly mainFrame: { url: string };
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  /** What printToPDF gives; a promise that never settles hangs. */
  printed: Promise<Uint8Array> = Promise.resolve(new TextEncoder().encode('%PDF-'));

  constructor() {
    super();
    this.mainFrame = { url: '' };
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }

  printToPDF(): Promise<Uint8Array> {
    return this.printed;
  }
}

export class FakeSession extends Emitter {
  readonly schemes = new Map<string, (request: Request) => Response | Promise<Response>>();
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Response) => {
      this.schemes.set(scheme, handler);
    },
  };
  spellChecker: boolean | null = null;
  #request: Handler | null = null;
  #check: Handler | null = null;
  #device: Handler | null = null;
  #before: Handler | null = null;
  readonly webRequest = {
    onBeforeRequest: (handler: Handler) => {
      this.#before = handler;
    },
  };

  setPermissionRequestHandler(handler: Handler): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: Handler): void {
    this.#check = handler;
  }

  setDevicePermissionHandler(handler: Handler): void {
    this.#device = handler;
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled;
  }

  /** Asks both permission handlers the way Chromium does; granted only when both say so. */
  grants(permission: string, requestingUrl: string): boolean {
    const ask = this.#request as unknown as (
      contents: null,
      permission: string,
      answer: (granted: boolean) => void,
      details: { requestingUrl: string },
    ) => void;
    const check = this.#check as unknown as (
      contents: null,
      permission: string,
      origin: string,
      details: { requestingUrl: string },
    ) => boolean;
    let granted: boolean | null = null;
    ask(null, permission, (answer) => (granted = answer), { requestingUrl });
    const checked = check(null, permission, requestingUrl, { requestingUrl });
    if (granted !== checked) throw new Error(`request and check disagree on ${permission}`);
    return checked;
  }

  grantsDevice(): boolean {
    return (this.#device as unknown as () => boolean)();
  }

  /** Whether a request may leave; false when it is cancelled. */
  lets(url: string): boolean {
    const before = this.#before as unknown as (
      details: { url: string },
      answer: (response: { cancel: boolean }) => void,
    ) => void;
    let cancelled: boolean | null = null;
    before({ url }, ({ cancel }) => (cancelled = cancel));
    if (cancelled === null) throw new Error(`no answer for ${url}`);
    return !cancelled;
  }
}

/** Everything that was asked of one run of the shell. */
export class RecordingElectron {
  readonly log: string[] = [];
  readonly app = new Emitter();
  readonly session = new FakeSession();
  readonly partitions = new Map<string, FakeSession>();
  readonly windows: { options: Record<string, unknown>; contents: FakeContents; log: string[] }[] =
    [];
  readonly calls = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();
  schemes: unknown = null;
  firstInstance = true;
  /** Answers of the dialogs of the system. */
  answers: { open: string | null; save: string | null; box: number } = {
    open: null,
    save: null,
    box: 1,
  };
  readonly errors: string[] = [];
  printed: Promise<Uint8Array> | null = null;
  readonly api: DesktopApi;

  constructor() {
    const switches = {
      appendSwitch: (name: string, value?: string) =>
        this.log.push(value === undefined ? name : `${name}=${value}`),
    };
    const app = Object.assign(this.app, {
      isPackaged: true,
      commandLine: switches,
      enableSandbox: () => this.log.push('sandbox'),
      requestSingleInstanceLock: () => this.firstInstance,
      whenReady: () => {
        this.log.push('ready');
        return Promise.resolve();
      },
      getPath: () => '/documents',
      quit: () => this.log.push('quit'),
    });
    const api = {
      app,
      protocol: {
        registerSchemesAsPrivileged: (schemes: unknown) => {
          this.schemes = schemes;
          this.log.push('schemes');
        },
      },
      ipcMain: {
        handle: (channel: string, handler: (event: unknown, ...args: unknown[]) => unknown) =>
          this.calls.set(channel, handler),
      },
      session: {
        defaultSession: this.session,
        fromPartition: (name: string) => {
          const session = new FakeSession();
          this.partitions.set(name, session);
          return session;
        },
      },
      Menu: { setApplicationMenu: (menu: unknown) => this.log.push(`menu ${String(menu)}`) },
      dialog: this.#dialog(),
      BrowserWindow: this.#windowClass(),
    };
    this.api = api as unknown as DesktopApi;
  }

  #dialog() {
    return {
      showOpenDialog: () =>
        Promise.resolve({ filePaths: this.answers.open === null ? [] : [this.answers.open] }),
      showSaveDialog: () =>
        Promise.resolve({
          canceled: this.answers.save === null,
          filePath: this.answers.save ?? '',
        }),
      showMessageBoxSync: () => this.answers.box,
      showErrorBox: (title: string, text: string) => this.errors.push(`${title}: ${text}`),
    };
  }

  #windowClass() {
    const recording = { windows: this.windows, app: this.app, electron: this as RecordingElectron };
    return class extends Emitter {
      readonly webContents = new FakeContents();
      readonly #log: string[] = [];

      static getFocusedWindow(): null {
        return null;
      }

      static getAllWindows(): readonly unknown[] {
        return [];
      }

      constructor(options: Record<string, unknown>) {
        super();
        const { printed } = recording.electron;
        if (printed) this.webContents.printed = printed;
        recording.windows.push({ options, contents: this.webContents, log: this.#log });
        recording.app.raise('web-contents-created', {}, this.webContents);
      }

      loadURL(url: string): Promise<void> {
        this.#log.push(`load ${url}`);
        this.webContents.mainFrame.url = url;
        return Promise.resolve();
      }

      show(): void {
        this.#log.push('show');
      }

      destroy(): void {
        this.#log.push('destroy');
      }
    };
  }
}
