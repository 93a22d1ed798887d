/* Elements and words. */

const words = JSON.parse(document.getElementById("words").textContent);
const CHOSEN = "newleaf-practicals-language";

export const languages = Object.keys(words);
export const language = () => document.documentElement.lang;

export function speak(code) {
  document.documentElement.lang = code;
  document.title = t("title");
  try {
    localStorage.setItem(CHOSEN, code);
  } catch {
    /* only a preference */
  }
}

export function beginLanguage() {
  const stored = localStorage.getItem(CHOSEN);
  const served = languages.find((code) => code.toLowerCase() === language().toLowerCase());
  document.documentElement.lang = languages.includes(stored) ? stored : (served ?? languages[0]);
  document.title = t("title");
}

export function t(key, values = {}) {
  return words[language()][key].replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
}

/* el("button", {class: "main", onclick}, "text", child, …); null and false children are left out. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== false && child !== undefined));
  return made;
}

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export function day(iso) {
  return new Date(iso).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
}

const SHOWN_MS = 6_000;
let speaker = null;
let fading = 0;
/* Read out by screen readers, and shown for a while; what is wrong stays until the next sentence or screen. */
export function say(sentence, { bad = false } = {}) {
  speaker ??= document.getElementById("said");
  speaker.textContent = sentence;
  speaker.className = bad ? "said bad" : "said";
  clearTimeout(fading);
  if (!bad && sentence) fading = setTimeout(() => say(""), SHOWN_MS);
}
