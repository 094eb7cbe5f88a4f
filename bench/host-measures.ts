/** Speed and memory of the host: opening, one durable edit, a cold start. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/check/chromium.ts';
import type { Method, Output, Reply } from '../src/host/contract.ts';
import { createHost, type Host } from '../src/host/host.ts';
import { findInstallation } from '../src/host/installation.ts';
import { updateRecords } from '../src/model/commands/records.ts';
import { applyDiff } from '../src/model/diff.ts';
import { fromSnapshot } from '../src/model/diff-schema.ts';
import { formatPlan } from '../src/model/interchange.ts';
import type { Bench } from './harness.ts';
import { planOf, ROOT } from './plans.ts';
import { partita, serve } from './served.ts';

const LARGE_PLAN = 2000;
const OPEN_AIM_MS = 300;
const EDIT_AIM_MS = 5;
const MEMORY_AIM_MIB = 200;
const COLD_START_AIM_MS = 2000;
const EDITS = 100;
const STARTS = 5;
const PDF_AIM_MS = 5000;
const PDFS = 5;

async function call<M extends Method>(host: Host, method: M, input: object): Promise<Output<M>> {
  const reply = (await host.dispatch(method, input)) as Reply<M>;
  if (!reply.ok)
    throw new Error(`${method}: ${reply.problems.map(({ message }) => message).join()}`);
  return reply.value;
}

function hostIn(folder: string): Host {
  return createHost({
    kind: 'cli',
    installation: findInstallation(ROOT),
    dataFolder: join(folder, 'data'),
    documents: folder,
    dialogs: null,
    log: (line) => process.stderr.write(`${line}\n`),
  });
}

/** Opening a plan of 2,000 applications; one edit of it that a power cut cannot take back. */
export async function host(bench: Bench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'partita-bench-'));
  try {
    const plan = planOf(LARGE_PLAN);
    const file = join(folder, 'large.partita');
    const running = hostIn(folder);
    const from = { kind: 'import', fileName: 'large.json', text: formatPlan(plan) };
    const made = await call(running, 'plan.create', { name: 'Large', from });
    await call(running, 'plan.save', { planId: made.planId, path: file });
    await call(running, 'plan.close', { planId: made.planId });
    const open = async () => {
      const { planId } = await call(running, 'plan.open', { path: file });
      await call(running, 'plan.close', { planId });
    };
    const name = `host: open and close, ${LARGE_PLAN} applications`;
    await bench.time(name, open, { runs: 15, warmUp: 3, aim: OPEN_AIM_MS });
    await edits(bench, running, file);
    running.close();
    await memory(bench, folder, file);
    await coldStarts(bench, folder);
    await pdfs(bench, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function edits(bench: Bench, running: Host, file: string): Promise<void> {
  const opened = await call(running, 'plan.open', { path: file });
  let plan = fromSnapshot(opened.snapshot);
  const [id] = plan.applications.keys();
  let revision = opened.revision;
  let megabytes = 1;
  const edit = async () => {
    megabytes += 1;
    const fields = { memoryPrivateBytes: megabytes * 2 ** 20 };
    const diff = updateRecords(plan, 'applications', [id ?? ''], fields);
    if (!diff.ok) throw new Error('the edit was refused');
    plan = applyDiff(plan, diff.value);
    const input = { planId: opened.planId, baseRevision: revision, step: 'Edit', diff: diff.value };
    revision = (await call(running, 'plan.apply', input)).revision;
  };
  await bench.time('host: one durable edit', edit, { runs: EDITS, aim: EDIT_AIM_MS });
  await call(running, 'plan.close', { planId: opened.planId });
}

/** Resident memory of the browser host with the large plan open; Linux only, since it reads /proc. */
async function memory(bench: Bench, folder: string, file: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const served = await serve(folder, [file]);
  const status = readFileSync(`/proc/${served.pid}/status`, 'utf8');
  await served.end();
  const kib = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
  const name = `host: resident memory, ${LARGE_PLAN} applications open`;
  bench.addValue(name, 'MiB', kib / 1024, MEMORY_AIM_MIB);
}

/** From starting the process to a sample that answers a click; the browser itself runs already. */
async function coldStarts(bench: Bench, folder: string): Promise<void> {
  const executablePath = await findChromium();
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  const times: number[] = [];
  for (let at = 0; at < STARTS; at += 1) {
    const page = await browser.newPage();
    const began = performance.now();
    const served = await serve(folder, ['--sample', 'vision-edge']);
    await page.goto(served.url);
    await page.locator('svg [data-kind="application"]').first().waitFor();
    times.push(performance.now() - began);
    await page.close();
    await served.end();
  }
  await browser.close();
  bench.addTimes('host: cold start to an interactive sample', times, COLD_START_AIM_MS);
}

/** The command a user gives, process and browser included: sample in, PDF on disk. */
async function pdfs(bench: Bench, folder: string): Promise<void> {
  const file = join(folder, 'sample.partita');
  await partita(['new', file, '--sample', 'vision-edge']);
  const times: number[] = [];
  for (let at = 0; at < PDFS; at += 1) {
    const began = performance.now();
    await partita(['report', file, '-o', join(folder, `report-${at}.pdf`)]);
    times.push(performance.now() - began);
  }
  bench.addTimes('host: PDF report, sample vision-edge', times, PDF_AIM_MS);
}
