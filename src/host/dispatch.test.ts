import { afterEach, describe, expect, test, vi } from 'vitest';
import { contract } from './contract.ts';
import { createDispatch, type Handlers } from './dispatch.ts';
import { METHODS, startTestHost, type TestHost } from './testing/test-host.ts';

let started: TestHost | null = null;
afterEach(() => {
  started?.remove();
  started = null;
});

describe('dispatch', () => {
  test('[HOST-1] knows its methods and nothing that an object inherits', async () => {
    started = startTestHost();
    for (const method of [
      'nope',
      '__proto__',
      'constructor',
      'toString',
      '',
      null,
      7,
      ['app.info'],
    ]) {
      const reply = await started.host.dispatch(method, {});
      expect(reply).toMatchObject({ ok: false, problems: [{ code: 'host-unknown-method' }] });
    }
  });

  test.each(METHODS)('[HOST-2] %s refuses input that is not exactly its own', async (method) => {
    started = startTestHost();
    const inputs = [
      undefined,
      null,
      'x',
      [],
      { surprise: 1 },
      { planId: '../../etc', extra: true },
    ];
    for (const input of inputs) {
      const reply = await started.host.dispatch(method, input);
      expect(reply.ok, JSON.stringify(input)).toBe(false);
      if (reply.ok) continue;
      for (const { code } of reply.problems) expect(code).toMatch(/^json-/);
    }
    expect(started.log).toEqual([]);
  });

  test.each(METHODS.filter((method) => 'planId' in contract[method].input.shape))(
    '[HOST-3] %s says so when the plan is not open',
    async (method) => {
      started = startTestHost();
      const input = {
        planId: 'w-0000000000000000',
        ...{
          'plan.apply': {
            baseRevision: 0,
            step: 's',
            diff: { added: {}, updated: {}, removed: {} },
          },
          'plan.save': { path: null },
          'results.store': { revision: 0, layoutId: 'l' },
          'import.preview': { fileName: 'x.csv', text: 'a', format: null },
          'export.files': { format: 'json' },
          'report.files': { layoutId: null, format: 'html' },
        }[method as string],
      };
      const reply = await started.host.dispatch(method, input);
      const codes = reply.ok ? [] : reply.problems.map(({ code }) => code);
      const expected = /recover|discard/.test(method) ? 'working-copy-missing' : 'plan-not-open';
      expect(codes).toEqual([expected]);
    },
  );

  test('[HOST-4] a bug is one problem and one line in the log, never an exception', async () => {
    const log = vi.fn<(line: string) => void>();
    const broken = () => {
      throw new TypeError('boom\nsecond line');
    };
    const dispatch = createDispatch({ 'app.info': broken } as unknown as Handlers, log);
    expect(await dispatch('app.info', {})).toMatchObject({
      ok: false,
      problems: [{ code: 'host-bug', message: 'Partita made a mistake of its own in app.info' }],
    });
    expect(log).toHaveBeenCalledOnce();
    expect(log.mock.calls[0]?.[0]).toMatch(
      /^partita: bug in app\.info: TypeError: boom second line \(at /,
    );
    expect(log.mock.calls[0]?.[0]).not.toMatch(/\n/);
  });

  test('[HOST-4] what is thrown need not be an error', async () => {
    const thrower = () => Promise.reject(new Error('late'));
    const dispatch = createDispatch(
      { 'app.info': thrower } as unknown as Handlers,
      () => undefined,
    );
    expect(await dispatch('app.info', {})).toMatchObject({ ok: false });
  });
});
