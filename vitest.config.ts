import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Two kinds of unit test: rooms run in Node as they ship; the UI's rune modules are compiled for the browser.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'rooms',
          include: ['{src,db,electron,scripts,bench}/**/*.test.ts'],
          exclude: ['src/ui/**', '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: { name: 'ui', include: ['src/ui/**/*.test.ts'] },
      },
    ],
  },
});
