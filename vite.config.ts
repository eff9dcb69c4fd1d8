// Builds the auditor's page. Everything is a file of our own host: nothing inline, nothing from elsewhere.
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/fronts/web/client',
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    // The licences of what is in the bundle travel with it.
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000, // KB
  },
});
