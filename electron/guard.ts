/** What a page of ours may not do, however it was tricked: leave, open windows, ask for devices, reach a network. */
import type { IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { isOurs, isStartPage, type DesktopApi } from './desktop-parts.ts';

/** The only permission the pages use: copying text they made to the clipboard. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Switches that stop Chromium from using the network for itself. */
const SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  // No name is ever resolved, whoever asks.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['no-pings'],
];

/** Must run before Electron is ready. */
export function guardProcess({ app }: DesktopApi): void {
  app.enableSandbox();
  for (const [name, value] of SWITCHES) {
    if (value === undefined) app.commandLine.appendSwitch(name);
    else app.commandLine.appendSwitch(name, value);
  }
  app.on('web-contents-created', (_event, contents) => guardPage(contents));
}

function guardPage(contents: WebContents): void {
  const stay = (event: { preventDefault: () => void; url: string }) => {
    if (!isStartPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/**
 * @param session that windows use
 * @param isLocal which addresses stay inside the program; all others are refused
 */
export function guardSession(
  session: Session,
  isLocal: (address: string) => boolean = isPartOfProgram,
): void {
  const granted = (permission: string, address: string | undefined) =>
    GRANTED.has(permission) && isOurs(address);
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(granted(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    granted(permission, details.requestingUrl ?? origin),
  );
  session.setDevicePermissionHandler(() => false);
  // Dictionaries would be downloaded.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isLocal(details.url) });
  });
  session.on('will-download', (event, item) => {
    // Exported files are made by the page; anything else would come from elsewhere.
    if (!isLocal(item.getURL())) event.preventDefault();
  });
}

/** Our pages, what they make themselves, and the developer tools. */
function isPartOfProgram(address: string): boolean {
  if (isOurs(address)) return true;
  const inner = /^blob:(.*)$/.exec(address)?.[1];
  if (inner !== undefined) return isOurs(inner) || inner.startsWith('null/');
  return address.startsWith('data:') || address.startsWith('devtools:');
}

/** Whether a call comes from the main frame of a page of ours. */
export function isTrustedCall(event: IpcMainInvokeEvent): boolean {
  const { senderFrame, sender } = event;
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurs(senderFrame.url);
}
