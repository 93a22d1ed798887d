import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { defineConfig, type Plugin } from "vite";

const SOURCE = join(import.meta.dirname, "verifier");
const OUT = join(import.meta.dirname, "dist-verifier");

/** Whose work goes into the page, and under which licence: the texts go with it. zxing-cpp is inside zxing-wasm. */
const LICENCES = {
  "zxing-wasm (MIT)": "node_modules/zxing-wasm/LICENSE",
  "@noble/curves (MIT)": "node_modules/@noble/curves/LICENSE",
  "@noble/hashes (MIT)": "node_modules/@noble/hashes/LICENSE",
  "zxing-cpp (Apache-2.0)": "verifier/apache-2.0.txt",
};

/** The QR decoder's WebAssembly as text: gzip (no time in it), base64. */
const scanner = (): Plugin => ({
  name: "scanner",
  resolveId: (id) => (id === "virtual:scanner" ? "\0scanner" : null),
  load(id) {
    if (id !== "\0scanner") return null;
    const wasm = readFileSync(join(import.meta.dirname, "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"));
    return `export default "${gzipSync(wasm, { level: 9 }).toString("base64")}"`;
  },
  /** The library's own place to fetch it from: this page fetches nothing. */
  transform: (code, id) =>
    id.includes("zxing-wasm") ? code.replace(/https:\/\/fastly\.jsdelivr\.net[^`"']*/g, "") : null,
});

/** Page, style and licences lie beside the script; the server puts them together with a trust bundle. */
const beside = (): Plugin => ({
  name: "beside",
  writeBundle() {
    for (const name of ["page.html", "page.css"]) writeFileSync(join(OUT, name), readFileSync(join(SOURCE, name)));
    const texts = Object.entries(LICENCES).map(
      ([name, path]) => `${name}\n\n${readFileSync(join(import.meta.dirname, path), "utf8").trim()}\n`,
    );
    writeFileSync(join(OUT, "licences.txt"), texts.join(`\n${"─".repeat(60)}\n\n`));
  },
});

/** The page that checks certificates: one script, made part of one HTML file by assessments/certification/verifier. */
export default defineConfig({
  publicDir: false,
  plugins: [scanner(), beside()],
  build: {
    target: "chrome109",
    outDir: OUT,
    emptyOutDir: true,
    chunkSizeWarningLimit: 2500,
    lib: { entry: join(SOURCE, "main.ts"), formats: ["iife"], name: "verifier", fileName: () => "page.js" },
  },
});
