import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { findChromium, type Source } from './chromium.ts';
import { runKept } from './command.ts';
import { assertNetwork, offline, whyNotOffline } from './namespace.ts';
import { add, closingLine, judge, NONE, readPlaywright, readVitest } from './tally.ts';

const source = (name: string, found: string | null): Source => ({ name, find: () => found });
const all = () => true;

describe('a Chromium', () => {
  test('[CHECK-1] the first source that has one wins', async () => {
    const sources = [source('a', null), source('b', '/b'), source('c', '/c')];
    expect(await findChromium(sources, all)).toBe('/b');
  });

  test('[CHECK-1] one that does not start is passed over', async () => {
    const sources = [source('b', '/b'), source('c', '/c')];
    expect(await findChromium(sources, (file) => file === '/c')).toBe('/c');
  });

  test('[CHECK-1] sources behind the one that has it are not asked', async () => {
    const never: Source = {
      name: 'never',
      find: () => {
        throw new Error('asked');
      },
    };
    expect(await findChromium([source('a', '/a'), never], all)).toBe('/a');
  });

  test('[CHECK-1] none at all is one sentence that says what to do', async () => {
    await expect(findChromium([source('a', null)], all)).rejects.toThrow(
      /^[^\n.]*CHROMIUM_PATH\.$/,
    );
  });
});

describe('loopback only', () => {
  test('[CHECK-2] others than root get a user namespace', () => {
    expect(offline(['x'], true)).not.toContain('--map-root-user');
    expect(offline(['x'], false)).toContain('--map-root-user');
  });

  test('[CHECK-2] inside there is no other interface, and arguments and exit codes come through', (context) => {
    const why = whyNotOffline();
    if (why !== null) {
      console.log(`Skipped: ${why}`);
      context.skip(why);
    }
    const script =
      "const n = require('node:os').networkInterfaces(); console.log(Object.keys(n).join(), process.argv[1]); process.exit(7)";
    const [command, ...args] = offline([process.execPath, '-e', script, 'a b']);
    const ran = spawnSync(command, args, { encoding: 'utf8' });
    expect(ran.stdout).toBe('lo a b\n');
    expect(ran.status).toBe(7);
  });

  test('[CHECK-2] a run that is said to be offline refuses any other network', () => {
    expect(() => assertNetwork('online')).not.toThrow();
    expect(() => assertNetwork(undefined)).not.toThrow();
  });
});

describe('side by side', () => {
  test('[CHECK-4] the words of both streams and the exit code come when the command has ended', async () => {
    const script = "console.log('found'); console.error('wrong'); process.exitCode = 3";
    const { code, text } = await runKept([process.execPath, '-e', script]);
    expect(code).toBe(3);
    expect(text).toContain('found\n');
    expect(text).toContain('wrong\n');
  });

  test('[CHECK-4] a command that cannot be started says which', async () => {
    expect(await runKept(['no-such-program'])).toMatchObject({
      code: 127,
      text: expect.stringContaining('no-such-program') as string,
    });
  });
});

describe('counting', () => {
  test('[CHECK-3] reads the reports of both runners', () => {
    const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    expect(readVitest(JSON.stringify(vitest))).toEqual({ passed: 3, failed: 1, skipped: 3 });
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
    expect(readPlaywright(JSON.stringify({ stats }))).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  test('[CHECK-3] a runner that ran nothing, left no report or failed without a failure counts as failed', () => {
    expect(judge(0, null).failed).toBe(1);
    expect(judge(0, { passed: 0, failed: 0, skipped: 9 }).failed).toBe(1);
    expect(judge(1, { passed: 5, failed: 0, skipped: 0 })).toEqual({
      passed: 5,
      failed: 1,
      skipped: 0,
    });
    expect(judge(1, { passed: 5, failed: 2, skipped: 0 }).failed).toBe(2);
    expect(judge(0, { passed: 5, failed: 0, skipped: 0 }).failed).toBe(0);
  });

  test('[CHECK-3] the closing line stands as test runners print it', () => {
    const sum = add({ passed: 1, failed: 0, skipped: 0 }, { ...NONE, passed: 2, skipped: 1 });
    expect(closingLine(sum)).toBe('3 passed, 0 failed, 1 skipped');
  });
});
