/**
 * Makes the frozen file of this version from its document: `node scripts/freeze-plan-version.ts`. Until the version
 * has shipped, a new field is written into `db/fixtures/vN.json` by hand and this run again; afterwards never.
 */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../src/analysis/analyze.ts';
import { tinyCatalogue } from '../src/catalog/testing/tiny-catalogue.ts';
import { parsePlan, toDocument } from '../src/model/interchange.ts';
import { SCHEMA_VERSION } from '../db/migrations.ts';
import { PlanDatabase } from '../db/plan-database.ts';

const frozen = (version: number) => join(import.meta.dirname, '../db/fixtures', `v${version}`);
const document = `${frozen(SCHEMA_VERSION)}.json`;
if (!existsSync(document)) copyFileSync(`${frozen(SCHEMA_VERSION - 1)}.json`, document);

const parsed = parsePlan(readFileSync(document, 'utf8'));
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
writeFileSync(document, `${JSON.stringify(toDocument(parsed.value), null, 2)}\n`);

const folder = mkdtempSync(join(tmpdir(), 'partita-freeze-'));
const database = PlanDatabase.create(join(folder, 'plan.sqlite'), parsed.value);
for (const { id } of parsed.value.layouts.values()) {
  database.results.store(1, analyze(parsed.value, id, tinyCatalogue()));
}
const file = `${frozen(SCHEMA_VERSION)}.partita`;
rmSync(file, { force: true });
database.writeTo(file);
database.close();
rmSync(folder, { recursive: true });
