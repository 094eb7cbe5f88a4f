/** The way to the host: the bridge that the desktop shell offers, else the loopback server that sent this page. */
import { browserTransport, createClient, type Transport } from '../../host/client.ts';
import type { Call } from '../../host/contract.ts';

/** What the preload script of the desktop shell puts into the page. */
interface Bridge {
  readonly call: Transport;
}

function bridge(): Bridge | undefined {
  return (globalThis as { partita?: Bridge }).partita;
}

/** @returns a call that reaches the host of this window */
export function hostCall(): Call {
  const shell = bridge();
  if (shell) return createClient((method, input) => shell.call(method, input));
  return createClient(
    browserTransport({
      origin: location.origin,
      fragment: location.hash,
      clearFragment: () => history.replaceState(null, '', location.pathname + location.search),
      storage: sessionStorage,
      fetch: (url, init) => fetch(url, init),
    }),
  );
}
