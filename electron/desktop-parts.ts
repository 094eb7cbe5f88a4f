/** The parts of Electron that the shell uses. They are handed in, so that tests can record what is asked of them. */
import type * as electron from 'electron';

export type DesktopApi = Pick<
  typeof electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'protocol' | 'session'
>;

/** The scheme that our pages are served by; no port, no server. */
export const SCHEME = 'partita';
export const APP_ORIGIN = `${SCHEME}://app`;
/** Address of the user interface. */
export const START_ADDRESS = `${APP_ORIGIN}/`;
/**
 * Whether an address belongs to our user interface. Scheme and host are compared on their own: for a custom
 * scheme, `origin` of a URL is the text "null", and so would any other such page's be.
 *
 * @param address from outside
 */
export function isOurs(address: string | undefined): boolean {
  const url = parsed(address);
  return (
    url?.protocol === `${SCHEME}:` && url.host === 'app' && url.username === '' && url.port === ''
  );
}

/** Whether an address is the page itself, as a reload asks for it. */
export function isStartPage(address: string): boolean {
  return isOurs(address) && parsed(address)?.pathname === '/';
}

function parsed(address: string | undefined): URL | null {
  return address === undefined ? null : URL.parse(address);
}
