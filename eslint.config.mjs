// The house rules a linter can check. scripts/house.test.ts seeds one violation of each and expects it to fire.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const PURE = ['model', 'catalog', 'analysis', 'exchange', 'drawing', 'report'].map(
  (room) => `src/${room}/**/*.ts`,
);
const TESTS = ['**/*.test.ts', 'e2e/**/*.ts'];

/** Globals that would let the outside world into a pure room, and what to do instead. */
const impureGlobals = Object.entries({
  process: 'take what you need as an argument',
  Buffer: 'use Uint8Array',
  performance: 'pure rooms have no clock; pass the time',
  fetch: 'pure rooms do no input or output',
  crypto: 'pure rooms have no randomness; pass ids or a seed',
  console: 'return problems or findings',
  setTimeout: 'pure rooms have no clock',
  setInterval: 'pure rooms have no clock',
  queueMicrotask: 'pure rooms are synchronous or await their callers',
  window: 'no DOM',
  document: 'no DOM',
  navigator: 'no DOM',
  localStorage: 'no DOM',
  XMLHttpRequest: 'no DOM',
  Temporal: 'pure rooms have no clock; pass the time',
}).map(([name, message]) => ({ name, message: `Pure room: ${message}.` }));

const impureSyntax = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Pure room: no clock; pass the time.',
  },
  {
    selector:
      "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
    message: 'Pure room: no clock; pass the time.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Pure room: no randomness; pass a seed.',
  },
  {
    selector: "Identifier[name='globalThis']",
    message: 'Pure room: nothing global.',
  },
];

const noDefaultExport = {
  restrictDefaultExports: { direct: true, named: true, defaultFrom: true },
};

export default defineConfig(
  globalIgnores([
    'node_modules/',
    'dist/',
    'release/',
    'coverage/',
    'test-results/',
    'playwright-report/',
    'types/',
    '**/fixtures/',
  ]),
  // A rule that hurts is discussed and changed here, not switched off in a file.
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: [] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': ['error', { fixToUnknown: false }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': false },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Numbers in templates are what this program is made of.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Contracts are promises even where today's body is synchronous.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-exports': ['error', noDefaultExport],
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }],
      eqeqeq: 'error',
      // Text from outside is checked for control characters on purpose.
      'no-control-regex': 'off',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'electron', message: 'Only electron/ talks to Electron; use the contract.' },
            {
              name: 'electron/main',
              message: 'Only electron/ talks to Electron; use the contract.',
            },
            {
              name: 'electron/renderer',
              message: 'Only electron/ talks to Electron; use the contract.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Identifier[name=/^ipc(Renderer|Main)$/]',
          message: 'Raw IPC belongs to electron/.',
        },
      ],
    },
  },
  {
    name: 'pure rooms',
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-syntax': [
        'error',
        ...impureSyntax,
        {
          selector: 'Identifier[name=/^ipc(Renderer|Main)$/]',
          message: 'Raw IPC belongs to electron/.',
        },
      ],
    },
  },
  {
    name: 'electron shell',
    files: ['electron/**/*.ts'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-syntax': 'off' },
  },
  svelte.configs.recommended,
  {
    name: 'svelte',
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: tseslint.parser },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error',
      'svelte/no-inspect': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style'] > SvelteLiteral",
          message: 'The content security policy refuses static style attributes; use a class.',
        },
        {
          selector: 'Identifier[name=/^ipc(Renderer|Main)$/]',
          message: 'Raw IPC belongs to electron/.',
        },
      ],
      // The plan is plain immutable data in $state.raw; a reactive Map would hide that it is not.
      'svelte/prefer-svelte-reactivity': 'off',
      // The compiler knows which `let` is a prop.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
    },
  },
  {
    name: 'components',
    files: ['**/*.svelte'],
    rules: {
      // svelte-check types templates; the linter's parser sees `any` in snippets and no globals.
      'no-undef': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    name: 'tests',
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      // Playwright's fixtures name what they need in a pattern, even when that is nothing.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    name: 'builders for tests',
    files: ['**/testing/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    name: 'configuration and launchers',
    files: ['*.ts', '*.mjs', '*.js', '.dependency-cruiser.mjs', 'bin/*.mjs', 'scripts/**/*.mjs'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    name: 'plain JavaScript',
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
