import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogueAt, figureChanges } from '../src/catalog/history.ts';
import { CatalogueFiles } from '../src/host/catalogue-files.ts';
import { ROOT } from './build/paths.ts';
import { nextHistory } from './catalogue-version.ts';

const shipped = new CatalogueFiles(`${ROOT}/resources`).technologies();
const text = readFileSync(`${ROOT}/resources/technologies/history.json`, 'utf8');

describe('a new version of the catalogue', () => {
  test('[CAT-10] history.json keeps what the figures were, and nothing else', () => {
    const docker = shipped.technologies.get('docker');
    if (!docker) throw new Error('the catalogue has docker');
    const startupTime = { ...docker.figures.startupTime, value: 1, low: null, high: null };
    const changed = { ...docker, figures: { ...docker.figures, startupTime } };
    const after = {
      ...shipped,
      technologies: new Map(shipped.technologies).set('docker', changed),
    };
    const next = JSON.parse(nextHistory(text, shipped, after, '9.0.0')) as {
      current: { version: string; digest: string };
      past: { version: string; technologies: { id: string; figures: object }[] }[];
    };
    const before = JSON.parse(text) as typeof next;
    expect(next.current.version).toBe('9.0.0');
    expect(next.current.digest).not.toBe(before.current.digest);
    expect(next.past.slice(1)).toEqual(before.past);
    expect(next.past[0]).toEqual({
      version: shipped.version,
      technologies: [{ id: 'docker', figures: { startupTime: docker.figures.startupTime } }],
      mechanisms: [],
    });
    const newer = { ...after, version: '9.0.0', history: next.past as never };
    const back = catalogueAt(newer, shipped.version);
    expect(back && figureChanges(shipped, back)).toEqual([]);
  });

  test('[CAT-10] the same figures have the same digest', () => {
    const next = JSON.parse(nextHistory(text, shipped, shipped, '9.0.0')) as {
      current: { digest: string };
    };
    const { current } = JSON.parse(text) as typeof next;
    expect(next.current.digest).toBe(current.digest);
  });
});
