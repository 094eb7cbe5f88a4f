/**
 * Puts a scene into the page: elements by name from an allow-list, text as text, and on a change only what
 * differs. Nothing of a plan can become markup here.
 */
import { legalText, SVG_TAGS, type SceneNode } from '../../drawing/scene.ts';

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
const TAGS: ReadonlySet<string> = new Set(SVG_TAGS);
/** Attributes that could run, load or style something; scenes have none, and none would be set. */
const FORBIDDEN = /^(on|style$|href$|xlink|src$|class$)/i;

/** A node with its element. */
export interface MountedNode {
  node: SceneNode;
  readonly element: SVGElement;
  readonly children: Map<string, MountedNode>;
}

function setAttributes(element: SVGElement, from: SceneNode | null, to: SceneNode): void {
  for (const [name, value] of Object.entries(to.attributes)) {
    if (from?.attributes[name] === value || FORBIDDEN.test(name)) continue;
    element.setAttribute(name, typeof value === 'number' ? String(value) : legalText(value));
  }
  for (const name of Object.keys(from?.attributes ?? {})) {
    if (!Object.hasOwn(to.attributes, name)) element.removeAttribute(name);
  }
}

/**
 * Makes the elements of a scene.
 *
 * @param node the scene
 * @returns the root with its element, not yet in the page
 * @throws {Error} on an element that scenes may not hold
 * @cost O(nodes)
 */
export function mountScene(node: SceneNode): MountedNode {
  if (!TAGS.has(node.tag)) throw new Error(`Bug in Partita: <${node.tag}> in a scene`);
  const element = document.createElementNS(SVG_NAMESPACE, node.tag);
  const mounted: MountedNode = { node, element, children: new Map() };
  setAttributes(element, null, node);
  if (node.text !== undefined) element.textContent = legalText(node.text);
  for (const child of node.children ?? []) {
    const mountedChild = mountScene(child);
    mounted.children.set(child.key, mountedChild);
    element.append(mountedChild.element);
  }
  return mounted;
}

function patchChildren(mounted: MountedNode, to: SceneNode): void {
  const next = to.children ?? [];
  const keys = new Set(next.map(({ key }) => key));
  for (const [key, child] of mounted.children) {
    if (keys.has(key)) continue;
    child.element.remove();
    mounted.children.delete(key);
  }
  let before: ChildNode | null = mounted.element.firstChild;
  for (const node of next) {
    const old = mounted.children.get(node.key);
    const child = old && old.node.tag === node.tag ? old : mountScene(node);
    if (child === old) patchScene(child, node);
    else {
      old?.element.remove();
      if (before === old?.element) before = null;
      mounted.children.set(node.key, child);
    }
    if (child.element === before) before = before.nextSibling;
    else mounted.element.insertBefore(child.element, before);
  }
}

/**
 * Brings elements up to date: same keys keep their element.
 *
 * @param mounted what is in the page; changed in place
 * @param to the new scene, with the same tag
 * @cost O(nodes that differ), plus a comparison per node that is not the same object
 */
export function patchScene(mounted: MountedNode, to: SceneNode): void {
  const from = mounted.node;
  if (from === to) return;
  setAttributes(mounted.element, from, to);
  if (to.text !== undefined) {
    if (from.text !== to.text) {
      mounted.element.textContent = legalText(to.text);
      mounted.children.clear();
    }
  } else {
    if (from.text !== undefined) mounted.element.textContent = '';
    patchChildren(mounted, to);
  }
  mounted.node = to;
}
