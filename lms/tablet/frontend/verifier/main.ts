/** The page: takes what is handed in, checks it, shows it. Nothing leaves it. */
import { readBundle, BundleInvalid, type TrustBundle } from "./bundle";
import { check } from "./checking";
import { h } from "./elements";
import { Camera, codesInPicture } from "./scanner";
import { card, many, type Checked } from "./showing";
import { utf8 } from "./strict";
import { chinaDay } from "./times";
import { follow } from "./trust";
import { day, pick, type Language, type Sentences, type Verdict } from "./verdicts";
import { word, type Word } from "./words";

type Item = Uint8Array<ArrayBuffer>;

/** For a picture among others in which no code was found. */
const NOTHING: Verdict = { findings: [{ code: "not_a_certificate", values: {} }], certificate: null };

const sentences = JSON.parse(data("sentences")) as Sentences;
let bundle: TrustBundle | null = null;
let language: Language = navigator.language.startsWith("zh") ? "zh" : "en";
let shown: Checked[] = [];
let last: Item[] | null = null;
let comparing: Item[] | null = null;
let notice: Word | null = null;
let dataNotice: { said: Word; unknown: string[] } | null = null;

const byId = (id: string): HTMLElement => document.getElementById(id)!;
const result = byId("result");
const video = byId("video") as HTMLVideoElement;
const camera = new Camera(video, (text) => {
  showCamera(false);
  void take([{ name: "", items: [utf8(text)] }]);
});

function data(id: string): string {
  return document.getElementById(id)!.textContent;
}

// ── Handing in ───────────────────────────────────────────────────────────────────────────────────

interface HandedIn {
  name: string;
  items: Item[];
}

async function take(all: HandedIn[]): Promise<void> {
  notice = null;
  byId("working").hidden = false;
  const beside = comparing;
  comparing = null;
  shown = [];
  for (const one of all) {
    const items = beside && all.length === 1 ? [...beside, ...one.items] : one.items;
    shown.push({ name: one.name, verdict: items.length ? await check(items, bundle, Date.now() / 1000) : NOTHING });
    last = all.length === 1 ? items : null;
  }
  byId("working").hidden = true;
  draw();
  result.focus();
}

async function takeFiles(files: File[]): Promise<void> {
  const all: HandedIn[] = [];
  for (const file of files) {
    if (!isPicture(file)) {
      all.push({ name: file.name, items: [new Uint8Array(await file.arrayBuffer())] });
      continue;
    }
    const codes = await codesInPicture(file).catch(() => null);
    if (codes?.length) all.push({ name: file.name, items: codes.map((code) => utf8(code)) });
    else if (files.length === 1) return tell(codes ? "noCode" : "noPicture");
    else all.push({ name: file.name, items: [] });
  }
  if (all.length) await take(all);
}

function isPicture(file: File): boolean {
  return file.type.startsWith("image/") || /\.(png|jpe?g|gif|webp|bmp|avif)$/i.test(file.name);
}

function tell(said: Word): void {
  notice = said;
  shown = [];
  draw();
  result.focus();
}

function showCamera(on: boolean): void {
  byId("camera").hidden = !on;
  if (!on) camera.stop();
}

async function startCamera(): Promise<void> {
  showCamera(true);
  try {
    await camera.start();
  } catch {
    showCamera(false);
    tell("noCamera");
  }
}

async function takeNewer(files: File[]): Promise<void> {
  if (!files[0]) return;
  // a page whose own data are damaged vouches for nobody, so nothing can be followed
  const followed = await follow(bundle ?? { bodies: new Map() }, new Uint8Array(await files[0].arrayBuffer()));
  if (bundle) bundle = followed.bundle;
  dataNotice = { said: followed.said, unknown: followed.unknown };
  draw();
}

// ── Showing ──────────────────────────────────────────────────────────────────────────────────────

function draw(): void {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = word("title", language);
  for (const element of document.querySelectorAll<HTMLElement>("[data-word]")) {
    element.textContent = word(element.dataset.word as Word, language);
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label as Word, language));
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  result.replaceChildren(...results());
  const now = new Date();
  const today = day([now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-"), language);
  byId("printed").textContent = `${word("printed", language)}: ${today} ${now.toTimeString().slice(0, 5)}`;
  drawData();
}

function results(): HTMLElement[] {
  if (notice) return [h("p", { class: "notice" }, word(notice, language))];
  if (!shown.length) return [];
  const heading = h("h2", {}, word("result", language));
  if (shown.length > 1) return [heading, many(shown, sentences, language), buttons(false)];
  return [
    heading,
    card(shown[0]!, sentences, language),
    buttons(last?.length === 1 && shown[0]!.verdict.certificate !== null),
  ];
}

function buttons(compare: boolean): HTMLElement {
  const hint = h("p", { class: "hint", role: "status" });
  const begin = (): void => {
    comparing = last;
    hint.textContent = word("besideHint", language);
  };
  return h(
    "div",
    { class: "after" },
    h("button", { type: "button", class: "main", onclick: clear }, word("again", language)),
    compare && h("button", { type: "button", onclick: begin }, word("beside", language)),
    h("button", { type: "button", onclick: () => window.print() }, word("print", language)),
    hint,
  );
}

function clear(): void {
  shown = [];
  last = comparing = notice = null;
  (byId("text") as HTMLTextAreaElement).value = "";
  draw();
  byId("scan").focus();
}

function drawData(): void {
  const notices = dataNotice ? [word(dataNotice.said, language)] : [];
  if (dataNotice?.unknown.length && bundle) notices.push(word("newerUnknown", language), dataNotice.unknown.join(", "));
  byId("bodies").replaceChildren(
    bundle ? bodies(bundle) : h("p", { class: "notice bad" }, word("dataBroken", language)),
    h("p", { role: "status", class: "said" }, notices.join(" ")),
  );
}

function bodies(trusted: TrustBundle): HTMLElement {
  const rows = [...trusted.bodies.values()].map((body) => {
    const lists = [...body.statusLists.values()].map((one) => one.madeAt);
    const listed = lists.length ? day(chinaDay(Math.min(...lists)), language) : word("dataNone", language);
    return h(
      "li",
      {},
      h("strong", {}, pick(body.name, language)),
      h("span", { class: "did" }, body.did),
      h("span", {}, `${word("dataMade", language)}: ${day(chinaDay(body.madeAt), language)}`),
      h("span", {}, `${word("dataStatus", language)}: ${listed}`),
    );
  });
  return h("ul", { class: "bodies" }, ...rows);
}

// ── Beginning ────────────────────────────────────────────────────────────────────────────────────

function chosen(id: string, then: (files: File[]) => Promise<void>): void {
  const input = byId(id) as HTMLInputElement;
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    input.value = "";
    void then(files);
  });
}

function listen(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-language]")) {
    button.addEventListener("click", () => {
      language = button.dataset.language as Language;
      draw();
    });
  }
  byId("scan").addEventListener("click", () => void startCamera());
  byId("stop").addEventListener("click", () => showCamera(false));
  byId("pasted").addEventListener("submit", (event) => {
    event.preventDefault();
    void take([{ name: "", items: [utf8((byId("text") as HTMLTextAreaElement).value)] }]);
  });
  chosen("file", takeFiles);
  chosen("newer", takeNewer);
  const drop = document.body;
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("dropping");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("dropping"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("dropping");
    void takeFiles([...(event.dataTransfer?.files ?? [])]);
  });
}

async function begin(): Promise<void> {
  try {
    bundle = await readBundle(utf8(data("bundle")));
  } catch (error) {
    if (!(error instanceof BundleInvalid)) throw error;
  }
  listen();
  draw();
  document.body.dataset.ready = "true";
}

void begin();
