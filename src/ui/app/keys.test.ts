import { describe, expect, test } from 'vitest';
import { CommandRegistry, type Command, type KeyFocus } from './commands.svelte.ts';
import { chordKeys, chordOf, isCharacter, isPlain } from './keys.ts';

const press = (key: string, ...modifiers: readonly ('ctrl' | 'meta' | 'alt' | 'shift')[]) => ({
  key,
  ctrlKey: modifiers.includes('ctrl'),
  metaKey: modifiers.includes('meta'),
  altKey: modifiers.includes('alt'),
  shiftKey: modifiers.includes('shift'),
});

describe('[UI-5] key chords', () => {
  test.each([
    [press('z', 'ctrl'), 'Ctrl+Z'],
    [press('Z', 'ctrl', 'shift'), 'Ctrl+Shift+Z'],
    [press('s', 'meta'), 'Ctrl+S'],
    [press('ArrowUp', 'alt'), 'Alt+ArrowUp'],
    [press('l'), 'L'],
    [press('?', 'shift'), '?'],
    [press('+', 'shift'), '+'],
    [press(' '), 'Space'],
    [press('Shift', 'shift'), null],
  ])('[UI-5] %o is %s', (event, chord) => {
    expect(chordOf(event)).toBe(chord);
  });

  test('[UI-5] what would type a character is plain, function keys and modified keys are not', () => {
    expect(['L', '1', '?', '+', 'ArrowUp', 'Delete', 'Escape'].map(isPlain)).toEqual(
      Array.from({ length: 7 }, () => true),
    );
    expect(['Ctrl+L', 'Alt+ArrowUp', 'F1'].map(isPlain)).toEqual([false, false, false]);
    expect(['L', '1', '?', 'Escape', 'ArrowUp', 'F1'].filter(isCharacter)).toEqual(['L', '1', '?']);
  });

  test('[UI-5] keys are shown as printed on keyboards', () => {
    expect(chordKeys('Ctrl+Shift+Z')).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(chordKeys('+')).toEqual(['+']);
    expect(chordKeys('Alt+ArrowLeft')).toEqual(['Alt', '←']);
  });
});

describe('[UI-5] command registry', () => {
  const command = (id: string, more: Partial<Command> = {}): Command => ({
    id,
    group: 'Edit',
    title: id,
    run: () => undefined,
    ...more,
  });

  test('[UI-5] single characters act only while a canvas has the focus', () => {
    const registry = new CommandRegistry();
    registry.register([command('idiom', { keys: ['L'] })]);
    expect(registry.forKey(press('l'), 'canvas')?.id).toBe('idiom');
    expect(registry.forKey(press('l'), 'elsewhere')).toBeNull();
    expect(registry.forKey(press('l'), 'text')).toBeNull();
  });

  test('[UI-5] those of the window act wherever characters mean nothing else', () => {
    const registry = new CommandRegistry();
    registry.register([
      command('timing', { keys: ['R'], reach: 'window' }),
      command('back', { keys: ['Escape', 'ArrowUp'], reach: 'window' }),
    ]);
    const act = (focus: KeyFocus) => registry.forKey(press('r'), focus)?.id ?? null;
    const all = ['canvas', 'free', 'elsewhere', 'text', 'settled-text'] as const;
    expect(all.map(act)).toEqual(['timing', 'timing', null, null, null]);
    // No character, and most controls have a use of their own for it.
    expect(registry.forKey(press('Escape'), 'free')).toBeNull();
    expect(registry.forKey(press('ArrowUp'), 'free')).toBeNull();
  });

  test('[UI-5] a text field keeps its own undo but lets saving through', () => {
    const registry = new CommandRegistry();
    registry.register([
      command('undo', { keys: ['Ctrl+Z'] }),
      command('save', { keys: ['Ctrl+S'] }),
      command('nudge', { keys: ['Alt+ArrowUp'] }),
    ]);
    expect(registry.forKey(press('z', 'ctrl'), 'text')).toBeNull();
    expect(registry.forKey(press('s', 'ctrl'), 'text')?.id).toBe('save');
    expect(registry.forKey(press('ArrowUp', 'alt'), 'text')).toBeNull();
    expect(registry.forKey(press('z', 'ctrl'), 'canvas')?.id).toBe('undo');
    // Nothing was typed since the last step: there is nothing else to undo.
    expect(registry.forKey(press('z', 'ctrl'), 'settled-text')?.id).toBe('undo');
    expect(registry.forKey(press('a', 'ctrl'), 'settled-text')).toBeNull();
  });

  test('[UI-5] what cannot run now neither runs nor swallows its key', () => {
    const registry = new CommandRegistry();
    let ran = 0;
    registry.register([
      command('back', { keys: ['Escape'], run: () => (ran += 1) }),
      command('cancel', { keys: ['Escape'], when: () => false, run: () => (ran += 100) }),
    ]);
    registry.forKey(press('Escape'), 'canvas')?.run();
    expect([registry.run('cancel'), registry.run('nothing'), ran]).toEqual([false, false, 1]);
  });

  test('[UI-5] commands go with the view that offered them', () => {
    const registry = new CommandRegistry();
    const leave = registry.register([command('view', { group: 'View' }), command('edit')]);
    expect(registry.all.map(({ id }) => id)).toEqual(['edit', 'view']);
    leave();
    expect(registry.all).toEqual([]);
  });
});
