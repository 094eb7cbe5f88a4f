/**
 * Shows a report inside the window without trusting it: the text is parsed into an inert document, and only
 * elements and attributes of an allow-list are copied. Styles go into a constructed sheet of a shadow root, so that
 * they neither need an inline style nor reach the rest of the window.
 */
import { SVG_TAGS } from '../../drawing/scene.ts';

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

const HTML_TAGS: ReadonlySet<string> = new Set(
  (
    'article section header footer main nav aside h1 h2 h3 h4 h5 h6 p div span ul ol li dl dt dd table caption ' +
    'thead tbody tfoot tr th td colgroup col strong em b i u s small sub sup code pre kbd abbr cite q blockquote ' +
    'figure figcaption hr br wbr time mark a details summary'
  ).split(' '),
);
const SVG_NAMES: ReadonlySet<string> = new Set([
  ...SVG_TAGS,
  'defs',
  'pattern',
  'marker',
  'tspan',
  'ellipse',
  'polyline',
  'clipPath',
  'symbol',
  'use',
]);
const HTML_ATTRIBUTES: ReadonlySet<string> = new Set(
  'id class title lang dir colspan rowspan scope headers datetime open role span start value'.split(
    ' ',
  ),
);
/** Never in SVG either: what runs, loads, or styles outside the sheet. */
const FORBIDDEN = /^(on|style$|href$|xlink|src$)/i;
/** Values that load something: url() of anything but a part of the same picture. */
const LOADS = /url\(\s*['"]?(?!#)/i;

/** Where a style attribute waits while the text is parsed: the policy reports one even in an inert document. */
const STYLE_NAME = 'data-report-style';
const WIDTH = /^\s*width:\s*(\d+(?:\.\d+)?%)\s*;?\s*$/;

/** Takes styles out of the text before it is parsed. */
function withoutStyles(html: string): { readonly html: string; readonly css: string } {
  const css: string[] = [];
  const plain = html
    .replace(/<style[^>]*>([\s\S]*?)<\/style>/gi, (_whole, text: string) => {
      css.push(text);
      return '';
    })
    // Inside tags only: text of the plan may say style="..." and stays as it is.
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle=/gi, ` ${STYLE_NAME}=`));
  return { html: plain, css: css.join('\n') };
}

function copyAttributes(from: Element, to: Element, isSvg: boolean): void {
  for (const { name, value } of from.attributes) {
    if (name === STYLE_NAME) {
      // The one thing a report sets there: widths of columns.
      const width = WIDTH.exec(value)?.[1];
      if (width !== undefined && to instanceof HTMLElement) to.style.width = width;
      continue;
    }
    const isAria = name.startsWith('aria-') || name.startsWith('data-');
    const allowed = isSvg
      ? !FORBIDDEN.test(name) && !LOADS.test(value)
      : isAria || HTML_ATTRIBUTES.has(name);
    if (allowed) to.setAttribute(name, value);
    // What points into the report itself works; links out of it are text.
    else if (name === 'href' && value.startsWith('#')) to.setAttribute('href', value);
  }
}

/** The window has its own main part; here it is a page within a page, and its header no banner. */
const PAGE_WITHIN = new Map([['main', 'article']]);

function copyInto(parent: Node, node: Node): void {
  if (node.nodeType === Node.TEXT_NODE) {
    parent.appendChild(document.createTextNode(node.textContent ?? ''));
    return;
  }
  if (!(node instanceof Element)) return;
  const isSvg = node.namespaceURI === SVG_NAMESPACE;
  const allowed = isSvg ? SVG_NAMES.has(node.localName) : HTML_TAGS.has(node.localName);
  // What is not allowed goes with all that is in it.
  if (!allowed) return;
  const copy = isSvg
    ? document.createElementNS(SVG_NAMESPACE, node.localName)
    : document.createElement(PAGE_WITHIN.get(node.localName) ?? node.localName);
  copyAttributes(node, copy, isSvg);
  // The figure around a drawing says what it shows; its shapes say nothing more.
  if (node.localName === 'svg' && node.closest('[role="img"]') !== node) {
    copy.removeAttribute('role');
    copy.setAttribute('aria-hidden', 'true');
  }
  for (const child of node.childNodes) copyInto(copy, child);
  parent.appendChild(copy);
}

/**
 * @param html text of a report
 * @returns its allowed content, and its styles
 */
export function safeContent(html: string): {
  readonly content: DocumentFragment;
  readonly css: string;
} {
  const plain = withoutStyles(html);
  const parsed = new DOMParser().parseFromString(plain.html, 'text/html');
  const content = document.createDocumentFragment();
  for (const child of parsed.body.childNodes) copyInto(content, child);
  return { content, css: plain.css };
}

/** On paper a link is text; on screen it is a target of 24 pixels. */
const SCREEN_RULES = 'a[href] { display: inline-block; min-height: 24px; line-height: 24px; }';

/**
 * Rules of a page as rules of a shadow root: what was meant for the document is meant for the host element.
 *
 * @param css style sheet of a report
 * @returns a sheet for the shadow root
 */
export function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const scoped = css.replace(/(^|[\s,{}])(:root|html|body)(?=[\s,.{:[])/g, '$1:host');
  sheet.replaceSync(`${scoped}\n${SCREEN_RULES}`);
  return sheet;
}
