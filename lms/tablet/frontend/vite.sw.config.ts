import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { defineConfig } from "vite";

import { appVersion } from "./version.ts";

const DIST = join(import.meta.dirname, "dist");

interface PrecacheEntry {
  url: string;
  revision: string | null;
}

/** Every file of the app's build: hashed names need no revision, the others get the hash of their bytes. */
function precacheList(folder = DIST): PrecacheEntry[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name): PrecacheEntry[] => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return precacheList(path);
      const url = "/" + relative(DIST, path).replaceAll("\\", "/");
      if (url === "/sw.js" || url === "/preview.html") return [];
      const revision = url.startsWith("/assets/")
        ? null
        : createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
      return [{ url: url === "/index.html" ? "/" : url, revision }];
    });
}

export default defineConfig(() => ({
  publicDir: false as const,
  define: {
    __APP_VERSION__: JSON.stringify(appVersion()),
    __PRECACHE__: JSON.stringify(precacheList()),
    "process.env.NODE_ENV": JSON.stringify("production"),
  },
  build: {
    target: "chrome109",
    outDir: "dist",
    emptyOutDir: false,
    lib: { entry: "src/sw.ts", formats: ["iife" as const], name: "sw", fileName: () => "sw.js" },
  },
}));
