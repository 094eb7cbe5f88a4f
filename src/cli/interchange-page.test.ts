/** The examples of the page on the interchange format, run as somebody would who has read nothing else. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LayoutResult } from '../analysis/result.ts';
import { cliFolder, type CliFolder } from './testing/run-cli.ts';

const page = readFileSync(new URL('../../resources/schemas/README.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  );

let folder: CliFolder;
beforeEach(() => void (folder = cliFolder()));
afterEach(() => {
  folder.remove();
});

async function analysed(text: string): Promise<LayoutResult> {
  writeFileSync(folder.file('plan.json'), text);
  expect(await folder.partita('import', 'plan.partita', 'plan.json')).toMatchObject({ code: 0 });
  const { stdout } = await folder.partita('analyze', 'plan.partita', '--json');
  return JSON.parse(stdout) as LayoutResult;
}

describe('resources/schemas/README.md', () => {
  const [plan = '', answer = ''] = blocks('json');

  it('[SCHEMA-2] the smallest plan gives the result beside it', async () => {
    const { tasks, cores } = await analysed(plan);
    expect(
      tasks.map(({ task, verdict, bound, responseTimeNs, slackNs }) => ({
        ...{ task: task.id, verdict, bound, responseTimeNs, slackNs },
      })),
    ).toEqual(JSON.parse(answer));
    const { numerator, denominator } = cores[0]!.utilisation!;
    expect(page).toContain(`{ "numerator": "${numerator}", "denominator": "${denominator}" }`);
  });

  it('[SCHEMA-2] what it leaves out comes back as not stated, and that file is the same plan', async () => {
    await analysed(plan);
    const exported = async (file: string) => {
      await folder.partita('export', file, '--format', 'json', '-o', `${file}.json`);
      return readFileSync(folder.file(`${file}.json`), 'utf8');
    };
    const first = await exported('plan.partita');
    const { target } = JSON.parse(first) as { target: Record<string, unknown> };
    expect(target).toMatchObject({
      caches: [],
      memories: [],
      devices: [],
      sources: {},
      provenance: { sources: [], confidence: null, userFields: [] },
      virtualization: { hypervisorExtension: null, iommuPresent: null, iommuUnits: [] },
    });
    writeFileSync(folder.file('again.json'), first);
    await folder.partita('import', 'again.partita', 'again.json');
    expect(await exported('again.partita')).toBe(first);
  });

  it('[SCHEMA-2] the generator of task sets writes a plan that is analysed whole', async () => {
    const [script = ''] = blocks('js');
    writeFileSync(folder.file('generate.mjs'), script);
    const text = execFileSync(process.execPath, [folder.file('generate.mjs')], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const { tasks, cores } = await analysed(text);
    expect(tasks).toHaveLength(20_000);
    expect(cores).toHaveLength(1000);
    expect(new Set(tasks.map(({ verdict }) => verdict))).toEqual(new Set(['proven-ok']));
    // 20 tasks with a 25th each: the last one ends when all have run, some of them often.
    expect(cores.at(-1)?.utilisation).toEqual({ numerator: '4', denominator: '5' });
  });
});
