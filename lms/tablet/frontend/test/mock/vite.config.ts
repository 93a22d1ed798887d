/** Builds the pages over the mock core, for looking at them and for the accessibility checks: `vite build --config test/mock/vite.config.ts`. */
import { join } from "node:path";

import { defineConfig } from "vite";

export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  base: "/",
  define: { __APP_VERSION__: JSON.stringify("mock") },
  build: {
    target: "chrome109",
    outDir: process.env["MOCK_OUT"] ?? "node_modules/.mock",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: join(import.meta.dirname, "index.html") },
  },
});
