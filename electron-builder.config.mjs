// Packages of the desktop program. `npm run pack -- --linux deb` and so on; Electron's own program is fetched by
// electron-builder then. scripts/pack/pack.test.ts checks what can be checked without it.

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'partita.planner',
  productName: 'Partita',
  executableName: 'partita',
  copyright: 'Copyright © the Partita maintainers',
  directories: { output: 'release', buildResources: 'resources/icons' },
  asar: true,
  // Native code cannot be loaded from inside the archive.
  asarUnpack: ['**/*.node'],
  // The one native module brings its binaries along.
  npmRebuild: false,
  publish: null,
  files: [
    'dist/ui/**',
    'dist/electron/**',
    'resources/**',
    'package.json',
    '!**/*.map',
    '!**/.stamp',
    // Everything else is bundled into dist/.
    '!node_modules/!(better-sqlite3){,/**}',
    '!node_modules/better-sqlite3/{deps,src,binding.gyp,README.md}{,/**}',
    '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}).node',
  ],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  fileAssociations: [
    {
      ext: 'partita',
      name: 'Partita plan',
      description: 'Partita plan',
      mimeType: 'application/x-partita',
      role: 'Editor',
    },
  ],
  linux: {
    target: ['deb', 'AppImage'],
    category: 'Development',
    synopsis: 'Plans which application runs on which core, in what',
    description:
      'Offline planner of embedded systems: applications, cores, isolation, shared memory.',
    maintainer: 'Partita maintainers <maintainers@partita.invalid>',
    vendor: 'Partita',
  },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools', hardenedRuntime: true },
  dmg: { sign: false },
};
