// Follows the loading of the sample data; loads the page again when people appear and when everything is there.
const loading = document.getElementById("loading");
if (loading && !loading.hidden) {
  const look = async () => {
    const state = await (await fetch(document.body.dataset.stateUrl)).json();
    document.getElementById("bar").value = state.percent;
    document.getElementById("sentence").textContent = state.sentence;
    if (state.done || (state.people > 0 && document.body.dataset.people === "0")) location.reload();
  };
  setInterval(() => look().catch(() => undefined), 1000);
}
