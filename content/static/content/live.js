/* Rows that renew themselves: fetches data-live-url every few seconds while the page is seen, and swaps only what changed. */
(() => {
  const rows = document.querySelector("[data-live-url]");
  if (!rows) return;
  let before = rows.innerHTML.trim();
  setInterval(async () => {
    if (document.hidden || rows.contains(document.activeElement)) return;
    try {
      const reply = await fetch(rows.dataset.liveUrl, { credentials: "same-origin", redirect: "error" });
      if (!reply.ok) return;
      const now = (await reply.text()).trim();
      if (now !== before) rows.innerHTML = before = now;
    } catch {
      /* the server is away: the rows stay as they are until it is back */
    }
  }, 3000);
})();
