/** Where the focus goes when a form appears. */

/**
 * Attachment that gives an input the focus and selects what is in it, so that typing replaces it.
 *
 * @param node the first field of a form
 */
export function focusHere(node: HTMLInputElement): void {
  node.focus();
  node.select();
}
