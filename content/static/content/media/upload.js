/* Sends a file as the body of one request, with a progress bar. Used by the media library and by imports. */
(() => {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  const bar = form.querySelector("progress");
  const message = form.querySelector("[data-message]");
  const button = form.querySelector("button[type=submit]");
  const title = form.querySelector(".nl-drop__title");

  const say = (text, wrong) => {
    message.textContent = text;
    message.classList.toggle("is-error", Boolean(wrong));
    message.setAttribute("role", wrong ? "alert" : "status");
  };
  const showName = () => {
    if (input.files.length) title.textContent = input.files[0].name;
  };
  const stop = (text) => {
    bar.hidden = true;
    button.disabled = false;
    say(text, true);
  };

  ["dragenter", "dragover"].forEach((name) =>
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    }),
  );
  ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("is-over")));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    showName();
    if (form.hasAttribute("data-at-once")) form.requestSubmit();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = input.files[0];
    if (!file) return;
    if (file.size > Number(form.dataset.limit)) {
      stop(form.dataset.tooLarge);
      return;
    }
    const query = new URLSearchParams({ name: file.name });
    for (const field of form.querySelectorAll("input[type=text], select")) query.set(field.name, field.value);
    const request = new XMLHttpRequest();
    request.open("POST", `${form.getAttribute("action") || location.pathname}?${query}`);
    request.setRequestHeader("X-CSRFToken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest"); // Wagtail then says no with 403, not with a page
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      say(form.dataset.working);
    });
    request.addEventListener("error", () => stop(form.dataset.broken));
    request.addEventListener("load", () => {
      let reply = {};
      try {
        reply = JSON.parse(request.responseText);
      } catch {
        /* a page instead of JSON: the sentence below is all that can be said */
      }
      if (reply.url) location.assign(reply.url);
      else stop(reply.error || reply.title || form.dataset.broken);
    });
    bar.hidden = false;
    bar.value = 0;
    button.disabled = true;
    say("");
    request.send(file);
  });
})();
