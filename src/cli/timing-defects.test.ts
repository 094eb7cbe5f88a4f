/** Plans with one defect of timing each that a file may have, since a plan may be unfinished: what the command line says of them. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayoutResult } from '../analysis/result.ts';
import { cliFolder, type CliFolder } from './testing/run-cli.ts';

const corpus = new URL('../exchange/rejection/findings/', import.meta.url);
const files = readdirSync(corpus);

let folder: CliFolder;
beforeAll(() => void (folder = cliFolder()));
afterAll(() => {
  folder.remove();
});

async function analysed(file: string): Promise<LayoutResult> {
  const input = fileURLToPath(new URL(file, corpus));
  const { code } = await folder.partita('import', `${file}.partita`, input);
  expect(code).toBe(0);
  const { stdout } = await folder.partita('analyze', `${file}.partita`, '--json');
  return JSON.parse(stdout) as LayoutResult;
}

/** Rules on timing that say something is wrong. */
function faults({ findings }: LayoutResult) {
  return findings.filter(
    ({ rule, verdict }) =>
      /^(?:TASK|RT)-/.test(rule) && (verdict === 'error' || verdict === 'warning'),
  );
}

describe('defects of timing that are read, and found', () => {
  it('[CLI-22] the plan without one has no such finding, and proves its tasks', async () => {
    const result = await analysed('valid.json');
    expect(faults(result)).toEqual([]);
    expect(result.tasks.map(({ verdict }) => verdict)).toEqual(['proven-ok', 'proven-ok']);
  });

  it.each(files.filter((file) => file !== 'valid.json'))(
    '[CLI-22] %s: its rule names what is wrong, what was expected and found, and what to do',
    async (file) => {
      const [rule] = file.split('.');
      const found = faults(await analysed(file)).filter((each) => each.rule === rule);
      expect(found).toHaveLength(1);
      const [{ subjects = [], limit = null, actual = null, remedy = null } = {}] = found;
      expect(subjects.length).toBeGreaterThan(0);
      expect(subjects.every(({ kind }) => kind !== 'layout')).toBe(true);
      expect([limit, actual, remedy]).not.toContain(null);
      expect(limit).not.toBe(actual);
    },
  );
});
