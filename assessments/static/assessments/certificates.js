// Ticking all candidates at once, and how many are ticked.
const all = document.querySelector("[data-tick-all]");
const boxes = [...document.querySelectorAll("input[name=candidacy]")];
const count = document.querySelector("[data-ticked-count]");
const button = document.querySelector("[data-ticked-button]");

function tell() {
  const ticked = boxes.filter((box) => box.checked).length;
  count.textContent = `${ticked} / ${boxes.length}`;
  button.disabled = ticked === 0;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (all) {
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
