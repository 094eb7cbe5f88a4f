// The import table of the house (README.md, "Rooms"): who may import whom. scripts/house.test.ts seeds one
// violation of every rule below and expects it to fire.

const PURE = ['model', 'catalog', 'analysis', 'exchange', 'drawing', 'report'];

/** Room -> rooms it may import beside itself. */
const TABLE = {
  model: [],
  catalog: ['model'],
  analysis: ['catalog', 'model'],
  exchange: ['catalog', 'model'],
  drawing: ['analysis', 'catalog', 'model'],
  report: ['drawing', 'analysis', 'catalog', 'model'],
  db: ['model'],
  host: ['db', 'report', 'drawing', 'exchange', 'analysis', 'catalog', 'model'],
  cli: ['host', 'db', 'report', 'drawing', 'exchange', 'analysis', 'catalog', 'model'],
  electron: ['host'],
  ui: ['drawing', 'analysis', 'catalog', 'model'],
};

/** Packages whose work needs neither Node nor the DOM. */
const PURE_PACKAGES = [
  'zod',
  'd3',
  'd3-[a-z-]+',
  'saxes',
  'papaparse',
  'yaml',
  'highs',
  'jsonc-parser',
];

const TEST = '[.]test[.]ts$';
/** Tests, and what only tests are made with. */
const TEST_CODE = [TEST, '/testing/'];
/** @param {string} room */
const folderOf = (room) => (room === 'db' || room === 'electron' ? `${room}/` : `src/${room}/`);
/** @param {readonly string[]} names */
const anyOf = (names) => `(${names.join('|')})`;
const pureRooms = `^src/${anyOf(PURE)}/`;

/** The UI sees the host only as a contract and a client. */
const PUBLIC_HOST = ['src/host/contract[.]ts$', 'src/host/client([.]ts$|/)'];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const roomRules = Object.entries(TABLE).map(([room, others]) => ({
  name: `room-${room}`,
  comment: `${room} may import ${others.join(', ') || 'nothing of ours'}${room === 'ui' ? ', host/contract and host/client' : ''}`,
  severity: 'error',
  from: { path: `^${folderOf(room)}` },
  to: {
    path: '^(src|db|electron)/',
    pathNot: `^${anyOf([folderOf(room), ...others.map(folderOf), ...(room === 'ui' ? PUBLIC_HOST : [])])}`,
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...roomRules,
    {
      name: 'no-circular',
      comment: 'Two files that import each other are one file, or miss a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports it and it starts nothing',
      severity: 'error',
      from: { orphan: true, pathNot: [TEST, '[.]d[.]ts$', '(^|/)(main|preload)[.]ts$'] },
      to: {},
    },
    {
      name: 'not-to-unresolvable',
      comment: 'The import leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'pure-without-node',
      comment:
        'Pure rooms run anywhere: no Node modules (tests, and what they are made with, may read files)',
      severity: 'error',
      from: { path: pureRooms, pathNot: TEST_CODE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-packages',
      comment: `Pure rooms use only ${PURE_PACKAGES.join(', ')}`,
      severity: 'error',
      from: { path: pureRooms, pathNot: TEST_CODE },
      to: { path: 'node_modules/', pathNot: `node_modules/(@types/)?${anyOf(PURE_PACKAGES)}/` },
    },
    {
      name: 'ui-without-node',
      comment: 'The UI runs in a browser, whatever it imports on the way',
      severity: 'error',
      from: { path: '^src/ui/', pathNot: TEST },
      to: {
        path: '^(node:|fs$|path$|crypto$|child_process$|db/|electron/)|node_modules/better-sqlite3/',
        reachable: true,
      },
    },
    {
      name: 'electron-only-in-shell',
      comment: "require('electron') under plain Node starts a download; only electron/ imports it",
      severity: 'error',
      from: { pathNot: '^electron/' },
      to: { path: '^electron$|node_modules/electron/' },
    },
    {
      name: 'sqlite-only-in-db',
      comment:
        'SQL stays behind the repositories of db/; a test may look into a file as a user would',
      severity: 'error',
      from: { pathNot: ['^db/', TEST] },
      to: { path: 'node_modules/(@types/)?better-sqlite3/' },
    },
    {
      name: 'svelte-only-in-ui',
      comment: 'Svelte is the skin of src/ui',
      severity: 'error',
      from: { pathNot: '^src/ui/' },
      to: { path: 'node_modules/(svelte|bits-ui)/' },
    },
    {
      name: 'no-dev-packages',
      comment: 'What ships does not import what only builds and tests',
      severity: 'error',
      from: { path: '^(src|db|electron)/', pathNot: TEST_CODE },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/(electron|@types)/',
      },
    },
    {
      name: 'product-without-test-code',
      comment: 'What ships does not import what only tests are made with',
      severity: 'error',
      from: { path: '^(src|db|electron)/', pathNot: TEST_CODE },
      to: { path: '/testing/' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that package.json does not name may vanish with the next install',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-without-workshop',
      comment: 'scripts/, bench/, bin/ and e2e/ use the product, never the other way round',
      severity: 'error',
      from: { path: '^(src|db|electron)/' },
      to: { path: '^(scripts|bench|bin|e2e)/' },
    },
    {
      name: 'no-barrels',
      comment: 'Import a file by its name; an index that re-exports hides who uses what',
      severity: 'error',
      from: {},
      to: { path: '/index[.]ts$', pathNot: 'node_modules/' },
    },
    {
      name: 'no-vague-names',
      comment: 'A file is named after what it holds',
      severity: 'error',
      from: {},
      to: { path: '/(utils?|helpers?|common|misc|shared)[./]', pathNot: 'node_modules/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(fixtures|corpus)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'browser', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.d.ts'],
    },
  },
};
