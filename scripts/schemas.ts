/** Writes the published JSON Schemas from the decoders, so that the two cannot disagree. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { comparisonSchema } from '../src/analysis/compare/comparison-schema.ts';
import { layoutResultSchema } from '../src/analysis/result-schema.ts';
import { planDocumentSchema } from '../src/model/interchange.ts';

const FOLDER = fileURLToPath(new URL('../resources/schemas/', import.meta.url));

function schemaText(schema: z.ZodType, title: string, io: 'input' | 'output'): string {
  const body = z.toJSONSchema(schema, { io, reused: 'ref', unrepresentable: 'throw' });
  return `${JSON.stringify({ title, ...body }, null, 2)}\n`;
}

/**
 * @returns file name -> text of every published schema
 */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map([
    [
      'plan.schema.json',
      schemaText(planDocumentSchema, 'Partita plan, interchange version 1', 'input'),
    ],
    [
      'analysis.schema.json',
      schemaText(layoutResultSchema, 'Partita analysis of one layout', 'output'),
    ],
    [
      'comparison.schema.json',
      schemaText(comparisonSchema, 'Partita comparison of layouts', 'output'),
    ],
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of schemaFiles()) writeFileSync(`${FOLDER}${name}`, text);
}
