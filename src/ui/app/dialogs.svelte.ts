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

  get list(): readonly OpenDialog[] {
    return this.#list;
  }

  get isOpen(): boolean {
    return this.#list.length > 0;
  }

  /**
   * Shows a dialog.
   *
   * @param component a component whose root is `components/Dialog.svelte`
   * @param props its arguments, without `close`
   */
  show<P extends DialogProps>(component: Component<P>, props: Omit<P, 'close'>): void {
    const key = (this.#key += 1);
    const close = (): void => {
      this.#list = this.#list.filter((dialog) => dialog.key !== key);
    };
    const open = { key, component, props: { ...props, close } };
    this.#list = [...this.#list, open as unknown as OpenDialog];
  }

  closeAll(): void {
    this.#list = [];
  }
}
