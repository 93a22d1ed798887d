/** What counts of a written answer. The twin of `assessments/bank/scoring/folding.py`. */

const WESTERN: Readonly<Record<string, string>> = {
  "。": ".",
  "、": ",",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "「": '"',
  "」": '"',
  "『": '"',
  "』": '"',
  "《": "<",
  "》": ">",
  "【": "[",
  "】": "]",
  "—": "-",
  "–": "-",
  "−": "-",
  "·": ".",
  "…": "...",
};

function western(text: string): string {
  return text.replace(/[。、“”‘’「」『』《》【】—–−·…]/gu, (mark) => WESTERN[mark] ?? mark);
}

/**
 * What counts of a written answer: full width as half width, Chinese punctuation as Western, spaces beside Chinese
 * characters and a closing full stop not at all, capital letters only when they shall.
 */
export function fold(text: string, ignoreCase = true): string {
  const narrow = western(western(text).normalize("NFKC")).replace(/\s+/gu, " ").trim();
  const close = narrow.replace(/(?<=[\u2e80-\u9fff\uf900-\ufaff])\s+|\s+(?=[\u2e80-\u9fff\uf900-\ufaff])/gu, "");
  const open = close.replace(/[.,;! ]+$/u, "") || close;
  return ignoreCase ? open.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ") : open;
}
