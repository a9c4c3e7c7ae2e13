import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// In development the pages talk to a running server: CAUSERIE=http://127.0.0.1:8080 npm run dev
const desk = process.env['CAUSERIE'] ?? 'http://127.0.0.1:8080';
const sandbox = process.env['CAUSERIE_SANDBOX'] ?? 'http://127.0.0.1:8090';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../gateway/console',
    emptyOutDir: true,
    rolldownOptions: { input: ['index.html', 'phones.html'] },
    // The pages forbid inline scripts and data: scripts; small assets stay files too.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/desk/api': desk, '/_sandbox': sandbox } },
  test: { include: ['src/**/*.test.ts'] },
});
