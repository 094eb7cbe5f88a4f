/** Key chords: text such as `Ctrl+Shift+Z` against keyboard events. */

/** What of a keyboard event a chord needs. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * The chord of a key press, in the spelling of the command registry.
 *
 * @param press a keyboard event
 * @returns for example `Ctrl+Shift+Z`, `Alt+ArrowUp`, `L`, `?`; null while only a modifier is down.
 *   Meta counts as Ctrl, so that macOS works the same. Shift is named only where it does not already show in the
 *   character typed.
 */
export function chordOf(press: KeyPress): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph'].includes(press.key)) return null;
  const isLetter = /^[a-z]$/i.test(press.key);
  const isSymbol = press.key.length === 1 && !isLetter;
  const modified = press.ctrlKey || press.metaKey || press.altKey;
  const parts = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : null,
    press.altKey ? 'Alt' : null,
    press.shiftKey && !isSymbol && (modified || !isLetter) ? 'Shift' : null,
    isLetter ? press.key.toUpperCase() : press.key === ' ' ? 'Space' : press.key,
  ];
  return parts.filter((part) => part !== null).join('+');
}

/**
 * Whether a chord is a key without Ctrl or Alt: such keys mean something of their own in most controls.
 *
 * @param chord a chord
 * @returns true for single characters, plain arrows, Escape and the like
 */
export function isPlain(chord: string): boolean {
  return !/^(Ctrl|Alt)\+/.test(chord) && !/^F\d+$/.test(chord);
}

/**
 * Whether a chord types a character, which WCAG 2.1.4 speaks of.
 *
 * @param chord a chord
 * @returns true for letters, digits and signs
 */
export function isCharacter(chord: string): boolean {
  return chord.length === 1;
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
};

/**
 * @param chord a chord
 * @returns its keys as they are printed on keyboards
 */
export function chordKeys(chord: string): readonly string[] {
  const keys = chord.endsWith('++') ? [...chord.slice(0, -2).split('+'), '+'] : chord.split('+');
  return chord === '+' ? ['+'] : keys.map((key) => SHOWN[key] ?? key);
}
