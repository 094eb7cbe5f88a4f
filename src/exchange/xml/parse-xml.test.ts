import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml, XML_LIMITS, type XmlElement } from './parse-xml.ts';

const DTDS = ['good.dtd'];

function codes(text: string, limits = XML_LIMITS): readonly string[] {
  const result = parseXml(text, DTDS, limits);
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

function places(text: string): readonly unknown[] {
  const result = parseXml(text, DTDS);
  return result.ok ? [] : result.problems.map(({ place }) => place);
}

describe('XML that is read', () => {
  it('[XML-1] gives elements, attributes and the five predefined entities', () => {
    const result = parseXml('<a x="1 &lt;&amp;&#65;"><b/><b y=\'2\'/></a>', DTDS);
    if (!result.ok) throw new Error('refused');
    const { root } = result.value;
    expect(root.name).toBe('a');
    expect(root.attributes.get('x')?.value).toBe('1 <&A');
    expect(root.children.map(({ name }) => name)).toEqual(['b', 'b']);
    expect(root.children[1]?.attributes.get('y')?.value).toBe('2');
  });

  it('[XML-1] reads a byte order mark, comments and processing instructions as nothing', () => {
    const text = '\uFEFF<?xml version="1.0"?><!-- <x> --><?go run?><a>text</a>';
    expect(codes(text)).toEqual([]);
  });

  it('[XML-2] finds the place of an element and of an attribute with entities in its value', () => {
    const text = '<a>\n  <b first="&quot;second&quot;"\r\n     second = "x"/>\n</a>';
    const result = parseXml(text, DTDS);
    if (!result.ok) throw new Error('refused');
    const child = result.value.root.children[0] as XmlElement;
    expect(result.value.placeOf(child)).toEqual({ line: 2, column: 3 });
    expect(result.value.placeOf(child, 'first')).toEqual({ line: 2, column: 6 });
    expect(result.value.placeOf(child, 'second')).toEqual({ line: 3, column: 6 });
    expect(result.value.placeOf(child, 'absent')).toEqual({ line: 2, column: 3 });
  });

  it('[XML-2] places do not depend on the pieces in which the parser gets the text', () => {
    const filler = `<!--${'x'.repeat(65_530 - 7)}-->`;
    const result = parseXml(`<a>${filler}<bcdefghijk lm="no"/></a>`, DTDS);
    if (!result.ok) throw new Error('refused');
    const child = result.value.root.children[0] as XmlElement;
    expect(result.value.placeOf(child)).toEqual({ line: 1, column: filler.length + 4 });
    expect(result.value.placeOf(child, 'lm').column).toBe(filler.length + 4 + 12);
  });
});

describe('XML that is refused', () => {
  it('[XML-3] accepts a DOCTYPE without a file and with an expected one', () => {
    expect(codes('<!DOCTYPE a><a/>')).toEqual([]);
    expect(codes('<!DOCTYPE a SYSTEM "good.dtd"><a/>')).toEqual([]);
  });

  it('[XML-3] refuses entity expansion, external entities and foreign DTDs with their place', () => {
    const laughs = '<!DOCTYPE a [\n<!ENTITY l "ha"><!ENTITY m "&l;&l;">]><a>&m;</a>';
    expect(codes(laughs)).toEqual(['xml-internal-subset']);
    const stolen = '\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
    expect(codes(stolen)).toEqual(['xml-internal-subset']);
    expect(places(stolen)).toEqual([{ line: 2, column: 1 }]);
    expect(codes('<!DOCTYPE a SYSTEM "http://example.invalid/good.dtd"><a/>')).toEqual([
      'xml-external-dtd',
    ]);
    expect(codes('<!DOCTYPE a PUBLIC "-//x" "good.dtd"><a/>')).toEqual(['xml-external-dtd']);
    expect(codes('<!DOCTYPE a SYSTEM "good.dtd" [ ]><a/>')).toEqual(['xml-internal-subset']);
  });

  it('[XML-3] an entity that nobody declared is a fault and not empty text', () => {
    expect(codes('<a b="&secret;"/>')).toEqual(['xml-not-well-formed']);
  });

  it('[XML-4] reports all faults of form up to a limit, each with its place', () => {
    const result = parseXml('<a>\n<b x=1/>\n<c y="1" y="2"/></d>', DTDS);
    expect(result.ok).toBe(false);
    expect(places('<a>\n<b x=1/>\n<c y="1" y="2"/></d>').length).toBeGreaterThanOrEqual(3);
    expect(codes(`<a>${'&x;'.repeat(100)}</a>`)).toHaveLength(20);
    expect(codes('')).toContain('xml-not-well-formed');
    expect(codes('hello')).toContain('xml-not-well-formed');
  });

  it('[XML-5] stops at each limit with what was expected', () => {
    const limits = { length: 100, depth: 3, elements: 5, attributes: 2, references: 2 };
    expect(codes(' '.repeat(101), limits)).toEqual(['xml-too-large']);
    expect(codes('<a><a><a/></a></a>', limits)).toEqual([]);
    expect(codes('<a><a><a><a/></a></a></a>', limits)).toEqual(['xml-too-deep']);
    expect(codes('<a><b/><b/><b/><b/></a>', limits)).toEqual([]);
    expect(codes('<a><b/><b/><b/><b/><b/></a>', limits)).toEqual(['xml-too-many-elements']);
    expect(codes('<a b="" c=""/>', limits)).toEqual([]);
    expect(codes('<a b="&lt;&lt;"/>', limits)).toEqual([]);
    expect(codes('<a b="&lt;&lt;&lt;"/>', limits)).toEqual(['xml-too-many-references']);
    expect(codes('<a b="" c="" d=""/>', limits)).toEqual(['xml-too-many-attributes']);
  });

  it('[XML-5] a tag that never ends costs no more than a little', () => {
    // Without a check inside the tag this takes half a minute: every repetition is a fault of its own.
    expect(codes(`<a${' b="1"'.repeat(2_000_000)}/>`)).toEqual(['xml-too-many-attributes']);
  });

  it('[XML-6] any text gives a tree or problems with places inside the text', () => {
    const piece = fc.constantFrom('<', '>', '/', 'a', ' ', '"', "'", '=', '&', ';', '!', '[', ']');
    const noise = fc.array(
      fc.oneof(piece, fc.constantFrom('<!DOCTYPE ', '<![CDATA[', '<?', '-->')),
    );
    fc.assert(
      fc.property(noise, (pieces) => {
        const text = pieces.join('');
        const result = parseXml(text, DTDS);
        if (result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { place } of result.problems) {
          expect(place.line).toBe(1);
          expect(place.column).toBeGreaterThanOrEqual(1);
          expect(place.column).toBeLessThanOrEqual(text.length + 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
