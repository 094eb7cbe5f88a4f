/**
 * Safe XML: text to a small tree of elements and attributes with positions. Nothing is fetched, no entity is
 * expanded beyond the five that XML predefines, and every size has a limit.
 */
import { SaxesParser, type SaxesAttributePlain, type SaxesTagPlain } from 'saxes';
import { fail, ok, type Place, type Problem, type Result } from '../../model/problem.ts';
import { TextPlaces } from '../text-places.ts';
import { xmlProblem } from './problems.ts';

/** How much is read. */
export interface XmlLimits {
  /** Characters of the text. */
  readonly length: number;
  /** Elements inside each other. */
  readonly depth: number;
  readonly elements: number;
  /** Attributes of one element. */
  readonly attributes: number;
  /** References such as `&lt;` in the whole text. */
  readonly references: number;
}

/**
 * 32 MiB hold a machine of several thousand cores with its distance matrices; real machines nest about 20 deep,
 * and their largest elements have about 15 attributes.
 */
export const XML_LIMITS: XmlLimits = {
  length: 32 * 1024 * 1024,
  depth: 128,
  elements: 500_000,
  attributes: 64,
  references: 100_000,
};

/** Faults of form that are reported; later ones mostly follow from the first. */
const MAX_FAULTS = 20;
/** Piece in which the parser gets the text, so that it can be stopped. */
const CHUNK = 65_536;

/** One attribute: its value, entities resolved, and the offset just after its closing quote. */
export interface XmlAttribute {
  readonly value: string;
  readonly end: number;
}

/** One element. Text between elements is not kept: the formats read here have none that matters. */
export interface XmlElement {
  readonly name: string;
  /** Offset of its `<`. */
  readonly offset: number;
  readonly attributes: ReadonlyMap<string, XmlAttribute>;
  readonly children: readonly XmlElement[];
}

/** A parsed file, able to say where things stand. */
export interface XmlDocument {
  readonly root: XmlElement;
  /** @returns line and column of an element, or of one of its attributes when it has that */
  readonly placeOf: (element: XmlElement, attribute?: string) => Place;
}

interface OpenElement extends XmlElement {
  readonly attributes: Map<string, XmlAttribute>;
  readonly children: OpenElement[];
}

class TreeBuilder {
  readonly problems: Problem[] = [];
  root: OpenElement | null = null;
  /** Set when going on would cost more than it tells. */
  stopped = false;
  readonly #text: string;
  readonly #places: TextPlaces;
  readonly #limits: XmlLimits;
  readonly #dtds: readonly string[];
  readonly #open: OpenElement[] = [];
  #elements = 0;
  #faults = 0;

  constructor(text: string, places: TextPlaces, limits: XmlLimits, dtds: readonly string[]) {
    this.#text = text;
    this.#places = places;
    this.#limits = limits;
    this.#dtds = dtds;
  }

  listen(parser: SaxesParser): void {
    let attributes = new Map<string, XmlAttribute>();
    let start = 0;
    parser.on('error', (error) => this.#fault(error.message, parser.position));
    parser.on('doctype', (doctype) => this.#doctype(doctype, parser.position));
    parser.on('opentagstart', () => {
      attributes = new Map();
      // The name is complete and cannot hold "<": the last one is its own.
      start = this.#text.lastIndexOf('<', parser.position - 1);
    });
    let count = 0;
    parser.on('attribute', ({ name, value }: SaxesAttributePlain) => {
      count = attributes.size === 0 ? 1 : count + 1;
      attributes.set(name, { value, end: parser.position });
      // Here and not at the end of the tag, which may be millions of attributes away.
      if (count > this.#limits.attributes) this.#tooManyAttributes(start);
    });
    parser.on('opentag', (tag: SaxesTagPlain) => this.#openTag(tag.name, start, attributes));
    parser.on('closetag', () => this.#open.pop());
  }

  #refuse(problem: Problem): void {
    this.problems.push(problem);
    this.stopped = true;
  }

  #fault(message: string, offset: number): void {
    if (this.stopped) return;
    this.#faults += 1;
    const reason = message.replace(/^(?:[^\s:]*:)?\d+:\d+: /, '').replace(/\.$/, '');
    const place = this.#places.at(offset - 1);
    this.problems.push(xmlProblem('xml-not-well-formed', { place, words: { reason } }));
    if (this.#faults >= MAX_FAULTS) this.stopped = true;
  }

  #doctype(doctype: string, end: number): void {
    const place = this.#places.at(this.#text.lastIndexOf('<!DOCTYPE', end));
    const plain = /^\s*\S+(?:\s+SYSTEM\s+(?:"([^"]*)"|'([^']*)'))?\s*$/.exec(doctype);
    if (doctype.includes('[')) {
      this.#refuse(xmlProblem('xml-internal-subset', { place, found: `<!DOCTYPE${doctype}>` }));
      return;
    }
    const dtd = plain ? (plain[1] ?? plain[2]) : doctype;
    if (dtd !== undefined && !this.#dtds.includes(dtd)) {
      const expected = this.#dtds.map((name) => `"${name}"`).join(' or ');
      this.#refuse(xmlProblem('xml-external-dtd', { place, found: dtd, expected }));
    }
  }

  #tooManyAttributes(offset: number): void {
    if (this.stopped) return;
    const place = this.#places.at(offset);
    const expected = `at most ${this.#limits.attributes}`;
    this.#refuse(xmlProblem('xml-too-many-attributes', { place, expected }));
  }

  #openTag(name: string, offset: number, attributes: Map<string, XmlAttribute>): void {
    if (this.stopped) return;
    const place = () => this.#places.at(offset);
    const { depth, elements } = this.#limits;
    this.#elements += 1;
    if (this.#elements > elements) {
      const expected = `at most ${elements}`;
      this.#refuse(xmlProblem('xml-too-many-elements', { place: place(), expected }));
    } else if (this.#open.length >= depth) {
      const expected = `at most ${depth} levels`;
      this.#refuse(xmlProblem('xml-too-deep', { place: place(), expected }));
    }
    const element: OpenElement = { name, offset, attributes, children: [] };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.root ??= element;
    this.#open.push(element);
  }
}

/**
 * Parses XML.
 *
 * @param text the whole file; a byte order mark is allowed
 * @param dtds system identifiers that a DOCTYPE may name; none of them is ever fetched
 * @param limits how much is read
 * @returns the tree, or every problem with line and column
 * @cost O(text)
 */
export function parseXml(
  text: string,
  dtds: readonly string[],
  limits: XmlLimits = XML_LIMITS,
): Result<XmlDocument> {
  if (text.length > limits.length) {
    const found = `${text.length} characters`;
    return fail(xmlProblem('xml-too-large', { found, expected: `at most ${limits.length}` }));
  }
  const places = new TextPlaces(text);
  const excess = offsetOfReference(text, limits.references + 1);
  if (excess >= 0) {
    const detail = { place: places.at(excess), expected: `at most ${limits.references}` };
    return fail(xmlProblem('xml-too-many-references', detail));
  }
  const builder = new TreeBuilder(text, places, limits, dtds);
  const parser = new SaxesParser({ position: true, xmlns: false });
  builder.listen(parser);
  for (let at = 0; at < text.length && !builder.stopped; at += CHUNK) {
    parser.write(text.slice(at, at + CHUNK));
  }
  if (!builder.stopped) parser.close();
  if (builder.problems.length > 0) return fail(...builder.problems);
  if (!builder.root) {
    const words = { reason: 'there is no element' };
    return fail(xmlProblem('xml-not-well-formed', { place: places.at(text.length), words }));
  }
  return ok({
    root: builder.root,
    placeOf: (element, attribute) => placeIn(text, places, element, attribute),
  });
}

/** Where the n-th reference stands, -1 when there are fewer. Each costs the parser more than plain text does. */
function offsetOfReference(text: string, n: number): number {
  let at = -1;
  for (let count = 0; count < n; count += 1) {
    at = text.indexOf('&', at + 1);
    if (at < 0) return -1;
  }
  return at;
}

function placeIn(text: string, places: TextPlaces, element: XmlElement, attribute?: string): Place {
  const found = attribute === undefined ? undefined : element.attributes.get(attribute);
  if (attribute === undefined || !found) return places.at(element.offset);
  // Backwards from the closing quote: a value cannot hold its own quote, and only "=" and blanks stand between.
  const quote = text[found.end - 1] ?? '"';
  const open = text.lastIndexOf(quote, found.end - 2);
  return places.at(text.lastIndexOf(attribute, open - 1));
}
