// Doubtful marks by keyboard: 1–9 fill a circle of the line, arrows move, Enter takes it, 0 is no answer.
(() => {
  "use strict";
  const place = document.querySelector("[data-doubts]");
  const lines = [...place.querySelectorAll("[data-line]")];
  let at = 0;
  const go = (to) => {
    at = Math.min(Math.max(to, 0), lines.length - 1);
    lines.forEach((line, n) => line.classList.toggle("is-current", n === at));
    lines[at]?.scrollIntoView({ block: "nearest" });
  };
  go(0);
  place.querySelector("textarea")?.focus();
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("textarea") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      place.querySelector("[data-main]").click();
    }
    if (event.target.matches("textarea, input[type=search], select") || event.ctrlKey || event.altKey || event.metaKey) return;
    const button = place.querySelector(`[data-key="${event.key}"]`);
    if (button) {
      button.click();
    } else if (/^[1-9]$/.test(event.key) && lines[at]) {
      const mark = lines[at].querySelectorAll("input")[Number(event.key) - 1];
      if (!mark) return;
      mark.checked = mark.type === "checkbox" ? !mark.checked : true;
      if (mark.type === "radio" && at < lines.length - 1) go(at + 1);
    } else if (event.key === "Enter" && !event.target.closest("a, button")) place.querySelector("[data-main]")?.click();
    else if (event.key === "ArrowDown" && lines.length > 1) go(at + 1);
    else if (event.key === "ArrowUp" && lines.length > 1) go(at - 1);
    else if (event.key === "ArrowLeft") place.querySelector("[data-before]")?.click();
    else if (event.key === "ArrowRight") place.querySelector("[data-after]")?.click();
    else return;
    event.preventDefault();
  });
})();
