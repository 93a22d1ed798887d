// A part of a page that updates itself: <div data-watch="URL" data-watch-seconds="2">.
// The answer replaces what is inside; an element with data-watch-goto in it leads on; one with data-watch-done ends it.
(() => {
  "use strict";

  const watch = (part) => {
    const seconds = Number(part.dataset.watchSeconds) || 3;
    const ask = async () => {
      try {
        const reply = await fetch(part.dataset.watch, { credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (reply.ok && !reply.redirected) {
          const text = await reply.text();
          if (text !== part.dataset.last) {
            part.dataset.last = text;
            part.innerHTML = text;
          }
        }
      } catch {
        // The line is down for a moment: ask again.
      }
      const goto = part.querySelector("[data-watch-goto]");
      if (goto) {
        window.location.assign(goto.dataset.watchGoto);
      } else if (!part.querySelector("[data-watch-done]")) {
        window.setTimeout(ask, seconds * 1000);
      }
    };
    window.setTimeout(ask, seconds * 1000);
  };

  const countDown = (place) => {
    const end = Date.now() + Number(place.dataset.countdown) * 1000;
    const show = () => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (left > 0) {
        window.setTimeout(show, 1000);
      }
    };
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-watch]").forEach(watch);
    document.querySelectorAll("[data-countdown]").forEach(countDown);
    document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
    document.querySelectorAll("[data-submits]").forEach((field) => field.addEventListener("change", () => field.form.submit()));
  });
})();
