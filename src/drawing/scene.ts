/** The scene tree: what every drawing is made of, and how it becomes SVG text. No DOM. */
import { invariant } from '../model/problem.ts';

/** Elements a scene may hold. Anything that runs, loads or links is not among them. */
export const SVG_TAGS = [
  'svg',
  'g',
  'rect',
  'line',
  'path',
  'polygon',
  'circle',
  'text',
  'title',
  'desc',
] as const;
export type SvgTag = (typeof SVG_TAGS)[number];

/** Presentation and accessibility attributes; never `style`, never an event handler, never a reference. */
export type Attributes = Readonly<Record<string, string | number>>;

/** One element. Equal keys under equal parents mean the same thing in two drawings, so a DOM can be patched. */
export interface SceneNode {
  readonly tag: SvgTag;
  /** Unique among its siblings; stable while what it shows stays. */
  readonly key: string;
  readonly attributes: Attributes;
  /** Text content, as the user wrote it; escaped by whoever writes markup. */
  readonly text?: string;
  readonly children?: readonly SceneNode[];
  /** For `text`: width in user units the text was fitted to. Not an attribute; tests hold the text against it. */
  readonly room?: number;
}

const TAGS: ReadonlySet<string> = new Set(SVG_TAGS);
const ATTRIBUTE = /^[a-zA-Z][a-zA-Z0-9-]*$/;
const FORBIDDEN_ATTRIBUTE = /^(on|style$|href$|src$|class$)/i;
/** What XML 1.0 cannot hold, and lone surrogates. */
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * @param text any text
 * @returns it without characters that XML 1.0 cannot hold
 */
export function legalText(text: string): string {
  return text.replace(ILLEGAL, '');
}

/** Most texts of a drawing: nothing in them has to be escaped or left out. */
const PLAIN = /^[ !#-%'-;=?-~\u00a0-\ud7ff]*$/;

function escapeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return legalText(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function escapeAttribute(text: string): string {
  if (PLAIN.test(text)) return text;
  return escapeText(text)
    .replace(/"/g, '&quot;')
    .replace(/\t/g, '&#9;')
    .replace(/\n/g, '&#10;')
    .replace(/\r/g, '&#13;');
}

/**
 * Numbers of a drawing have at most two decimals: finer than any screen, and equal on every machine.
 *
 * @param value a coordinate or width
 * @returns shortest text
 */
export function formatCoordinate(value: number): string {
  invariant(Number.isFinite(value), 'a coordinate of a drawing is not a number');
  const hundredths = Math.round(value * 100);
  if (hundredths % 100 === 0) return String(hundredths / 100);
  // Two whole numbers are written in half the time of one with decimals; a drawing has tens of thousands.
  const size = Math.abs(hundredths);
  const rest = size % 100;
  const decimals = rest % 10 === 0 ? rest / 10 : rest < 10 ? `0${rest}` : rest;
  return `${hundredths < 0 ? '-' : ''}${(size - rest) / 100}.${decimals}`;
}

/** Names that were found allowed; a drawing has a few dozen of them, tens of thousands of times. */
const allowedNames = new Set<string>();

function checkName(name: string): void {
  invariant(
    ATTRIBUTE.test(name) && !FORBIDDEN_ATTRIBUTE.test(name),
    `attribute ${name} has no place in a drawing`,
  );
  allowedNames.add(name);
}

function attributeText(name: string, value: string | number): string {
  if (!allowedNames.has(name)) checkName(name);
  return ` ${name}="${typeof value === 'number' ? formatCoordinate(value) : escapeAttribute(value)}"`;
}

/** One growing text: engines keep it as pieces and copy each of them once at the end, which a list that is joined does twice. */
interface Page {
  text: string;
}

function write(node: SceneNode, indent: string, page: Page): void {
  if (!TAGS.has(node.tag)) invariant(false, `element ${node.tag} has no place in a drawing`);
  let open = `${indent}<${node.tag}`;
  for (const name in node.attributes) {
    const value = node.attributes[name];
    if (value !== undefined) open += attributeText(name, value);
  }
  const children = node.children ?? [];
  if (node.text !== undefined) {
    page.text += `${open}>${escapeText(node.text)}</${node.tag}>\n`;
  } else if (children.length === 0) {
    page.text += `${open}/>\n`;
  } else {
    page.text += `${open}>\n`;
    for (const child of children) write(child, `${indent} `, page);
    page.text += `${indent}</${node.tag}>\n`;
  }
}

/**
 * Writes a scene as one SVG document.
 *
 * @param scene a tree whose root is an `svg`
 * @returns UTF-8 text that any XML reader accepts, whatever names the plan holds
 * @throws {Error} on an element or attribute that is not allowed: a bug in a view
 * @cost O(nodes)
 * @rules DRAW-1, DRAW-2
 */
export function toSvg(scene: SceneNode): string {
  const page: Page = { text: '<?xml version="1.0" encoding="UTF-8"?>\n' };
  write(scene, '', page);
  return page.text;
}
