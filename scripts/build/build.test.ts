import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withLock } from './lock.ts';
import { digest, isFresh, writeStamp } from './stamp.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'partita-build-'));
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'src/deep/a.ts'), 'a');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a build is stale', () => {
  const now = () => digest([join(root, 'src'), join(root, 'missing')]);
  const stale = () => !isFresh(join(root, 'dist'), now());

  test('[BUILD-1] when there is none', () => expect(stale()).toBe(true));

  test.each<[string, () => void]>([
    ['a source is written', () => writeFileSync(join(root, 'src/deep/a.ts'), 'ab')],
    ['a source has another time', () => utimesSync(join(root, 'src/deep/a.ts'), 1, 1)],
    ['a source is added', () => writeFileSync(join(root, 'src/b.ts'), '')],
    ['a source is removed', () => rmSync(join(root, 'src/deep/a.ts'))],
  ])('[BUILD-1] when %s', (_title, change) => {
    writeStamp(join(root, 'dist'), now());
    expect(stale()).toBe(false);
    change();
    expect(stale()).toBe(true);
  });

  test('[BUILD-2] but not when only a test or a page of text changes', () => {
    writeStamp(join(root, 'dist'), now());
    writeFileSync(join(root, 'src/a.test.ts'), '');
    writeFileSync(join(root, 'src/README.md'), '');
    expect(stale()).toBe(false);
  });
});

describe('one process at a time', () => {
  const file = () => join(root, 'locks/.lock');

  test('[BUILD-3] the second waits for the first', async () => {
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} begins`);
      await new Promise((done) => setTimeout(done, 150));
      events.push(`${name} ends`);
    };
    await Promise.all([withLock(file(), work('a')), withLock(file(), work('b'))]);
    const [first] = events[0]?.split(' ') ?? [];
    expect(events[1]).toBe(`${first} ends`);
    expect(events).toHaveLength(4);
  });

  test('[BUILD-3] a lock whose process is gone is taken over', async () => {
    mkdirSync(join(root, 'locks'));
    // Above the largest process id that Linux hands out.
    writeFileSync(file(), '99999999');
    expect(await withLock(file(), async () => 'done')).toBe('done');
  });

  test('[BUILD-3] work that fails gives the lock back', async () => {
    await expect(withLock(file(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(file(), async () => 'done')).toBe('done');
  });
});
