/** The page of a report: well formed, closed in itself, deaf to what a plan says. */
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { generatedPlan } from '../../model/testing/generated-plan.ts';
import { ATTACKS, hostilePlan } from '../testing/hostile-plan.ts';
import { reportOf, tablesOf } from '../testing/report-of.ts';
import { cssString, escapeHtml } from './escape.ts';
import { reportHtml } from './render-html.ts';
import { reportStyle } from './style.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Page {
  readonly elements: readonly Element[];
  readonly text: string;
  readonly style: string;
}

/** Our pages are XML but for the doctype and the elements without end tags. */
function parse(html: string): Page {
  const xml = html.replace(/^<!doctype html>/, '').replace(/<(meta|col|br)\b([^<>]*)>/g, '<$1$2/>');
  const elements: Element[] = [];
  const open: string[] = [];
  let text = '';
  let style = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    open.push(tag.name);
    elements.push({ name: tag.name, attributes: tag.attributes });
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (found) => {
    if (open.at(-1) === 'style') style += found;
    else text += `${found}\n`;
  });
  parser.write(xml).close();
  return { elements, text, style };
}

const PLANS = {
  'the small plan': smallPlan,
  'a hostile plan': hostilePlan,
  'a generated plan': () => generatedPlan({ applications: 40, cores: 12, links: 40, seed: 5 }),
} as const;

const ELEMENTS = new Set(
  'html head meta title style body div main header nav section h1 h2 h3 p span strong ul ol li a dl dt dd br table caption colgroup col thead tbody tr th td figure figcaption svg use g rect line path polygon circle text desc'.split(
    ' ',
  ),
);

describe.each(Object.entries(PLANS))('%s', (_, make) => {
  const document = reportOf(make());
  const html = reportHtml(document);
  const page = parse(html);

  it('[REP-9] is well formed and made of known elements only', () => {
    for (const { name } of page.elements) expect(ELEMENTS.has(name), name).toBe(true);
    expect(page.elements.filter(({ name }) => name === 'style')).toHaveLength(1);
    expect(page.elements.filter(({ name }) => name === 'title')[0]).toBeDefined();
  });

  it('[REP-9] has no handler, and styles nothing but widths of columns', () => {
    for (const { name, attributes } of page.elements) {
      for (const [attribute, value] of Object.entries(attributes)) {
        expect(attribute).not.toMatch(/^on/i);
        if (attribute === 'style') {
          expect(name).toBe('col');
          expect(value).toMatch(/^width:\d+\.\d\d%$/);
        }
      }
    }
  });

  it('[REP-10] refers to nothing outside itself', () => {
    for (const { attributes } of page.elements) {
      if ('href' in attributes)
        expect(attributes['href']).toMatch(/^#(?:section-\d+|figure-6-1-drawing)$/);
      for (const name of ['src', 'srcset', 'action', 'data', 'xlink:href', 'poster']) {
        expect(attributes).not.toHaveProperty(name);
      }
    }
    expect(page.style).not.toMatch(/url\(|@import|expression|@font-face/i);
  });

  it('[REP-10] tells the browser to load and run nothing', () => {
    const policy = page.elements.find(
      ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
    );
    expect(policy?.attributes['content']).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; img-src data:;/,
    );
    const order = page.elements.map(({ name, attributes }) => attributes['http-equiv'] ?? name);
    expect(order.indexOf('Content-Security-Policy')).toBeLessThan(order.indexOf('style'));
  });

  it('[REP-11] has ids once each, and every link of the contents leads to one', () => {
    const ids = page.elements.flatMap(({ attributes }) => attributes['id'] ?? []);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    expect(twice).toEqual([]);
    const links = page.elements.flatMap(({ name, attributes }) =>
      name === 'a' ? (attributes['href'] ?? []) : [],
    );
    expect(links).toHaveLength(15);
    for (const link of links) expect(ids).toContain(link.slice(1));
  });

  it('[REP-11] every table has its id, every row the id of its object', () => {
    for (const table of tablesOf(document)) {
      expect(page.elements.some(({ attributes }) => attributes['id'] === table.id)).toBe(true);
    }
    const rows = page.elements.flatMap(({ name, attributes }) =>
      name === 'tr' ? (attributes['data-id'] ?? []) : [],
    );
    expect(rows).toEqual(
      tablesOf(document).flatMap((table) =>
        (table.printed?.rows ?? table.rows).map(({ id }) => id),
      ),
    );
  });

  it('[REP-12] tables have heads that repeat, headings nest for the outline', () => {
    const names = page.elements.map(({ name }) => name);
    const count = (name: string) => names.filter((each) => each === name).length;
    expect(count('thead')).toBe(count('table'));
    expect(count('h1')).toBe(1);
    expect(count('h2')).toBe(15);
    expect(page.style).toContain('thead { display: table-header-group; }');
    expect(page.style).toMatch(/tr, figure[^{]*\{ break-inside: avoid; \}/);
  });
});

describe('hostile texts', () => {
  it('[REP-9] every attack is there as text', () => {
    const { text } = parse(reportHtml(reportOf(hostilePlan())));
    for (const attack of ATTACKS) expect(text, attack).toContain(attack);
  });

  it('[REP-9] text is text in content and in attributes', () => {
    expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;',
    );
    expect(escapeHtml('a\u0000b\u0007\ud800c')).toBe('abc');
  });

  it('[REP-9] a text on every page stays inside its CSS string', () => {
    const attack = '"; } body { display: none } </style>\\"\n@import "x"';
    expect(cssString(attack)).toMatch(/^"(?:[A-Za-z0-9 ]|\\[0-9a-f]+ )*"$/);
    const plan = hostilePlan();
    const { style } = parse(reportHtml(reportOf(plan)));
    // Outside its strings the sheet is the same whatever the plan is called.
    const bones = (css: string) => css.replace(/"(?:[^"\\]|\\.)*"/g, '""');
    expect(bones(style)).toBe(bones(parse(reportHtml(reportOf(smallPlan()))).style));
  });
});

describe('paper', () => {
  const document = reportOf(smallPlan());

  it('[REP-13] every page carries plan, revision, content, page x of y', () => {
    const style = reportStyle(document);
    expect(style).toContain('"Page " counter(page) " of " counter(pages)');
    expect(style).toContain(`@bottom-left { content: ${cssString(document.identification)}`);
  });

  it('[REP-13] DRAFT stands on every page until the plan is approved', () => {
    expect(reportStyle(document)).toContain('@top-right { content: "DRAFT"');
    expect(reportHtml(document)).toContain('<p class="draft-badge">DRAFT</p>');
    const approved = { ...document, draft: false };
    expect(reportStyle(approved)).toContain('@top-right { content: ""');
    expect(reportHtml(approved)).not.toContain('class="draft-badge"');
    expect(reportHtml(approved)).toContain('<body>');
  });

  it('[REP-8] equal documents give equal bytes', () => {
    expect(reportHtml(reportOf(smallPlan()))).toBe(reportHtml(document));
  });
});
