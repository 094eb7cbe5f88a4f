/** Disk estimates against files that qemu-img really makes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PlanBuilder } from '../../src/analysis/testing/plan-builder.ts';
import { randomFrom } from '../../src/model/testing/generated-plan.ts';
import { GIB, KIB, MIB } from '../../src/model/units.ts';
import { findQemuTools } from './qemu-img.ts';

const tools = findQemuTools();
const folder = mkdtempSync(join(tmpdir(), 'partita-qcow2-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of the disk that guests see. */
const VIRTUAL = 8 * GIB;
const WRITE = 4 * KIB;
const TOLERANCE = 0.05;

interface Made {
  readonly id: string;
  readonly on: string | null;
  /** Written in one stretch, from a place of its own. */
  readonly content: number;
  readonly growth: number;
  /** Number of scattered writes of 4 KiB instead of one stretch. */
  readonly scattered?: number;
  readonly update?: number;
}

/** System, + database on it, and four instances on that: untouched, grown, scattered, updated inside. */
const CHAIN: readonly Made[] = [
  { id: 'system', on: null, content: 300 * MIB, growth: 0 },
  { id: 'database', on: 'system', content: 120 * MIB, growth: 0 },
  { id: 'untouched', on: 'database', content: 0, growth: 0 },
  { id: 'grown', on: 'database', content: 8 * MIB, growth: 60 * MIB },
  { id: 'scattered', on: 'database', content: 0, growth: 0, scattered: 400 },
  { id: 'updated', on: 'database', content: 8 * MIB, growth: 10 * MIB, update: 200 * MIB },
];

function fileOf(id: string): string {
  return join(folder, `${id}.qcow2`);
}

/** Writes into the image with the program that tests of QEMU itself use. */
function write(io: string, id: string, commands: readonly string[]): void {
  if (commands.length === 0) return;
  const args = commands.flatMap((command) => ['-c', command]);
  execFileSync(io, ['-f', 'qcow2', ...args, fileOf(id)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function make(image: string, io: string, made: Made, index: number): void {
  const backing = made.on === null ? [] : ['-b', fileOf(made.on), '-F', 'qcow2'];
  const create = ['create', '-q', '-f', 'qcow2', ...backing, fileOf(made.id), String(VIRTUAL)];
  execFileSync(image, create);
  const stretches: string[] = [];
  let at = index * 1024 * MIB;
  for (const bytes of [made.content, made.growth]) {
    if (bytes > 0) stretches.push(`write -q -P ${index + 1} ${at} ${bytes}`);
    at += bytes;
  }
  // An update rewrites what the system at the bottom holds.
  if (made.update) stretches.push(`write -q -P 99 0 ${made.update}`);
  write(io, made.id, stretches);
  const random = randomFrom(7);
  const places = Array.from({ length: made.scattered ?? 0 }, () => random(VIRTUAL / WRITE) * WRITE);
  write(
    io,
    made.id,
    places.map((place) => `write -q -P 55 ${place} ${WRITE}`),
  );
}

/** What the engine says of the same chain, typical bytes by image. */
function estimated(): ReadonlyMap<string, number> {
  const builder = new PlanBuilder();
  for (const { id, on, content, growth, scattered, update } of CHAIN) {
    builder.image(id, 'qcow2', on, {
      virtualBytes: VIRTUAL,
      contentBytes: content,
      growthBytes: scattered ? scattered * WRITE : growth,
      writeBytes: scattered ? WRITE : null,
      updateBytes: update ?? 0,
    });
  }
  const { estimates } = builder.analyze();
  return new Map(
    estimates
      .filter(({ kind }) => kind === 'disk')
      .map(({ subject, typical }) => [subject.id, typical ?? Number.NaN]),
  );
}

describe('disk estimates', () => {
  it('[QEMU-1] a chain of three with four overlays is estimated within 5 % of what it allocates', (context) => {
    if ('missing' in tools) {
      console.log(`Skipped: ${tools.missing}`);
      context.skip(tools.missing);
      return;
    }
    CHAIN.forEach((made, index) => make(tools.image, tools.io, made, index));
    const estimates = estimated();
    let sum = 0;
    const lines: string[] = [];
    for (const { id } of CHAIN) {
      const allocated = statSync(fileOf(id)).blocks * 512;
      const estimate = estimates.get(id) ?? Number.NaN;
      sum += allocated;
      const error = estimate / allocated - 1;
      lines.push(
        `${id}: estimated ${estimate} B, allocated ${allocated} B, ${(error * 100).toFixed(2)} %`,
      );
      expect(Math.abs(error), lines.at(-1)).toBeLessThan(TOLERANCE);
    }
    const total = estimates.get('layout') ?? Number.NaN;
    expect(Math.abs(total / sum - 1)).toBeLessThan(TOLERANCE);
    console.log(`${tools.version}\n${lines.join('\n')}\nall: ${total} B of ${sum} B`);
  }, 120_000);
});
