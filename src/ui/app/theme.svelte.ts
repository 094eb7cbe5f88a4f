/** Light, dark, or as the system has it. Light is the default and the truth of print. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEMES)[number];

const KEY = 'partita.theme';

function stored(): ThemeChoice {
  const value = globalThis.localStorage?.getItem(KEY);
  return THEMES.find((theme) => theme === value) ?? 'system';
}

export class Theme {
  #choice: ThemeChoice = $state(stored());
  #systemDark = $state(false);
  readonly current: 'light' | 'dark' = $derived(
    this.#choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.#choice,
  );

  get choice(): ThemeChoice {
    return this.#choice;
  }

  set choice(choice: ThemeChoice) {
    this.#choice = choice;
    globalThis.localStorage?.setItem(KEY, choice);
  }

  /**
   * Follows the system's setting.
   *
   * @returns stops following
   */
  follow(): () => void {
    const query = globalThis.matchMedia('(prefers-color-scheme: dark)');
    const update = () => (this.#systemDark = query.matches);
    update();
    query.addEventListener('change', update);
    return () => query.removeEventListener('change', update);
  }
}
