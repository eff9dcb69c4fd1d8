// Builds the auditor's page. Everything is a file of our own host: nothing inline, nothing from elsewhere.
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/fronts/web/client',
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000, // KB
  },
});
