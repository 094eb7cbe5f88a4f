/** The one-time codes of addresses and the bearers they are exchanged for. Both live in memory only. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits: not to be guessed, whatever the number of tries. */
const KEY_BYTES = 32;

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** Digests have one length and hide where two keys differ. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function matches(digests: readonly Buffer[], key: string): Buffer | null {
  const wanted = digest(key);
  let found: Buffer | null = null;
  for (const known of digests) if (timingSafeEqual(known, wanted)) found = known;
  return found;
}

export class SessionKeys {
  #codes: readonly Buffer[] = [];
  #bearers: readonly Buffer[] = [];

  /** @returns a code that can be exchanged once */
  newCode(): string {
    const code = newKey();
    this.#codes = [...this.#codes, digest(code)];
    return code;
  }

  /** @returns a bearer for the code; null when it was never given out or was used already */
  exchange(code: string): string | null {
    const found = matches(this.#codes, code);
    if (!found) return null;
    this.#codes = this.#codes.filter((known) => known !== found);
    const bearer = newKey();
    this.#bearers = [...this.#bearers, digest(bearer)];
    return bearer;
  }

  /** @param header value of `Authorization` */
  accepts(header: string | undefined): boolean {
    const bearer = /^Bearer ([\w-]+)$/.exec(header ?? '')?.[1];
    return bearer !== undefined && matches(this.#bearers, bearer) !== null;
  }
}
