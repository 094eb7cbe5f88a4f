/**
 * Shares of a last-level cache: by page colours, or by masks of ways or portions. They keep contents apart, not miss registers,
 * write-back buffers or DRAM banks (Valsan, Yun, Farshchi, RTAS 2016).
 *
 * @source Kessler, Hill, ACM TOCS 10(4), 1992 (page colours); Intel SDM volume 3B (cache allocation); Arm MPAM, DDI 0598
 */

/** Size and ways of a cache that is indexed by physical address. */
export interface CacheGeometry {
  readonly bytes: number;
  readonly ways: number;
}

/**
 * Colours = size / (ways page): pages of different colours never meet in a set.
 *
 * @param cache geometry of what one address space indexes: of one slice where addresses are hashed over slices it is unknown
 * @param pageBytes granule of the mapping
 * @returns number of colours, 1 where colouring is impossible; null where sets do not divide into whole pages
 */
export function cacheColours({ bytes, ways }: CacheGeometry, pageBytes: number): number | null {
  const way = bytes / ways;
  if (!Number.isInteger(way)) return null;
  if (way <= pageBytes) return 1;
  return way % pageBytes === 0 ? way / pageBytes : null;
}

/** A share of the cache. `group`: users of one group may share; null working set: nobody knows. */
export interface CacheShare {
  readonly group: string;
  /** Colours, ways or portions by number, the lowest 0. */
  readonly mask: bigint;
  readonly workingSetBytes: number | null;
}

/** What a mechanism allows. */
export interface MaskRules {
  /** Colours, or length of the mask in bits. */
  readonly length: number;
  readonly leastBits: number;
  /** Whether set bits must stand side by side: on Intel unless it says otherwise, not for MPAM or colours. */
  readonly contiguous: boolean;
  /** Classes of service or partition ids; null: not limited. */
  readonly classes: number | null;
}

export type ShareFaultCode =
  | 'empty'
  | 'outside'
  | 'too-few-bits'
  | 'not-contiguous'
  | 'too-many-classes'
  | 'overlap'
  | 'working-set-too-large'
  | 'working-set-unknown';

/** `share`: place in the list; `found` and `allowed`: classes, bits or bytes, where the code has some; `other`: the share it meets. */
export interface ShareFault {
  readonly code: ShareFaultCode;
  readonly share: number;
  readonly other: number | null;
  readonly found: number | null;
  readonly allowed: number | null;
}

function bitsOf(mask: bigint): number {
  let bits = 0;
  for (let rest = mask; rest > 0n; rest >>= 1n) bits += Number(rest & 1n);
  return bits;
}

/** Whether the set bits of a mask above 0 stand side by side. */
function isContiguous(mask: bigint): boolean {
  let rest = mask;
  while ((rest & 1n) === 0n) rest >>= 1n;
  return (rest & (rest + 1n)) === 0n;
}

function fault(code: ShareFaultCode, share: number, rest: Partial<ShareFault> = {}): ShareFault {
  return { code, share, other: null, found: null, allowed: null, ...rest };
}

/** Faults of the mask itself. */
function maskFaults(mask: bigint, at: number, rules: MaskRules): readonly ShareFault[] {
  if (mask <= 0n) return [fault('empty', at)];
  const faults: ShareFault[] = [];
  const bits = bitsOf(mask);
  if (mask >> BigInt(rules.length) !== 0n) {
    faults.push(fault('outside', at, { allowed: rules.length }));
  }
  if (bits < rules.leastBits) {
    faults.push(fault('too-few-bits', at, { found: bits, allowed: rules.leastBits }));
  }
  if (rules.contiguous && !isContiguous(mask)) faults.push(fault('not-contiguous', at));
  return faults;
}

/** Whether the working set fits: working set <= bits / length of the cache, without rounding. */
function workingSetFaults(
  { mask, workingSetBytes }: CacheShare,
  at: number,
  { length }: MaskRules,
  cacheBytes: number,
): readonly ShareFault[] {
  if (workingSetBytes === null) return [fault('working-set-unknown', at)];
  const share = BigInt(bitsOf(mask)) * BigInt(cacheBytes);
  if (BigInt(workingSetBytes) * BigInt(length) <= share) return [];
  const allowed = Number(share / BigInt(length));
  return [fault('working-set-too-large', at, { found: workingSetBytes, allowed })];
}

/**
 * @param shares who gets what
 * @param rules of the mechanism
 * @param cacheBytes size of the cache
 * @returns everything wrong or unknown; empty: every group has its part to itself, and what it works on fits
 * @cost the square of the shares
 */
export function cacheShareFaults(
  shares: readonly CacheShare[],
  rules: MaskRules,
  cacheBytes: number,
): readonly ShareFault[] {
  const faults = shares.flatMap((share, at) => [
    ...maskFaults(share.mask, at, rules),
    ...workingSetFaults(share, at, rules, cacheBytes),
  ]);
  const classes = new Set(shares.map(({ mask }) => mask)).size;
  if (rules.classes !== null && classes > rules.classes) {
    faults.push(
      fault('too-many-classes', shares.length - 1, { found: classes, allowed: rules.classes }),
    );
  }
  for (const [at, share] of shares.entries()) {
    for (const [other, earlier] of shares.slice(0, at).entries()) {
      if (share.group !== earlier.group && (share.mask & earlier.mask) !== 0n) {
        faults.push(fault('overlap', at, { other, found: bitsOf(share.mask & earlier.mask) }));
      }
    }
  }
  return faults;
}
