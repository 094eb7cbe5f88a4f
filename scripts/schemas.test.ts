import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaFiles } from './schemas.ts';

test.each([...schemaFiles()])(
  '[SCHEMA-1] the published %s is what the decoder says',
  (name, text) => {
    const published = new URL(`../resources/schemas/${name}`, import.meta.url);
    expect(
      existsSync(published) && readFileSync(published, 'utf8') === text,
      'run: npm run schemas',
    ).toBe(true);
  },
);

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Pointers of members that nothing describes: neither they, nor what they refer to, nor one of their alternatives. */
function undescribed(root: Json): readonly string[] {
  const definitions = root['$defs'] as Readonly<Record<string, Json>>;
  const target = (node: Json) => definitions[String(node['$ref']).split('/').at(-1) ?? ''];
  const alternatives = (node: Json) => [node['anyOf'], node['oneOf']].flat().filter(isJson);
  const says = (node: Json): boolean =>
    'description' in node ||
    [target(node), ...alternatives(node)].some((other) => other !== undefined && says(other));
  const found: string[] = [];
  const walk = (node: Json, at: string): void => {
    for (const [name, member] of Object.entries((node['properties'] ?? {}) as Json)) {
      if (isJson(member) && !says(member)) found.push(`${at}/${name}`);
    }
    for (const [name, inner] of Object.entries(node)) {
      if (isJson(inner) && name !== '$defs') walk(inner, `${at}/${name}`);
    }
  };
  for (const [name, definition] of Object.entries(definitions)) walk(definition, name);
  walk(root, '');
  return found;
}

test.each(['plan.schema.json', 'analysis.schema.json'])(
  '[SCHEMA-3] every field of %s says what it is',
  (name) => {
    const schema = JSON.parse(schemaFiles().get(name) ?? '') as Json;
    expect(undescribed(schema)).toEqual([]);
  },
);
