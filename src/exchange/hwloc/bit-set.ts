/** Sets of processing units or of memory nodes as hwloc writes them: `0x0000ffff,0xffffffff`, `0xf...f`. */

const WORD_BITS = 32;
/** Highest bit that is read; the largest Linux builds count 8192 processing units. */
export const MAX_BIT = 65_535;

/** How hwloc writes that all higher bits are set. */
const ENDLESS = '0xf...f';
/** Hexadecimal digits of 32 bits. */
const WORD_DIGITS = 8;

/** One word, digit by digit: a large machine has millions of them. Empty is 0; -1 is no word. */
function parseWord(text: string, start: number, end: number): number {
  const prefixed = text[start] === '0' && (text[start + 1] === 'x' || text[start + 1] === 'X');
  const first = prefixed && end - start >= 2 ? start + 2 : start;
  if (end - first > WORD_DIGITS || (first === end && first > start)) return -1;
  let word = 0;
  for (let at = first; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code <= 57 ? code - 48 : (code | 32) - 87;
    if (digit < 0 || digit > 15 || (code > 57 && digit < 10)) return -1;
    word = word * 16 + digit;
  }
  return word;
}

/** Why a text is not a set. */
export type BitSetFault = 'malformed' | 'too-large';

/** An immutable set of bit numbers; may go on without end (`0xf...f`). */
export class BitSet {
  static readonly EMPTY = new BitSet([], false);

  /** 32 bits each, lowest first, without words at the end that say what `#rest` says. */
  readonly #words: readonly number[];
  /** Whether every bit above the words is set. */
  readonly #rest: boolean;

  private constructor(words: readonly number[], rest: boolean) {
    const filler = rest ? 0xffffffff : 0;
    let length = words.length;
    while (length > 0 && words[length - 1] === filler) length -= 1;
    this.#words = length === words.length ? words : words.slice(0, length);
    this.#rest = rest;
  }

  /**
   * Reads hwloc's notation: words of 32 bits in hexadecimal, highest first, separated by commas; an empty word is 0;
   * `0xf...f` in front sets all bits above.
   *
   * @param text the attribute's value
   * @returns the set, or why it is none
   * @source hwloc 2.9, hwloc_bitmap_snprintf and hwloc_bitmap_sscanf, `hwloc/bitmap.c`
   */
  static parse(text: string): BitSet | BitSetFault {
    const trimmed = text.trim();
    const rest = trimmed.startsWith(ENDLESS);
    let at = rest ? ENDLESS.length : 0;
    if (rest && at < trimmed.length && trimmed[at] !== ',') return 'malformed';
    // hwloc leaves out zero words, but never the last one.
    if (trimmed === '' || trimmed.endsWith(',')) return 'malformed';
    if (rest) at += 1;
    const words: number[] = [];
    while (at <= trimmed.length) {
      const comma = trimmed.indexOf(',', at);
      const end = comma < 0 ? trimmed.length : comma;
      const word = parseWord(trimmed, at, end);
      if (word < 0) return 'malformed';
      words.push(word);
      if (words.length > (MAX_BIT + 1) / WORD_BITS) return 'too-large';
      at = end + 1;
    }
    return new BitSet(words.reverse(), rest);
  }

  /**
   * @param bits bit numbers
   * @returns the set of them
   */
  static of(bits: Iterable<number>): BitSet {
    const words: number[] = [];
    for (const bit of bits) {
      const at = Math.floor(bit / WORD_BITS);
      while (words.length <= at) words.push(0);
      words[at] = ((words[at] ?? 0) | (1 << (bit % WORD_BITS))) >>> 0;
    }
    return new BitSet(words, false);
  }

  #word(index: number): number {
    return this.#words[index] ?? (this.#rest ? 0xffffffff : 0);
  }

  /** @returns the bits in both */
  and(other: BitSet): BitSet {
    const own = this.#words.length;
    const others = other.#words.length;
    // Beyond the shorter set there is nothing, unless it goes on without end.
    const length = Math.max(Math.min(own, others), this.#rest ? others : 0, other.#rest ? own : 0);
    const words: number[] = [];
    for (let i = 0; i < length; i += 1) words.push((this.#word(i) & other.#word(i)) >>> 0);
    return new BitSet(words, this.#rest && other.#rest);
  }

  /** @returns whether both hold the same bits */
  equals(other: BitSet): boolean {
    if (this.#rest !== other.#rest || this.#words.length !== other.#words.length) return false;
    return this.#words.every((word, index) => word === other.#words[index]);
  }

  get isEmpty(): boolean {
    return this.#words.length === 0 && !this.#rest;
  }

  /** @returns whether the set goes on without end */
  get isEndless(): boolean {
    return this.#rest;
  }

  /** @returns the lowest bit, or Infinity when there is none */
  get first(): number {
    for (const [index, word] of this.#words.entries()) {
      if (word !== 0) return index * WORD_BITS + (31 - Math.clz32(word & -word));
    }
    return this.#rest ? this.#words.length * WORD_BITS : Infinity;
  }

  /** @returns the bits in rising order, without those above the last word of an endless set */
  bits(): readonly number[] {
    const bits: number[] = [];
    this.#words.forEach((word, index) => {
      if (word === 0) return;
      for (let bit = 0; bit < WORD_BITS; bit += 1) {
        if (((word >>> bit) & 1) === 1) bits.push(index * WORD_BITS + bit);
      }
    });
    return bits;
  }
}
