/** Serves `partita://app/` from the built user interface, with the same policy as the browser host. */
import { SECURITY_HEADERS } from '../src/host/page-security.ts';
import { ServedFiles } from '../src/host/served-files.ts';
import { isOurs, SCHEME, type DesktopApi } from './desktop-parts.ts';

/** Must run before Electron is ready. */
export function declareScheme({ protocol }: DesktopApi): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * @param ui folder of the built user interface
 * @returns answers every request to the scheme
 */
export function appHandler(ui: string): (request: Request) => Response {
  const files = new ServedFiles(ui);
  return (request) => {
    if (!isOurs(request.url)) return answer(404, null);
    if (request.method !== 'GET') return answer(405, null);
    return answer(200, files.at(new URL(request.url).pathname));
  };
}

function answer(status: number, file: ReturnType<ServedFiles['at']>): Response {
  if (status === 200 && file) {
    const headers = { ...SECURITY_HEADERS, 'Content-Type': file.mediaType };
    return new Response(new Uint8Array(file.content), { headers });
  }
  return new Response('nothing is served there', {
    status: status === 200 ? 404 : status,
    headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
