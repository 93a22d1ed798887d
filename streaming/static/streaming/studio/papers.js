/* The quiet parts of the studio: notes that save themselves, and the upload of a local recording. */

import { staff } from "./ingest.js";
import { takes, upload } from "./upload.js";

const SAVE_AFTER_MS = 800;

export function wireNotes(field, { url, csrf, words }) {
  if (!field) return;
  const said = field.closest("section").querySelector("[data-notes-state]");
  let timer = 0;
  const save = async () => {
    try {
      await staff(url, { method: "POST", csrf, data: { notes: field.value } });
      said.textContent = words.saved;
    } catch {
      said.textContent = words.notSaved;
      timer = setTimeout(save, 5_000);
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    said.textContent = "";
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
}

export function wireUpload(part, { config }) {
  if (!part) return;
  const { words } = config;
  const input = part.querySelector("input[type=file]");
  const bar = part.querySelector("progress");
  const said = part.querySelector("[data-upload-state]");
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    if (!takes(file)) {
      said.textContent = words.notAFilm;
      return;
    }
    input.disabled = true;
    bar.hidden = false;
    const progress = (share, online) => {
      bar.value = share;
      said.textContent = online ? `${Math.floor(share * 100)} %` : words.uploadWaits;
    };
    try {
      await upload(file, { broadcast: config.broadcast, urls: config.urls, csrf: config.csrf, progress });
      said.textContent = words.uploaded;
    } catch (error) {
      said.textContent = error.sentence || words.uploadFailed;
    }
    bar.hidden = true;
    input.disabled = false;
    input.value = "";
  });
}
