import { defineConfig } from '@playwright/test';
import { assertNetwork } from './scripts/check/namespace.ts';
import { ROOT } from './scripts/build/paths.ts';
import { electronProgram } from './scripts/start/electron-program.ts';
import type { HostOptions } from './e2e/host-fixture.ts';

// One suite, two hosts. `npm run test:e2e` finds the browser, builds the program and runs this.
assertNetwork(process.env['PARTITA_E2E_NETWORK']);

const chromium = process.env['CHROMIUM_PATH'];
const hasElectron = electronProgram(ROOT) !== null;
// Workers read this file again; only the first process says it.
if (!hasElectron && process.env['TEST_WORKER_INDEX'] === undefined) {
  console.log("Project electron skipped: Electron's program is not installed.");
}

/** No look-up of a name, no call home: what the page asks for comes from this machine or not at all. */
const OFFLINE_ARGUMENTS = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
];

export default defineConfig<HostOptions>({
  testDir: 'e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  // Guards against a hang, not a speed: machines may be slow.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  workers: 2,
  reporter: [['list'], ['json']],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      chromiumSandbox: false,
      args: OFFLINE_ARGUMENTS,
    },
  },
  projects: [
    { name: 'browser-host', use: { hostKind: 'browser' } },
    ...(hasElectron ? [{ name: 'electron', use: { hostKind: 'electron' as const } }] : []),
  ],
});
