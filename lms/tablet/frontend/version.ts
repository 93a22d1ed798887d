import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const ROOT = import.meta.dirname;

function filesUnder(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesUnder(path) : [path];
    });
}

/** The app's version: the package's, and a hash over the sources, so that two builds of the same sources are equal. */
export function appVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  const hash = createHash("sha256");
  const files = [
    ...filesUnder(join(ROOT, "src")),
    ...filesUnder(join(ROOT, "public")),
    join(ROOT, "package-lock.json"),
  ];
  for (const path of files) hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  return `${version}+${hash.digest("hex").slice(0, 12)}`;
}
