/** One violation per house rule: what house.test.ts plants in a scratch tree, and where it must be reported. */

/** A violation: files to write, and the file that must be reported. */
export interface Seed {
  readonly rule: string;
  /** Path -> text. The first one is the culprit. */
  readonly files: Readonly<Record<string, string>>;
}

const imports = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;
const X = 'export const x = 1;\n';

/** A file of each room, so that imports of it lead somewhere. */
export const ROOMS: Readonly<Record<string, string>> = {
  'src/model/x.ts': X,
  'src/catalog/x.ts': X,
  'src/analysis/x.ts': X,
  'src/exchange/x.ts': X,
  'src/drawing/x.ts': X,
  'src/report/x.ts': X,
  'src/host/x.ts': X,
  'src/host/contract.ts': X,
  'src/host/client.ts': X,
  'src/cli/x.ts': X,
  'src/ui/x.ts': X,
  'db/x.ts': X,
  'electron/x.ts': X,
  'scripts/x.ts': X,
};

/** Imports that the table allows; none of them may be reported. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'src/report/allowed.ts': imports('../drawing/x.ts'),
  'src/host/allowed.ts': imports('../../db/x.ts'),
  'src/cli/allowed.ts': imports('../host/x.ts'),
  'electron/allowed.ts': imports('../src/host/x.ts'),
  'src/ui/allowed-contract.ts': imports('../host/contract.ts'),
  'src/ui/allowed-client.ts': imports('../host/client.ts'),
  'src/model/allowed.test.ts':
    "import { readFileSync } from 'node:fs';\nexport const y = readFileSync;\n",
};

export const IMPORT_SEEDS: readonly Seed[] = [
  { rule: 'room-model', files: { 'src/model/bad.ts': imports('../catalog/x.ts') } },
  { rule: 'room-catalog', files: { 'src/catalog/bad.ts': imports('../analysis/x.ts') } },
  { rule: 'room-analysis', files: { 'src/analysis/bad.ts': imports('../exchange/x.ts') } },
  { rule: 'room-exchange', files: { 'src/exchange/bad.ts': imports('../analysis/x.ts') } },
  { rule: 'room-drawing', files: { 'src/drawing/bad.ts': imports('../report/x.ts') } },
  { rule: 'room-report', files: { 'src/report/bad.ts': imports('../exchange/x.ts') } },
  { rule: 'room-db', files: { 'db/bad.ts': imports('../src/catalog/x.ts') } },
  { rule: 'room-host', files: { 'src/host/bad.ts': imports('../cli/x.ts') } },
  { rule: 'room-cli', files: { 'src/cli/bad.ts': imports('../ui/x.ts') } },
  { rule: 'room-electron', files: { 'electron/bad.ts': imports('../db/x.ts') } },
  { rule: 'room-ui', files: { 'src/ui/bad.ts': imports('../host/x.ts') } },
  {
    rule: 'room-ui',
    files: {
      'src/ui/Bad.svelte': `<script lang="ts">\n  import { x } from '../report/x.ts';\n</script>\n{x}\n`,
    },
  },
  {
    rule: 'no-circular',
    files: {
      'src/model/ring-a.ts': imports('./ring-b.ts'),
      'src/model/ring-b.ts': `import { y } from './ring-a.ts';\nexport const x = () => y;\n`,
    },
  },
  { rule: 'no-orphans', files: { 'src/model/alone.ts': X } },
  { rule: 'not-to-unresolvable', files: { 'src/model/lost.ts': imports('./nowhere.ts') } },
  {
    rule: 'pure-without-node',
    files: { 'src/analysis/disk.ts': "export { readFileSync } from 'node:fs';\n" },
  },
  {
    rule: 'pure-packages',
    files: { 'src/exchange/server.ts': "export { program } from 'commander';\n" },
  },
  {
    rule: 'ui-without-node',
    files: {
      'src/ui/detour.ts': imports('../drawing/detour.ts'),
      'src/drawing/detour.ts':
        "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
    },
  },
  {
    rule: 'electron-only-in-shell',
    files: { 'src/host/window.ts': "export { app } from 'electron';\n" },
  },
  {
    rule: 'sqlite-only-in-db',
    files: { 'src/host/sql.ts': "export { default as D } from 'better-sqlite3';\n" },
  },
  {
    rule: 'svelte-only-in-ui',
    files: { 'src/report/skin.ts': "export { mount } from 'svelte';\n" },
  },
  { rule: 'no-dev-packages', files: { 'src/cli/dev.ts': "export { build } from 'vite';\n" } },
  {
    rule: 'product-without-test-code',
    files: {
      'src/cli/sample.ts': imports('../model/testing/sample.ts'),
      'src/model/testing/sample.ts': 'export const x = 1;\n',
    },
  },
  {
    rule: 'no-undeclared-packages',
    files: { 'src/host/guest.ts': "export { parse } from 'acorn';\n" },
  },
  { rule: 'product-without-workshop', files: { 'src/cli/tool.ts': imports('../../scripts/x.ts') } },
  {
    rule: 'no-barrels',
    files: {
      'src/model/user.ts': imports('./index.ts'),
      'src/model/index.ts': "export * from './x.ts';\n",
    },
  },
  {
    rule: 'no-vague-names',
    files: { 'src/model/client.ts': imports('./utils.ts'), 'src/model/utils.ts': X },
  },
];

/** What the pure tsconfig must refuse. */
export const PURITY_SEEDS: readonly Seed[] = [
  { rule: 'no DOM global', files: { 'src/drawing/dom.ts': 'export const y = document.title;\n' } },
  { rule: 'no DOM type', files: { 'src/drawing/dom-type.ts': 'export type Y = HTMLElement;\n' } },
  { rule: 'no Node global', files: { 'src/model/node.ts': 'export const y = process.argv;\n' } },
  { rule: 'no Node type', files: { 'src/model/node-type.ts': 'export type Y = Buffer;\n' } },
  {
    rule: 'no Node module',
    files: { 'src/analysis/fs.ts': "export { readFileSync } from 'node:fs';\n" },
  },
  { rule: 'no timer', files: { 'src/catalog/timer.ts': 'export const y = setTimeout;\n' } },
  { rule: 'no fetch', files: { 'src/exchange/net.ts': "export const y = fetch('x');\n" } },
  {
    rule: 'no performance',
    files: { 'src/report/clock.ts': 'export const y = performance.now();\n' },
  },
  {
    rule: 'papaparse does not let Node in',
    files: {
      'src/exchange/csv.ts':
        "import Papa from 'papaparse';\nexport const y = Papa.unparse([[1]]) + String(process.argv);\n",
    },
  },
];

const longFile = Array.from({ length: 501 }, (_, i) => `export const v${i} = ${i};`).join('\n');
const longFunction = `export function long(): number {\n  let n = 0;\n${'  n += 1;\n'.repeat(70)}  return n;\n}\n`;

/** What eslint must refuse; the rule is eslint's id. */
export const LINT_SEEDS: readonly Seed[] = [
  { rule: 'max-lines', files: { 'src/host/long-file.ts': longFile } },
  { rule: 'max-lines-per-function', files: { 'src/host/long-function.ts': longFunction } },
  {
    rule: '@typescript-eslint/no-explicit-any',
    files: { 'src/host/any.ts': 'export const y = (v: any) => void v;\n' },
  },
  {
    rule: '@typescript-eslint/ban-ts-comment',
    files: { 'src/host/ignore.ts': '// @ts-ignore\nexport const y = 1;\n' },
  },
  {
    rule: '@typescript-eslint/no-floating-promises',
    files: { 'src/host/float.ts': 'const f = async () => 1;\nf();\n' },
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    files: {
      'src/host/switch.ts':
        "export function f(k: 'a' | 'b'): void {\n  switch (k) {\n    case 'a':\n      break;\n  }\n}\n",
    },
  },
  { rule: 'no-restricted-exports', files: { 'src/host/default.ts': 'export default 1;\n' } },
  {
    rule: 'no-restricted-imports',
    files: { 'src/host/electron.ts': "export { app } from 'electron';\n" },
  },
  {
    rule: 'no-restricted-syntax',
    files: {
      'src/ui/ipc.ts': 'declare const ipcRenderer: { send(): void };\nipcRenderer.send();\n',
    },
  },
  {
    rule: 'no-restricted-syntax',
    files: { 'src/model/date-now.ts': 'export const y = Date.now();\n' },
  },
  {
    rule: 'no-restricted-syntax',
    files: { 'src/model/new-date.ts': 'export const y = new Date();\n' },
  },
  {
    rule: 'no-restricted-syntax',
    files: { 'src/model/random.ts': 'export const y = Math.random();\n' },
  },
  {
    rule: 'no-restricted-syntax',
    files: { 'src/model/global.ts': "export const y = 'x' in globalThis;\n" },
  },
  {
    rule: 'no-restricted-globals',
    files: { 'src/model/performance.ts': 'export const y = performance.now();\n' },
  },
  {
    rule: 'no-restricted-globals',
    files: { 'src/analysis/fetch.ts': "export const y = () => fetch('x');\n" },
  },
  {
    rule: 'no-restricted-globals',
    files: { 'src/drawing/process.ts': 'export const y = process.argv;\n' },
  },
  {
    rule: 'svelte/no-at-html-tags',
    files: {
      'src/ui/Html.svelte':
        '<script lang="ts">\n  const { t }: { t: string } = $props();\n</script>\n\n{@html t}\n',
    },
  },
  {
    rule: 'no-restricted-syntax',
    files: { 'src/ui/Style.svelte': '<p style="color: red">x</p>\n' },
  },
  {
    // A comment does not switch a rule off.
    rule: 'no-eval',
    files: {
      'src/host/inline.ts':
        '// eslint-disable-next-line no-eval\nexport const y = eval;\n\nexport const z: unknown = eval("1"); // eslint-disable-line no-eval\n',
    },
  },
];

/** What eslint must accept. */
export const LINT_ALLOWED: Readonly<Record<string, string>> = {
  'src/model/given-time.ts':
    'export const y = (timeMs: number): string => new Date(timeMs).toISOString();\n',
  'src/ui/Dynamic.svelte':
    '<script lang="ts">\n  const { w }: { w: number } = $props();\n</script>\n\n<p style:width={`${w}px`}>x</p>\n',
  'src/model/allowed.test.ts': 'export const y = Date.now();\n',
};
