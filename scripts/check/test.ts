/** `npm test`: every check of the project, one after the other, and one line at the end that sums them up. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { ROOT } from '../build/paths.ts';
import { run } from './command.ts';
import { runE2e } from './e2e.ts';
import { whyNotOffline, type Command } from './namespace.ts';
import { add, closingLine, judge, NONE, readVitest, type Tally } from './tally.ts';

const UNIT_REPORT = join(ROOT, '.cache/unit.json');

interface Step {
  readonly name: string;
  readonly run: () => Promise<Tally>;
}

/** A tool that only says yes or no counts as one. */
function yesOrNo(name: string, ...command: Command): Step {
  return {
    name,
    run: async () => ((await run(command)) === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 }),
  };
}

/** Runs a package's program with this Node, whatever the system's is. */
function tool(name: string, script: string, ...args: string[]): Step {
  return yesOrNo(name, execPath, join(ROOT, 'node_modules', script), ...args);
}

async function runUnit(): Promise<Tally> {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  rmSync(UNIT_REPORT, { force: true });
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`];
  const code = await run([execPath, vitest, 'run', ...reports]);
  return judge(
    code,
    existsSync(UNIT_REPORT) ? readVitest(readFileSync(UNIT_REPORT, 'utf8')) : null,
  );
}

/**
 * Where a network namespace can be had, the suite runs in it and nowhere else: what passes with loopback only passes
 * with a network too, and running it twice takes twice as long.
 */
async function runEndToEnd(): Promise<Tally> {
  const why = whyNotOffline();
  if (why === null) {
    console.log('In a network namespace with loopback only.');
    return runE2e('offline', []);
  }
  console.log(`Skipped, the run with loopback only: ${why}`);
  return add(await runE2e('online', []), { ...NONE, skipped: 1 });
}

const TSC = 'typescript/bin/tsc';
const STEPS: readonly Step[] = [
  tool('types', TSC, '-p', 'tsconfig.json'),
  tool('types: pure rooms', TSC, '-p', 'tsconfig.pure.json'),
  tool('types: end-to-end tests', TSC, '-p', 'e2e/tsconfig.json'),
  tool(
    'types: user interface',
    'svelte-check/bin/svelte-check',
    '--tsconfig',
    'src/ui/tsconfig.json',
    '--fail-on-warnings',
  ),
  tool('lint', 'eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  tool('format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  tool(
    'imports',
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.mjs',
    'src',
    'db',
    'electron',
  ),
  tool('unused', 'knip/bin/knip.js'),
  yesOrNo('build', execPath, join(ROOT, 'scripts/run.mjs'), 'build'),
  { name: 'unit tests', run: runUnit },
  { name: 'end-to-end tests', run: runEndToEnd },
];

async function runStep(step: Step): Promise<Tally> {
  console.log(`\n=== ${step.name} ===`);
  try {
    return await step.run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { ...NONE, failed: 1 };
  }
}

/** @param args names of steps, or parts of them; none: all */
export async function main(args: readonly string[]): Promise<number> {
  const chosen = STEPS.filter((s) => args.length === 0 || args.some((a) => s.name.includes(a)));
  const unknown = args.filter((a) => !STEPS.some((s) => s.name.includes(a)));
  if (unknown.length > 0) {
    console.error(
      `No step is called ${unknown.join(', ')}; steps: ${STEPS.map((s) => s.name).join(', ')}.`,
    );
    return 2;
  }
  const lines: string[] = [];
  let total = NONE;
  for (const step of chosen) {
    const began = Date.now();
    const tally = await runStep(step);
    const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6);
    lines.push(
      `${tally.failed > 0 ? 'FAILED' : 'ok    '} ${seconds} s  ${step.name}: ${closingLine(tally)}`,
    );
    total = add(total, tally);
  }
  console.log(`\n=== summary ===\n${lines.join('\n')}\n`);
  console.log(closingLine(total));
  return total.failed > 0 ? 1 : 0;
}
