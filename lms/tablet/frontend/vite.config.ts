import { existsSync } from "node:fs";
import { join } from "node:path";

import { defineConfig } from "vitest/config";

import { appVersion } from "./version.ts";

/** The app, and the page in which the CMS shows a lesson with the tablet's own elements. */
const PAGES = ["index.html", "preview.html"]
  .map((name) => join(import.meta.dirname, name))
  .filter((path) => existsSync(path));

/** The learner app. The service worker is built after it (vite.sw.config.ts), since it lists this build's files. */
export default defineConfig({
  base: "/",
  define: { __APP_VERSION__: JSON.stringify(appVersion()) },
  build: {
    target: "chrome109",
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content security policy has no place for inline scripts
    chunkSizeWarningLimit: 600,
    rolldownOptions: { input: PAGES },
  },
  server: { fs: { allow: [".", "../../static"] } },
  test: { environment: "node", include: ["test/**/*.test.ts"] },
});
