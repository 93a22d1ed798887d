/* Attendance: every choice is saved at once; the list can be narrowed by typing. */
const page = document.querySelector("[data-register]");
const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
const said = page.querySelector("[data-said]");

page.addEventListener("change", async (event) => {
  const row = event.target.closest("tr[data-url]");
  if (!row) return;
  const before = row.dataset.kept ?? row.querySelector("input[checked]")?.value ?? "";
  try {
    const reply = await fetch(row.dataset.url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ verdict: event.target.value }),
    });
    if (!reply.ok) throw new Error(String(reply.status));
    row.dataset.kept = event.target.value;
    row.classList.toggle("is-present", (await reply.json()).present);
    said.textContent = "";
  } catch {
    for (const input of row.querySelectorAll("input")) input.checked = input.value === before;
    said.textContent = page.dataset.error;
  }
  page.querySelector("[data-present]").textContent = page.querySelectorAll("tr.is-present").length;
});

page.querySelector("#filter").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLocaleLowerCase();
  for (const row of page.querySelectorAll("tr[data-url]")) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
});
page.querySelector("[data-print]").addEventListener("click", () => print());
