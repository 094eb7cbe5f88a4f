import { describe, expect, it } from 'vitest';
import { detectFormat, isImportFormat } from './formats.ts';

describe('formats', () => {
  it.each([
    ['plan.json', '{"format": "partita-plan"}', 'json'],
    ['plan', '\uFEFF\n {"a": 1}', 'json'],
    ['plan.json', 'not json', 'json'],
    ['machine.xml', '<?xml version="1.0"?><topology/>', 'hwloc'],
    ['machine', '\n<topology>', 'hwloc'],
    ['machine.xml', 'not xml', 'hwloc'],
    ['x.csv', 'application,task,period_us\n', 'csv-tasks'],
    ['x.csv', 'from_task;to_task;bytes\n', 'csv-links'],
    ['x.csv', 'chain,tasks,bound_ms\n', 'csv-chains'],
    ['x.txt', 'sep=|\nname|os\n', 'csv-applications'],
    ['pasted', '\n\nName\tOS\nHMI\tlinux\n', 'csv-applications'],
    ['plan.json', 'name,os\n', 'json'],
  ])('[FORMAT-1] %s with %j is %s', (name, text, format) => {
    expect(detectFormat(name, text)).toBe(format);
  });

  it('[FORMAT-1] leaves open what nothing tells', () => {
    expect(detectFormat('x.csv', 'a,b\n1,2\n')).toBeNull();
    expect(detectFormat('', '')).toBeNull();
    expect(detectFormat('plan.partita', 'SQLite format 3\u0000')).toBeNull();
  });

  it('[FORMAT-1] knows its own names', () => {
    expect(isImportFormat('csv-tasks')).toBe(true);
    expect(isImportFormat('csv')).toBe(false);
  });
});
