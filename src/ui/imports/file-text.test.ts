import { describe, expect, test } from 'vitest';
import { decodeText } from './file-text.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function read(content: Uint8Array) {
  const result = decodeText('a.csv', content);
  return result.ok ? result.value.text : result.problems.map(({ code }) => code);
}

describe('[IMP-1] files are text', () => {
  test('[IMP-1] UTF-8 and UTF-16 with its mark are read', () => {
    expect(read(bytes('name\nRück\n'))).toBe('name\nRück\n');
    expect(read(bytes('\uFEFFname'))).toBe('name');
    expect(read(new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62, 0]))).toBe('ab');
    expect(read(new Uint8Array([0xfe, 0xff, 0, 0x61]))).toBe('a');
  });
  test('[IMP-1] what is no text is refused and not patched up', () => {
    expect(read(new Uint8Array([0x52, 0xfc, 0x63, 0x6b]))).toEqual(['import-no-text']);
    expect(read(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).toEqual(['import-no-text']);
  });
  test('[IMP-1] a file over the limit is refused', () => {
    expect(read(new Uint8Array(32 * 1024 * 1024 + 1))).toEqual(['import-too-large']);
  });
});
