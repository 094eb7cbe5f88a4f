import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB, KIB, MIB } from '../../model/units.ts';
import { CLUSTER, FILE_BLOCK, mostClustersOf, qcow2After, qcow2Bytes } from './qcow2-size.ts';

const stretch = (bytes: number) => [{ bytes, writeBytes: null }];
const scattered = (bytes: number, writeBytes: number) => [{ bytes, writeBytes }];

describe('size of a qcow2 file', () => {
  it('[QCOW-1] an empty one is what was measured with qemu-img 7.2: 200,704 bytes', () => {
    for (const virtual of [GIB, 8 * GIB, 64 * GIB]) {
      expect(qcow2Bytes(0, 0, virtual)).toBe(200_704);
    }
  });

  it('[QCOW-1] 100 MiB in one stretch grow it to 100.25 MiB', () => {
    // 3 clusters and 4 KiB, 1,600 data clusters, 1 L2 table: 1,604 x 64 KiB + 4 KiB = 100.254 MiB
    expect(qcow2After(stretch(100 * MIB), GIB, 'random')).toBe(1604 * CLUSTER + 4 * KIB);
    expect((1604 * CLUSTER + 4 * KIB) / MIB).toBeCloseTo(100.25, 2);
  });

  it('[QCOW-2] 100 scattered writes of 4 KiB grow it to 6.57 MiB', () => {
    // 400 KiB come to 100 clusters and 2 tables of a 1 GiB disk: 105 x 64 KiB + 4 KiB = 6.566 MiB
    const bytes = qcow2After(scattered(400 * KIB, 4 * KIB), GIB, 'random');
    expect(bytes).toBe(105 * CLUSTER + 4 * KIB);
    expect(bytes / MIB).toBeCloseTo(6.57, 2);
    expect(qcow2After(scattered(400 * KIB, 4 * KIB), GIB, 'side-by-side')).toBe(
      (3 + 7 + 1) * CLUSTER + 4 * KIB,
    );
  });

  it('[QCOW-1] metadata of a full disk: 1.5 MiB of 8 GiB, 10.2 MiB of 64 GiB', () => {
    const metadata = (virtual: number) =>
      (qcow2After(stretch(virtual), virtual, 'random') - virtual) / MIB;
    // 8 GiB: 16 tables, 5 refcount blocks, header, refcount table: 23 x 64 KiB + 4 KiB
    expect(metadata(8 * GIB)).toBeCloseTo(1.44, 2);
    // 64 GiB: 128 tables, 33 blocks, 2: 163 x 64 KiB + 4 KiB
    expect(metadata(64 * GIB)).toBeCloseTo(10.19, 2);
  });

  it('[QCOW-2] low is at most typical, that at most high, and no file outgrows its disk', () => {
    const bytes = fc.integer({ min: 0, max: 2 ** 36 });
    const writing = fc.record({
      bytes,
      writeBytes: fc.option(fc.constantFrom(512, 4096, 65_536, 100_000, 2 ** 20)),
    });
    fc.assert(
      fc.property(
        fc.array(writing, { maxLength: 4 }),
        fc.option(fc.integer({ min: 1, max: 2 ** 36 })),
        (writings, virtual) => {
          const low = qcow2After(writings, virtual, 'side-by-side');
          const typical = qcow2After(writings, virtual, 'random');
          const high = qcow2After(writings, virtual, 'apart');
          expect(low).toBeLessThanOrEqual(typical);
          expect(typical).toBeLessThanOrEqual(high);
          if (virtual === null) return;
          expect(high).toBeLessThanOrEqual(qcow2After(stretch(virtual), virtual, 'apart'));
        },
      ),
    );
  });

  it('[QCOW-2] a write of 64 KiB that begins at any 4 KiB block touches one cluster or two', () => {
    expect([512, 4 * KIB, 8 * KIB, CLUSTER].map(mostClustersOf)).toEqual([1, 1, 2, 2]);
    // 16 of them: 32 clusters at worst; on average 31/16 each, 31. 3 and 1 table beside them, of one table's disk.
    const of = (scatter: 'random' | 'apart') =>
      qcow2After(scattered(16 * CLUSTER, CLUSTER), 512 * MIB, scatter);
    expect(of('apart')).toBe((3 + 32 + 1) * CLUSTER + 4 * KIB);
    expect(of('random')).toBe((3 + 31 + 1) * CLUSTER + 4 * KIB);
  });

  it('[QCOW-2] what writing to a disk touches lies between low and high', () => {
    const MOST = 64 * MIB;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MOST / FILE_BLOCK }),
        fc.constantFrom(4 * KIB, 8 * KIB, CLUSTER, 200 * KIB),
        fc.array(fc.integer({ min: 0, max: (2 ** 30 - MOST) / FILE_BLOCK - 50 }), {
          maxLength: 200,
        }),
        fc.boolean(),
        (blocks, writeBytes, places, behind) => {
          const content = blocks * FILE_BLOCK;
          const clusters = new Set<number>();
          const write = (at: number, bytes: number) => {
            const last = Math.ceil((at + bytes) / CLUSTER);
            for (let each = Math.floor(at / CLUSTER); each < last; each += 1) clusters.add(each);
          };
          if (content > 0) write(0, content);
          const growth = places.length * writeBytes;
          // Right behind the content, or anywhere behind where it may end.
          if (behind && growth > 0) write(content, growth);
          const elsewhere = behind ? [] : places;
          for (const place of elsewhere) write(MOST + place * FILE_BLOCK, writeBytes);
          const tables = new Set([...clusters].map((each) => Math.floor(each / 8192)));
          const real = qcow2Bytes(clusters.size, tables.size, 2 ** 30);
          const writings = [...stretch(content), ...scattered(growth, writeBytes)];
          expect(qcow2After(writings, 2 ** 30, 'apart')).toBeGreaterThanOrEqual(real);
          // Writes that hit each other again need less than the bytes they write.
          if (!behind) return;
          expect(qcow2After(writings, 2 ** 30, 'side-by-side')).toBeLessThanOrEqual(real);
        },
      ),
    );
  });
});
