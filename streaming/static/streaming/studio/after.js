/* Passages of a recording: another row that begins at the player's moment; a place to blur only where something is blurred. */

const part = document.querySelector("[data-passages]");
const list = part?.querySelector("ol");
const total = part?.querySelector("[name$='-TOTAL_FORMS']");
const film = document.querySelector("[data-film]");

const written = (seconds) => {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map((number) => String(number).padStart(2, "0"));
  return hours === "00" ? `${minutes}:${rest}` : `${hours}:${minutes}:${rest}`;
};

part?.querySelector("[data-add]").addEventListener("click", () => {
  const row = part.querySelector("template").content.cloneNode(true);
  for (const field of row.querySelectorAll("[name*='__prefix__']")) {
    field.name = field.name.replace("__prefix__", total.value);
    field.id = field.id.replace("__prefix__", total.value);
  }
  total.value = Number(total.value) + 1;
  const first = row.querySelector("input");
  const [start, end] = row.querySelectorAll("input[type=text]");
  if (film) {
    start.value = written(film.currentTime);
    end.value = written(Math.min(film.duration || Infinity, film.currentTime + 10));
  }
  list.append(row);
  first.focus();
});

const showArea = (row) => {
  row.querySelector("[data-area]").hidden = !["blur", "both"].includes(row.querySelector("[name$='-kind']").value);
};

part?.addEventListener("change", (event) => {
  const row = event.target.closest(".nls-passage");
  if (row) showArea(row);
});
for (const row of list?.children ?? []) showArea(row);
