/** Our few icons, drawn as strokes on a 24 × 24 grid. They are decoration: the words beside them carry the meaning. */
import { html, svg, type TemplateResult } from "lit";

const PATHS = {
  home: "M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5",
  search: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM16 16l4 4",
  record: "M7 4h10a1 1 0 0 1 1 1v15l-3-2-3 2-3-2-3 2V5a1 1 0 0 1 1-1ZM9 9h6M9 12.5h6",
  settings: "M5 7h9M18 7h1M5 17h1M10 17h9M5 12h3M12 12h7M14 5v4M8 15v4M10 10v4",
  play: "M8 5.5v13l11-6.5Z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  stop: "M7 7h10v10H7Z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  cross: "m7 7 10 10M17 7 7 17",
  lock: "M7 11h10v8H7ZM9 11V8a3 3 0 0 1 6 0v3",
  download: "M12 4v10m-4-4 4 4 4-4M5 19h14",
  cloud: "M7 18a4 4 0 0 1 .5-8A5 5 0 0 1 17 9.5 4.2 4.2 0 0 1 17 18Z",
  tablet: "M7 3.5h10a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1ZM11 17.5h2",
  building: "M4 20h16M6 20V9l6-4 6 4v11M10 20v-5h4v5M9.5 11h.01M14.5 11h.01",
  mountain: "M3 19 9.5 8l4 6 2-3L21 19Z",
  sound: "M5 10v4h3l4 3.5v-11L8 10ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  speech: "M5 5.5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-4.5 3.5v-3.5H5a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM8 9.5h8M8 12.5h5",
  note: "M6 4h8l4 4v12H6ZM14 4v4h4M9 12h6M9 15.5h6",
  next: "m9.5 5.5 6.5 6.5-6.5 6.5",
  back: "M14.5 5.5 8 12l6.5 6.5",
  up: "m5.5 14.5 6.5-6.5 6.5 6.5",
  down: "m5.5 9.5 6.5 6.5 6.5-6.5",
  grip: "M9 6.5h.01M15 6.5h.01M9 12h.01M15 12h.01M9 17.5h.01M15 17.5h.01",
  zoom: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM16 16l4 4M11 8.5v5M8.5 11h5",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.5l3 2",
  calendar: "M5 6h14v13H5ZM5 10h14M9 4v3M15 4v3",
  warning: "M12 4.5 21 19H3ZM12 10v4.5M12 16.8h.01",
  danger: "M8.5 4h7L20 8.500v7L15.5 20h-7L4 15.500v-7ZM12 8v5M12 15.800h.01",
  info: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 11v5M12 8.200h.01",
  tip: "M9 17h6M10 20h4M12 4a5.5 5.5 0 0 0-3.5 9.700c.6.6 1 1.3 1 2.300h5c0-1 .4-1.7 1-2.300A5.5 5.5 0 0 0 12 4Z",
  file: "M7 3.500h7l4 4v13H7ZM14 3.500v4h4",
  camera: "M4 8h3.500l1.500-2.500h6L16.500 8H20v11H4ZM12 10a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7Z",
  heart: "M12 19.500C5 14.5 3.5 11 4.5 8.2 5.7 5 9.7 4.7 12 8c2.3-3.3 6.3-3 7.5.2 1 2.8-.5 6.3-7.5 11.300Z",
  song: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
  pencil: "m5 19 1-4L16 5l3 3L9 18ZM14 7l3 3",
  person: "M12 4.500a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.400ZM5 20c.5-4 3.2-6 7-6s6.5 2 7 6",
  leave: "M13 5H6v14h7M10.5 12H20m-3.5-3.500L20 12l-3.5 3.5",
  language: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM4 12h16M12 4c3 3 3 13 0 16M12 4c-3 3-3 13 0 16",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7Z",
  erase: "m9 6-6 6 6 6h11V6ZM12 9.500l5 5M17 9.500l-5 5",
  book: "M12 6.500C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.500V5c-3-.5-6 0-8 1.500ZM12 6.500v13",
  refresh: "M19 12a7 7 0 1 1-2.2-5.100L19 9M19 4.500V9h-4.5",
  award: "M12 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11ZM8.500 13.500 7 21l5-2.500L17 21l-1.500-7.500",
  cc: "M4 6h16v12H4ZM10.5 10.500a2 2 0 1 0 0 3M17 10.500a2 2 0 1 0 0 3",
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName, extra = ""): TemplateResult {
  return html`<svg class="icon ${extra}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${svg`<path d=${PATHS[name]} />`}
  </svg>`;
}

/** The mark of Newleaf: two leaves from one stem. */
export function leaf(extra = ""): TemplateResult {
  return html`<svg class="leaf ${extra}" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    ${svg`<path class="leaf-stem" d="M24 44V24" /><path class="leaf-a" d="M24 26C10 26 5 17 5 6c12 0 19 7 19 20Z" />
      <path class="leaf-b" d="M24 32c0-11 6-17 19-17 0 11-6 17-19 17Z" />`}
  </svg>`;
}
