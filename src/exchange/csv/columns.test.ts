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

  it('[CSV-3] units may be written out, heads may be Greek, and a number is a name where nothing else is', () => {
    expect(found('tasks', 'T in ms', 'C (msec)', 'deadline/seconds', 'τ', 'φ [µs]', 'π')).toEqual([
      ['periodNs', 'ms'],
      ['wcetNs', 'ms'],
      ['deadlineNs', 's'],
      ['name', null],
      ['offsetNs', 'us'],
      ['priority', null],
    ]);
    expect(found('tasks', 'ID', 'Ti')).toEqual([
      ['name', null],
      ['periodNs', null],
    ]);
    expect(found('tasks', 'ID', 'Name')).toEqual([
      [null, null],
      ['name', null],
    ]);
  });

  it('[CSV-3] a head that says so makes the smallest priority the most urgent', () => {
    const heads = ['Priority (1 = highest)', 'rank', 'prio: lower is higher', 'Priority'];
    expect(heads.map((head) => found('tasks', head)[0])).toEqual([
      ['priority', 'smallest-first'],
      ['priority', 'smallest-first'],
      ['priority', 'smallest-first'],
      ['priority', null],
    ]);
  });

  it('[CSV-3] what is not known stays not known', () => {
    expect(found('tasks', 'runnables', 'response_us', 'period_kg', '')).toEqual([
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
