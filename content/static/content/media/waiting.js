/* Shows how far the job is, and loads the page again when it is done. */
(() => {
  const box = document.querySelector("[data-waiting]");
  if (!box) return;
  const text = box.querySelector("[role=status]");
  const bar = box.querySelector("progress");
  const ask = async () => {
    try {
      const reply = await fetch(box.dataset.waiting, { headers: { Accept: "application/json" } });
      const state = await reply.json();
      if (!state.waiting) {
        location.reload();
        return;
      }
      if (text.textContent !== state.label) text.textContent = state.label;
      bar.value = state.progress;
    } catch {
      /* the line is down for a moment: ask again */
    }
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 800);
})();
