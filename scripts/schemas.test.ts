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
