import { describe, expect, it } from 'vitest';
import { findColumns, normaliseHeader } from './columns.ts';
import { TABLE_SPECS, type CsvKind } from './table-specs.ts';

function found(kind: CsvKind, ...headers: string[]): readonly unknown[] {
  return findColumns(headers, TABLE_SPECS[kind]).map(({ spec, unit }) => [
    spec?.field ?? null,
    unit,
  ]);
}

describe('headers', () => {
  it('[CSV-3] upper case, blanks, brackets and the micro sign make no difference', () => {
    const spellings = ['period_us', 'Period [µs]', ' PERIOD (us) ', 'period-us', 'Period μs'];
    expect(new Set(spellings.map(normaliseHeader))).toEqual(new Set(['period_us']));
  });

  it('[CSV-3] a unit in the header belongs to the column', () => {
    expect(found('tasks', 'period_us', 'wcet_ms', 'Deadline [s]', 'period', 'jitter_ns')).toEqual([
      ['periodNs', 'us'],
      ['wcetNs', 'ms'],
      ['deadlineNs', 's'],
      ['periodNs', null],
      ['jitterNs', 'ns'],
    ]);
    expect(
      found('applications', 'memory_mib', 'Disk [GB]', 'cpu_load_%', 'load_clock_mhz'),
    ).toEqual([
      ['memoryPrivateBytes', 'mib'],
      ['diskBytes', 'gb'],
      ['loadShare', 'percent'],
      ['loadClockHz', 'mhz'],
    ]);
    expect(found('links', 'bytes', 'payload_bytes', 'rate_hz', 'latency_bound_us')).toEqual([
      ['payloadBytes', 'bytes'],
      ['payloadBytes', 'bytes'],
      ['rateHz', 'hz'],
      ['latencyBoundNs', 'us'],
    ]);
  });

  it('[CSV-3] what is not known stays not known', () => {
    expect(found('tasks', 'runnables', 'label_access_us', 'period_kg', '')).toEqual([
      [null, null],
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  it('[CSV-3] no header means two columns of one table', () => {
    for (const [kind, specs] of Object.entries(TABLE_SPECS)) {
      const names = specs.flatMap((spec) => [
        spec.header,
        ...(spec.aliases ?? []),
        ...Object.keys(spec.implied ?? {}),
      ]);
      expect(new Set(names).size, kind).toBe(names.length);
      expect(names.map(normaliseHeader), kind).toEqual(names);
    }
  });
});
