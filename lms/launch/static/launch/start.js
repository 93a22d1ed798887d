// Follows the sample data and the simulated lesson; loads the page again when there is something else to choose from.
const page = document.body.dataset;

function show(id, hidden, one) {
  const section = document.getElementById(id);
  section.hidden = hidden;
  section.querySelector("progress").value = one.percent;
  section.querySelector(".sentence").textContent = one.sentence;
}

async function look() {
  const state = await (await fetch(page.stateUrl)).json();
  const wasLoading = !document.getElementById("loading").hidden;
  show("loading", state.done, state);
  show("live-sample", state.live_sample.hidden, state.live_sample);
  const news = (wasLoading && state.done) || (state.people > 0 && page.people === "0") || state.lesson !== page.lesson;
  if (news) location.reload();
}

setInterval(() => document.hidden || look().catch(() => undefined), 1000);
