/**
 * Where single characters act (WCAG 2.1.4): those that go from view to view wherever nothing can be typed, or only while
 * a drawing has the focus. Who speaks to the computer, or strikes keys by accident, wants the second.
 */

const KEY = 'partita.characterKeys';
const OFF = 'drawings';

/** What the command that changes it is called. */
export const KEY_REACH_TITLES = {
  drawings: 'Single keys only while a drawing has the focus',
  everywhere: 'Single keys for views everywhere',
} as const;

export class KeyReach {
  #everywhere = $state(globalThis.localStorage?.getItem(KEY) !== OFF);

  get everywhere(): boolean {
    return this.#everywhere;
  }

  set everywhere(everywhere: boolean) {
    this.#everywhere = everywhere;
    globalThis.localStorage?.setItem(KEY, everywhere ? 'everywhere' : OFF);
  }
}
