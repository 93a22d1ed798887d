/* To the server and back: records first, then photos in pieces (tus 1.0). Whatever breaks off goes on later; sending twice changes nothing. */

import * as store from "./store.js";
import { sha256base64 } from "./vault.js";

const BASE = "./"; // the app's own corner: /admin/practicals/app/
const BATCH = 40;
const PIECE = 256 * 1024;
const TRIES = 5;

export class SignedOut extends Error {}
export class Refused extends Error {}

const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

async function ask(path, { body, headers = {}, method = body ? "POST" : "GET" } = {}) {
  const answer = await fetch(BASE + path, { method, body, redirect: "manual", cache: "no-store", headers: { Accept: "application/json", "X-CSRFToken": csrf(), ...headers } });
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  return answer;
}

async function json(path, said) {
  const answer = await ask(path, said === undefined ? {} : { method: "POST", body: JSON.stringify(said), headers: { "Content-Type": "application/json" } });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(told.title ?? String(answer.status));
  return told;
}

export const me = () => json("me/");
export const register = (officer, label) => json("key/", { id: officer.key, jwk: officer.jwk, label });
export const take = (sitting) => json(`take/${sitting}/`, {});

/* Everything of this desk that is not at the server yet. `progress()` after each step. Returns what the server says of who is signed in. */
export async function send(desk, progress) {
  const session = await me(); // a fresh token against forged requests, and whether somebody is signed in
  await sendRecords(desk, progress);
  for (const photo of desk.photos.values()) {
    if (photo.kept && !photo.sent && desk.keys[photo.sitting]) await sendPhoto(desk, photo, progress);
  }
  return session;
}

async function sendRecords(desk, progress) {
  const waiting = desk.records.filter((one) => one.state === "here");
  for (let start = 0; start < waiting.length; start += BATCH) {
    const batch = waiting.slice(start, start + BATCH);
    const { verdicts } = await json("records/", { records: batch.map(({ said }) => wire(said)) });
    for (const [place, record] of batch.entries()) {
      const { state, sentence } = verdicts[place];
      if (state === "wait") continue;
      record.state = state === "refused" ? "refused" : "server";
      record.reason = sentence;
      const { said, ...row } = record;
      await store.write([["records", { ...(await store.one("records", record.id)), state: row.state, reason: row.reason }]]);
    }
    progress();
  }
}

const wire = (said) =>
  said.kind === "assessment"
    ? { kind: said.kind, id: said.id, content: said.content, jws: said.jws }
    : { kind: said.kind, id: said.id, assessment: said.assessment, jws: said.jws };

/* Refused records once more: a role may have been given since. */
export async function again(desk) {
  for (const record of desk.records.filter((one) => one.state === "refused")) {
    record.state = "here";
    await store.write([["records", { ...(await store.one("records", record.id)), state: "here", reason: "" }]]);
  }
}

async function sendPhoto(desk, photo, progress) {
  const bytes = await desk.photo(photo.id);
  const about = `sha256 ${btoa(photo.id)},media_type ${btoa("image/jpeg")}`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const begun = await ask("photos", { method: "POST", headers: { "Tus-Resumable": "1.0.0", "Upload-Length": String(bytes.length), "Upload-Metadata": about } });
    if (begun.status !== 201) throw new Refused((await begun.json().catch(() => ({}))).title ?? String(begun.status));
    const place = `photos/${begun.headers.get("Location").split("/").at(-1)}`;
    let offset = Number(begun.headers.get("Upload-Offset"));
    while (offset < bytes.length) {
      const piece = bytes.slice(offset, offset + PIECE);
      const headers = { "Tus-Resumable": "1.0.0", "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream", "Upload-Checksum": `sha256 ${await sha256base64(piece)}` };
      const answer = await ask(place, { method: "PATCH", body: piece, headers });
      if (answer.status !== 204) break; // it stands elsewhere, or the piece was damaged: ask again where to go on
      offset = Number(answer.headers.get("Upload-Offset"));
      photo.offset = offset;
      progress();
    }
    if (offset >= bytes.length) {
      photo.sent = true;
      await store.write([["photos", { ...(await store.one("photos", photo.id)), sent: true }]]);
      progress();
      return;
    }
  }
}
