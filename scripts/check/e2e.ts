/** End-to-end tests on the built program: `npm run test:e2e`, and `test:offline` with loopback only. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { ensureBuilt } from '../build/build.ts';
import { ROOT } from '../build/paths.ts';
import { electronProgram } from '../start/electron-program.ts';
import { findChromium } from './chromium.ts';
import { run } from './command.ts';
import { offline, whyNotOffline, type Command } from './namespace.ts';
import { closingLine, judge, readPlaywright, type Tally } from './tally.ts';

const REPORT = join(ROOT, '.cache/e2e.json');

/**
 * @param network `offline` runs it in a namespace with loopback only
 * @param args for Playwright
 * @returns counts
 */
export async function runE2e(
  network: 'online' | 'offline',
  args: readonly string[],
): Promise<Tally> {
  await ensureBuilt(electronProgram(ROOT) === null ? ['ui', 'node'] : ['ui', 'node', 'electron']);
  const chromium = await findChromium();
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  rmSync(REPORT, { force: true });
  const test: Command = [
    execPath,
    join(ROOT, 'node_modules/@playwright/test/cli.js'),
    'test',
    ...args,
  ];
  const code = await run(network === 'offline' ? offline(test) : test, {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: REPORT,
    PARTITA_E2E_NETWORK: network,
  });
  return judge(code, existsSync(REPORT) ? readPlaywright(readFileSync(REPORT, 'utf8')) : null);
}

/** @param args `[--offline]`, the rest is for Playwright */
export async function main(args: readonly string[]): Promise<number> {
  const isOffline = args.includes('--offline');
  const why = isOffline ? whyNotOffline() : null;
  if (why !== null) {
    console.error(`The offline run is not possible here: ${why}`);
    return 1;
  }
  const tally = await runE2e(
    isOffline ? 'offline' : 'online',
    args.filter((a) => a !== '--offline'),
  );
  console.log(closingLine(tally));
  return tally.failed > 0 ? 1 : 0;
}
