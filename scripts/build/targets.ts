/** How each part is bundled. */
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig } from 'vite';
import { ROOT, type Target } from './paths.ts';

/** Native or provided by the runtime; everything else is bundled. */
const EXTERNAL = ['electron', 'better-sqlite3', /^node:/, ...builtinModules];

// How long plugins take is nobody's concern who only wants to start the program.
const QUIET = { checks: { pluginTimings: false } };

function base(outDir: string): InlineConfig {
  return {
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      target: 'es2024',
      reportCompressedSize: false,
    },
  };
}

/** Static files that a strict content security policy accepts: nothing inline, nothing as a data address. */
function ui(outDir: string): InlineConfig[] {
  const common = base(outDir);
  return [
    {
      ...common,
      root: join(ROOT, 'src/ui'),
      base: './',
      plugins: [svelte({ configFile: join(ROOT, 'svelte.config.js') })],
      worker: { format: 'es' },
      build: {
        ...common.build,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // The files come from this machine, not over a network.
        chunkSizeWarningLimit: 8192,
        rolldownOptions: QUIET,
      },
    },
  ];
}

/** Bundles for a Node runtime; `clean` is false for the second bundle of one folder. */
function nodeBundle(
  outDir: string,
  entry: Readonly<Record<string, string>>,
  format: 'es' | 'cjs',
  clean: boolean,
): InlineConfig {
  const common = base(outDir);
  const extension = format === 'es' ? 'mjs' : 'cjs';
  return {
    ...common,
    root: ROOT,
    publicDir: false,
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
    build: {
      ...common.build,
      emptyOutDir: clean,
      ssr: true,
      minify: false,
      rolldownOptions: {
        ...QUIET,
        input: entry,
        external: EXTERNAL,
        platform: 'node',
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `chunks/[name]-[hash].${extension}`,
        },
      },
    },
  };
}

/**
 * @param target what to build
 * @param outDir folder to build into
 * @returns Vite configurations, to be run in this order
 */
export function configsOf(target: Target, outDir: string): InlineConfig[] {
  if (target === 'ui') return ui(outDir);
  if (target === 'node') {
    return [nodeBundle(outDir, { partita: join(ROOT, 'src/cli/main.ts') }, 'es', true)];
  }
  return [
    nodeBundle(outDir, { main: join(ROOT, 'electron/main.ts') }, 'es', true),
    // A sandboxed preload script is one CommonJS file.
    nodeBundle(outDir, { preload: join(ROOT, 'electron/preload.ts') }, 'cjs', false),
  ];
}
