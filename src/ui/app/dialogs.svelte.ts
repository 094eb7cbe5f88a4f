/** Dialogs that are open, the newest on top. Any command can show one; the shell renders them. */
import type { Component } from 'svelte';

/** Every dialog component takes this besides its own arguments. */
export interface DialogProps {
  /** Takes the dialog away. */
  readonly close: () => void;
}

interface OpenDialog {
  readonly key: number;
  readonly component: Component<Record<string, unknown>>;
  readonly props: Readonly<Record<string, unknown>>;
}

export class Dialogs {
  #list: readonly OpenDialog[] = $state.raw([]);
  #key = 0;
  /** What had the keys before the first of the dialogs that are open, or of a palette that opened them. */
  #before: HTMLElement | null = null;

  get list(): readonly OpenDialog[] {
    return this.#list;
  }

  get isOpen(): boolean {
    return this.#list.length > 0;
  }

  /**
   * Shows a dialog. When the last one closes, the keys go back to what had them, unless they are somewhere already:
   * a dialog that another one opened finds that one gone.
   *
   * @param component a component whose root is `components/Dialog.svelte`
   * @param props its arguments, without `close`
   */
  show<P extends DialogProps>(component: Component<P>, props: Omit<P, 'close'>): void {
    const key = (this.#key += 1);
    const active = document.activeElement;
    const isElsewhere = active instanceof HTMLElement && active !== document.body;
    if (isElsewhere && !active.closest('[role="dialog"]')) this.#before = active;
    const close = (): void => {
      this.#list = this.#list.filter((dialog) => dialog.key !== key);
      requestAnimationFrame(() => this.#giveBack());
    };
    const open = { key, component, props: { ...props, close } };
    this.#list = [...this.#list, open as unknown as OpenDialog];
  }

  #giveBack(): void {
    if (this.isOpen) return;
    const before = this.#before;
    this.#before = null;
    if (document.activeElement === document.body) before?.focus({ preventScroll: true });
  }

  closeAll(): void {
    this.#list = [];
  }
}
