/**
 * `npm test`: every check of the project, and one line at the end that sums them up. What uses one core runs two at
 * a time; tests use all cores and run one after the other.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { ROOT } from '../build/paths.ts';
import { run, runKept } from './command.ts';
import { runE2e } from './e2e.ts';
import { whyNotOffline, type Command } from './namespace.ts';
import { add, closingLine, judge, NONE, readVitest, type Tally } from './tally.ts';

const UNIT_REPORT = join(ROOT, '.cache/unit.json');

interface Step {
  readonly name: string;
  readonly run: () => Promise<Tally>;
  /** Uses one core and keeps its words until its end, so that another one may run beside it. */
  readonly beside: boolean;
}

/** A tool that only says yes or no counts as one. */
function yesOrNo(name: string, ...command: Command): Step {
  return {
    name,
    beside: true,
    run: async () => {
      const { code, text } = await runKept(command);
      console.log(`\n=== ${name} ===\n${text}`);
      return code === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 };
    },
  };
}

/** Runs a package's program with this Node, whatever the system's is. */
function tool(name: string, script: string, ...args: string[]): Step {
  return yesOrNo(name, execPath, join(ROOT, 'node_modules', script), ...args);
}

/** Tests of their own runner, which uses all cores and speaks as it goes. */
function suite(name: string, run: () => Promise<Tally>): Step {
  return {
    name,
    beside: false,
    run: () => {
      console.log(`\n=== ${name} ===`);
      return run();
    },
  };
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
/** The longest first: it takes as long as the others together. */
const STEPS: readonly Step[] = [
  tool('lint', 'eslint/bin/eslint.js', '.', '--max-warnings', '0'),
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
  suite('unit tests', runUnit),
  suite('end-to-end tests', runEndToEnd),
];

interface Outcome {
  readonly tally: Tally;
  readonly seconds: number;
}

async function runStep(step: Step): Promise<Outcome> {
  const began = Date.now();
  const tally = await step.run().catch((error: unknown) => {
    console.error(`${step.name}: ${error instanceof Error ? error.message : String(error)}`);
    return { ...NONE, failed: 1 };
  });
  return { tally, seconds: (Date.now() - began) / 1000 };
}

/** Two at a time where there are two cores: more would ask for more memory than small machines have. */
async function runBeside(steps: readonly Step[]): Promise<ReadonlyMap<Step, Outcome>> {
  const outcomes = new Map<Step, Outcome>();
  const waiting = [...steps];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      outcomes.set(step, await runStep(step));
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
  return outcomes;
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
  const outcomes = new Map(await runBeside(chosen.filter(({ beside }) => beside)));
  for (const step of chosen) {
    if (!step.beside) outcomes.set(step, await runStep(step));
  }
  console.log('\n=== summary ===');
  let total = NONE;
  for (const [{ name }, { tally, seconds }] of outcomes) {
    const word = tally.failed > 0 ? 'FAILED' : 'ok    ';
    console.log(`${word} ${seconds.toFixed(1).padStart(6)} s  ${name}: ${closingLine(tally)}`);
    total = add(total, tally);
  }
  console.log(`\n${closingLine(total)}`);
  return total.failed > 0 ? 1 : 0;
}
