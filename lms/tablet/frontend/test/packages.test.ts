import "fake-indexeddb/auto";

import { createHash } from "node:crypto";

import { beforeEach, describe, expect, test } from "vitest";

import { Api } from "../src/api";
import { BlobStore, Damaged, openRange } from "../src/blobs";
import { acceptCatalogue } from "../src/catalogue";
import type { DownloadItem } from "../src/facade";
import { toBase64Url, utf8 } from "../src/crypto/bytes";
import { newSigningKey, publicJwk, signBytes, thumbprint } from "../src/crypto/jose";
import { type Identity, PackageDb } from "../src/db";
import { mediaResponse, parseRange } from "../src/media";
import { Packages } from "../src/packages";
import type { Catalogue, CourseManifest, LessonManifest } from "../src/protocol.gen";
import { findTexts } from "../src/search";
import { Signal } from "../src/signal";

const hash = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
const bytesOf = (data: string | Uint8Array): Uint8Array => (typeof data === "string" ? utf8(data) : data);

let db: PackageDb;
let files: Map<string, Uint8Array>;
let asked: string[];
let cutAfter: number;
let store: BlobStore;
let packages: Packages;
let signer: CryptoKeyPair;
let identity: Identity;
let count = 0;

/** A server for blobs: ranges, and a line that breaks after so many bytes. */
const server: typeof fetch = async (input, init) => {
  const range = new Headers(init?.headers).get("Range");
  const sha256 = String(input).split("/").pop()!;
  asked.push(`${sha256.slice(0, 4)} ${range ?? ""}`.trim());
  const file = files.get(sha256);
  if (!file) return new Response("", { status: 404 });
  const from = range ? Number(/\d+/.exec(range)![0]) : 0;
  const body = file.slice(from);
  let at = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (at >= cutAfter) controller.error(new TypeError("network"));
      else if (at >= body.length) controller.close();
      else controller.enqueue(body.slice(at, (at += 65536)));
    },
  });
  const headers: HeadersInit = range ? { "Content-Range": `bytes ${from}-${file.length - 1}/${file.length}` } : {};
  return new Response(stream, { status: range ? 206 : 200, headers });
};

function keep(data: string | Uint8Array): { sha256: string; bytes: number } {
  const bytes = bytesOf(data);
  files.set(hash(bytes), bytes);
  return { sha256: hash(bytes), bytes: bytes.length };
}

function lesson(text: string, extra: LessonManifest["entries"] = []): { id: string; manifest: LessonManifest } {
  const document = {
    kind: "document",
    lesson: "urn:l",
    language: "zh-hans",
    title: "安全",
    blocks: [{ type: "text", id: "b", html: `<p>${text}</p>` }],
  };
  const entry = {
    path: "lesson.zh-hans.json",
    ...keep(JSON.stringify(document)),
    media_type: "application/json",
    role: "document" as const,
    language: "zh-hans",
  };
  const manifest: LessonManifest = {
    kind: "lesson",
    format: 1,
    player: 1,
    replaces: null,
    lesson: "urn:l",
    course: "urn:c",
    titles: { "zh-hans": "安全" },
    minutes: 5,
    completion: { rule: "opened", fraction: 1 },
    languages: ["zh-hans"],
    plain_languages: [],
    entries: [entry, ...extra],
  };
  return { id: keep(JSON.stringify(manifest)).sha256, manifest };
}

/** Publishes a course with this one lesson under the next serial. */
async function publish(packageId: string, serial: number, change: Partial<Catalogue> = {}): Promise<string | null> {
  const course: CourseManifest = {
    kind: "course",
    format: 1,
    requires: [],
    picture: null,
    topic: null,
    open_enrolment: false,
    course: "urn:c",
    course_kind: "civic",
    titles: {},
    summaries: {},
    units: [],
    lessons: [
      {
        lesson: "urn:l",
        package: packageId,
        bytes: 100,
        titles: {},
        minutes: 5,
        unit: "",
        completion: { rule: "opened", fraction: 1 },
        requires: [],
      },
    ],
  };
  const manifest = keep(JSON.stringify(course)).sha256;
  const catalogue: Catalogue = {
    kind: "catalogue",
    audience: "urn:newleaf:prison:p1",
    serial,
    epoch: "e1",
    issued_at: "2026-01-01T00:00:00Z",
    expires_at: "2026-02-01T00:00:00Z",
    courses: [{ course: "urn:c", manifest, bytes: 1, priority: 100 }],
    ...change,
  };
  const kid = await thumbprint(await publicJwk(signer.publicKey));
  const signed = [{ alg: "ES256", kid }, catalogue].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join(".");
  return acceptCatalogue(db, identity, `${signed}.${await signBytes(signer.privateKey, utf8(signed))}`);
}

const JANUARY = Date.parse("2026-01-15");
const round = (now = JANUARY) => packages.round(["urn:c"], now, () => undefined);
const installed = async () => (await db.installed.get("urn:l"))?.package;

beforeEach(async () => {
  db = new PackageDb(`packages-${count++}`);
  [files, asked, cutAfter] = [new Map(), [], Infinity];
  store = new BlobStore(db, new Api("http://t", server), { prefix: async () => "/blobs/" });
  packages = new Packages(db, store, new Signal<DownloadItem[]>([]));
  signer = await newSigningKey();
  const jwk = await publicJwk(signer.publicKey);
  identity = {
    device: "d",
    prison: "p1",
    trust: { verify: { [await thumbprint(jwk)]: jwk }, seal: jwk, recovery: jwk },
  } as Identity;
});

describe("blobs", () => {
  const film = new Uint8Array(5_000_000).map((_, at) => at % 251);

  test("a download goes on where it broke off", async () => {
    const { sha256, bytes } = keep(film);
    cutAfter = 3_000_000;
    await expect(store.fetch(sha256, bytes)).rejects.toMatchObject({ code: "offline" });
    const { have } = (await db.blobs.get(sha256))!;
    expect(have).toBeGreaterThan(2_000_000);
    cutAfter = Infinity;
    await store.fetch(sha256, bytes);
    expect(asked[1]).toContain(`bytes=${have}-`);
    expect(await store.has(sha256)).toBe(true);
  });

  test("one flipped bit, and nothing of the file is kept", async () => {
    const { sha256, bytes } = keep(film);
    files.set(
      sha256,
      film.map((byte, at) => (at === 4_999_999 ? byte ^ 1 : byte)),
    );
    await expect(store.fetch(sha256, bytes)).rejects.toBeInstanceOf(Damaged);
    expect([await db.blobs.count(), await db.chunks.count()]).toEqual([0, 0]);
  });

  test("a file that does not end is refused at its promised length", async () => {
    const { sha256 } = keep(film);
    await expect(store.fetch(sha256, 1000)).rejects.toBeInstanceOf(Damaged);
  });

  test("ranges are cut from the pieces that hold them", async () => {
    const { sha256, bytes } = keep(film);
    await store.fetch(sha256, bytes);
    for (const [start, end] of [
      [0, 10],
      [2_097_150, 2_097_160],
      [4_999_990, 5_000_000],
    ] as const) {
      const part = new Uint8Array(await (await openRange(db, sha256, start, end)).arrayBuffer());
      expect(part).toEqual(film.slice(start, end));
    }
  });
});

describe("packages", () => {
  test("a package is switched to when it is whole, and the one before stays for one undo", async () => {
    const [old, fresh] = [lesson("旧的"), lesson("新的")];
    await publish(old.id, 1);
    await round();
    expect(await installed()).toBe(old.id);
    await publish(fresh.id, 2);
    await round();
    expect(await installed()).toBe(fresh.id);
    asked = [];
    files.delete(old.id);
    await publish(old.id, 3); // the undo
    await round();
    expect(await installed()).toBe(old.id);
    expect(asked).toHaveLength(1); // the course's manifest alone
  });

  test("with one bad file the old package stays", async () => {
    const good = lesson("好");
    await publish(good.id, 1);
    await round();
    const bad = lesson("坏", [
      { path: "p.png", ...keep("picture"), media_type: "image/png", role: "media", language: "" },
    ]);
    files.set(hash("picture"), utf8("pictuRe"));
    await publish(bad.id, 2);
    expect((await round()).damaged).toEqual(["urn:l"]);
    expect(await installed()).toBe(good.id);
  });

  test("an expired catalogue blocks new installs and no installed lesson", async () => {
    const [old, fresh] = [lesson("旧"), lesson("新")];
    await publish(old.id, 1);
    await round();
    await publish(fresh.id, 2);
    expect((await round(Date.parse("2026-03-01"))).expired).toBe(true);
    expect(await installed()).toBe(old.id);
  });

  test("an older, a forged and another prison's catalogue are refused; a restored server's is not", async () => {
    const { id } = lesson("x");
    expect(await publish(id, 5)).toBeNull();
    expect(await publish(id, 4)).toBe("serial");
    expect(await publish(id, 6, { audience: "urn:newleaf:prison:p2" })).toBe("shape");
    expect(await acceptCatalogue(db, identity, "a.b.c")).toBe("signature");
    expect(await publish(id, 2, { epoch: "e2", issued_at: "2026-01-02T00:00:00Z" })).toBeNull();
  });

  test("a course that is taken back leaves its lessons readable", async () => {
    await publish(lesson("x").id, 1);
    await round();
    await publish("0".repeat(64), 2, { courses: [] });
    await packages.round([], JANUARY, () => undefined);
    expect(await installed()).toBeDefined();
    expect(await db.manifests.where("kind").equals("course").count()).toBe(1);
  });
});

describe("files for the player", () => {
  test("whole, a range, and a range outside", async () => {
    const { id } = lesson("x", [
      { path: "影片 1.mp4", ...keep("0123456789"), media_type: "video/mp4", role: "media", language: "" },
    ]);
    await publish(id, 1);
    await round();
    const address = `/media/${id}/${encodeURIComponent("影片 1.mp4")}`;
    expect(await (await mediaResponse(db, address, null)).text()).toBe("0123456789");
    const part = await mediaResponse(db, address, "bytes=2-4");
    expect([part.status, await part.text(), part.headers.get("Content-Range")]).toEqual([206, "234", "bytes 2-4/10"]);
    expect((await mediaResponse(db, address, "bytes=10-")).status).toBe(416);
    expect((await mediaResponse(db, `/media/${id}/none`, null)).status).toBe(404);
    expect(part.headers.get("Content-Security-Policy")).toContain("sandbox");
  });

  test("the last bytes can be asked for", () => {
    expect(parseRange("bytes=-3", 10)).toEqual([7, 10]);
    expect(parseRange("bytes=5-2", 10)).toBe("outside");
    expect(parseRange("lines=1-2", 10)).toBeNull();
  });
});

describe("search", () => {
  beforeEach(async () => {
    await publish(lesson("焊接以前要检查电源。Wear a welding mask.").id, 1);
    await round();
  });

  test("what is installed is found", async () => {
    expect((await findTexts(db, "电源", 10)).map(({ row }) => row.lesson)).toEqual(["urn:l"]);
  });

  test("a lesson that an earlier app installed is indexed at the next start", async () => {
    await db.passages.clear();
    await packages.load();
    expect((await findTexts(db, "电源", 10)).length).toBe(1);
  });
});
