/** Keeps nodes whose inputs have not changed: a redraw after an edit builds only what differs. */
import type { SceneNode } from './scene.ts';

interface Kept {
  readonly inputs: readonly unknown[];
  readonly node: SceneNode;
}

function equal(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}

/**
 * Nodes by the record they show. A node is given back only while every input is the same value, so that the drawing
 * is the same with and without it; whoever patches a DOM may skip a node that is the same object as before.
 */
export class NodeMemo {
  readonly #kept = new WeakMap<object, Map<string, Kept>>();

  /**
   * @param owner record that is shown; forgotten with it
   * @param key which of its nodes
   * @param inputs everything the node is made of beside the owner: primitives and records, compared by identity
   * @param build makes the node
   * @returns the node of the same inputs
   */
  get(owner: object, key: string, inputs: readonly unknown[], build: () => SceneNode): SceneNode {
    let ofOwner = this.#kept.get(owner);
    if (!ofOwner) this.#kept.set(owner, (ofOwner = new Map<string, Kept>()));
    const kept = ofOwner.get(key);
    if (kept && equal(kept.inputs, inputs)) return kept.node;
    const node = build();
    ofOwner.set(key, { inputs, node });
    return node;
  }
}
