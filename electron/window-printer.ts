/** HTML to PDF in a window that nobody sees, in a session of its own that knows one document. */
import { randomUUID } from 'node:crypto';
import type { Session } from 'electron';
import type { Printer } from '../src/host/host-parts.ts';
import { printFailed, underPolicy } from '../src/host/pdf.ts';
import { guardSession } from './guard.ts';
import { SCHEME, type DesktopApi } from './desktop-parts.ts';

/** Longer than any report of ours takes; what takes longer hangs. */
const TIME_LIMIT_MS = 60_000;

/** @returns a printer that needs nothing but Electron */
export function windowPrinter(api: DesktopApi, limitMs = TIME_LIMIT_MS): Printer {
  return {
    pdf: async (html) => {
      const name = randomUUID();
      const address = `${SCHEME}://print/${name}`;
      // Without "persist:" it lives in memory and goes with its window.
      const session = api.session.fromPartition(`print-${name}`, { cache: false });
      serveOne(session, address, underPolicy(html));
      const window = new api.BrowserWindow({
        show: false,
        webPreferences: { session, sandbox: true, contextIsolation: true, javascript: false },
      });
      const print = async () => {
        await window.loadURL(address);
        return window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true });
      };
      const timer = new AbortController();
      try {
        const pdf = await Promise.race([print(), timeout(limitMs, timer.signal)]);
        return pdf === null
          ? printFailed(`it took longer than ${limitMs / 1000} s`)
          : { ok: true, value: pdf };
      } catch (error) {
        return printFailed(error instanceof Error ? error.message : String(error));
      } finally {
        timer.abort();
        window.destroy();
      }
    },
  };
}

function serveOne(session: Session, address: string, html: string): void {
  guardSession(session, (wanted) => wanted === address || wanted.startsWith('data:'));
  session.protocol.handle(SCHEME, (request) =>
    request.url === address
      ? new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
      : new Response(null, { status: 404 }),
  );
}

function timeout(limitMs: number, signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), limitMs);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
