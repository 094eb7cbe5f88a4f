import { describe, expect, test } from 'vitest';
import { SaxesParser } from 'saxes';
import { formatCoordinate, legalText, toSvg, type SceneNode } from './scene.ts';

function svg(children: readonly SceneNode[]): SceneNode {
  return { tag: 'svg', key: 'root', attributes: { xmlns: 'http://www.w3.org/2000/svg' }, children };
}

/** Elements and texts as an XML reader that knows nothing of us sees them. */
function read(xml: string): { names: string[]; texts: string[]; attributes: string[] } {
  const seen = { names: [] as string[], texts: [] as string[], attributes: [] as string[] };
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    seen.names.push(tag.name);
    for (const value of Object.values(tag.attributes)) seen.attributes.push(String(value));
  });
  parser.on('text', (text) => {
    if (text.trim() !== '') seen.texts.push(text);
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return seen;
}

describe('scene to SVG', () => {
  test('[DRAW-2] a text comes back from an XML reader as it was written', () => {
    const text = '<script>alert("1")</script> ]]> & \' <!-- --> &amp;';
    const seen = read(toSvg(svg([{ tag: 'text', key: 't', attributes: { x: 1 }, text }])));
    expect(seen.names).toEqual(['svg', 'text']);
    expect(seen.texts.join('')).toBe(text);
  });

  test('[DRAW-2] an attribute comes back as it was written, line breaks and quotes included', () => {
    const value = 'a"b\'c<d>&e\nf\tg';
    const seen = read(toSvg(svg([{ tag: 'g', key: 'g', attributes: { 'aria-label': value } }])));
    expect(seen.attributes).toContain(value);
  });

  test('[DRAW-2] what XML cannot hold is left out', () => {
    expect(legalText('a\u0000b\u0008c\u000bd\ud800e\uffff\tf')).toBe('abcde\tf');
    const text = 'x\u0001\u001f\udc00y';
    const seen = read(toSvg(svg([{ tag: 'title', key: 't', attributes: {}, text }])));
    expect(seen.texts).toEqual(['xy']);
  });

  test.each(['onload', 'onClick', 'style', 'href', 'src', 'class', 'a b', ''])(
    '[DRAW-2] the attribute "%s" is refused',
    (name) => {
      expect(() => toSvg(svg([{ tag: 'g', key: 'g', attributes: { [name]: 'x' } }]))).toThrow(
        /no place in a drawing/,
      );
    },
  );

  test('[DRAW-2] an element that could run or load something is refused', () => {
    const node = { tag: 'script', key: 's', attributes: {} } as unknown as SceneNode;
    expect(() => toSvg(svg([node]))).toThrow(/element script/);
  });

  test('[DRAW-1] coordinates are short and the same everywhere', () => {
    expect([1 / 3, -0.001, 2, 0.1 + 0.2, 1e6].map(formatCoordinate)).toEqual([
      '0.33',
      '0',
      '2',
      '0.3',
      '1000000',
    ]);
    expect(() => formatCoordinate(Number.NaN)).toThrow(/not a number/);
  });
});
