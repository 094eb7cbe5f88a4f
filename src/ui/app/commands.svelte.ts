/** The one registry of commands: menus, palette, toolbar, key help and keys all read it. */
import { chordOf, isCharacter, isPlain, type KeyPress } from './keys.ts';

export const COMMAND_GROUPS = [
  'File',
  'Edit',
  'View',
  'Canvas',
  'Layout',
  'Application',
  'Environment',
  'Insert',
  'Help',
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** Where the focus is, as far as keys are concerned; `free`: where characters mean nothing else. */
export type KeyFocus = 'text' | 'settled-text' | 'canvas' | 'free' | 'elsewhere';

/** Something the user can ask for. */
export interface Command {
  /** Stable, for example `plan.save`. */
  readonly id: string;
  readonly group: CommandGroup;
  /** As it stands in menus; a function where it names its object ("Undo move Logger"). */
  readonly title: string | (() => string);
  /** Chords; the first one is shown. */
  readonly keys?: readonly string[];
  /**
   * Where single characters act. `window`: on canvases and wherever they mean nothing else; absent: while a canvas
   * has the focus.
   */
  readonly reach?: 'window';
  /** Whether it can run now; absent: always. */
  readonly when?: () => boolean;
  /** Left out of menus and palette, for example the zoom of one canvas. */
  readonly hidden?: boolean;
  readonly run: () => unknown;
}

/**
 * @param command a command
 * @returns its title now
 */
export function titleOf(command: Command): string {
  return typeof command.title === 'string' ? command.title : command.title();
}

/**
 * @param command a command
 * @returns whether it can run now
 */
export function isEnabled(command: Command): boolean {
  return command.when === undefined || command.when();
}

export class CommandRegistry {
  #commands: readonly Command[] = $state.raw([]);

  /** In the order of their groups, then of registration. */
  readonly all = $derived(
    COMMAND_GROUPS.flatMap((group) => this.#commands.filter((command) => command.group === group)),
  );

  /**
   * Adds commands, usually for as long as a component is shown; a later one with the same id stands in for the
   * earlier one.
   *
   * @param commands what to add
   * @returns takes them out again
   */
  register(commands: readonly Command[]): () => void {
    this.#commands = [...this.#commands, ...commands];
    return () => {
      this.#commands = this.#commands.filter((command) => !commands.includes(command));
    };
  }

  get(id: string): Command | undefined {
    return this.#commands.findLast((command) => command.id === id);
  }

  /**
   * Runs a command where it can run.
   *
   * @param id which
   * @returns whether it ran
   */
  run(id: string): boolean {
    const command = this.get(id);
    if (!command || !isEnabled(command)) return false;
    command.run();
    return true;
  }

  /**
   * The command of a key press.
   *
   * @param press a keyboard event
   * @param focus whether the focus is in a text field (`settled-text`: in one that holds what the plan holds), on a
   *   canvas, where characters are free, or elsewhere
   * @returns the enabled command to run, or null
   */
  forKey(press: KeyPress, focus: KeyFocus): Command | null {
    const chord = chordOf(press);
    if (chord === null) return null;
    const isForAll = focus === 'canvas' || !isPlain(chord);
    if (!isForAll && (focus !== 'free' || !isCharacter(chord))) return null;
    // A text field has an undo and arrows of its own.
    const isText = focus === 'text' || focus === 'settled-text';
    if (isText && !/^Ctrl\+(Shift\+)?[A-Z]$|^F\d+$/.test(chord)) return null;
    if (isText && /^Ctrl\+(Shift\+)?[ACVX]$/.test(chord)) return null;
    if (focus === 'text' && /^Ctrl\+(Shift\+)?[ZY]$/.test(chord)) return null;
    return (
      this.#commands.findLast(
        (command) =>
          command.keys?.includes(chord) &&
          (isForAll || command.reach === 'window') &&
          isEnabled(command),
      ) ?? null
    );
  }
}
