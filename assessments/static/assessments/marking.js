/* The marking page by keyboard: levels by number, saved as one goes, Enter gives the mark. Without it the form still works. */

const form = document.querySelector(".nlk-form");
if (form) begin(form);

function begin(form) {
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const state = form.querySelector(".nlk-state");
  const sum = form.querySelector(".nlk-sum output");
  let current = Math.max(0, criteria.findIndex((one) => !one.querySelector(":checked")));
  let timer = 0;
  let sending = Promise.resolve();
  let leaving = false;

  const show = () => criteria.forEach((one, place) => one.classList.toggle("is-current", place === current));
  show();

  const say = (words, wrong = false) => {
    state.textContent = words;
    state.classList.toggle("is-wrong", wrong);
  };

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (leaving) return;
    say(form.dataset.saving);
    try {
      const reply = await fetch(form.dataset.save, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        keepalive: true,
      });
      const said = await reply.json();
      if (leaving) return;
      if (reply.ok) {
        sum.textContent = said.points ?? "–";
        say(said.saved);
      } else {
        say(`${form.dataset.unsaved} ${said.title}`, true);
      }
    } catch {
      if (!leaving) say(`${form.dataset.unsaved} ${form.dataset.lost}`, true);
    }
  }

  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (sending = sending.then(save)), 500);
  };
  form.addEventListener("input", saveSoon);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("pagehide", () => {
    if (timer) save();
  });
  form.addEventListener("focusin", (event) => {
    const place = criteria.indexOf(event.target.closest("[data-criterion]"));
    if (place >= 0) {
      current = place;
      show();
    }
  });

  const go = (step) => {
    current = Math.min(criteria.length - 1, Math.max(0, current + step));
    show();
    criteria[current]?.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.isComposing) return;
    const writing = event.target.matches("textarea, input:not([type=radio])");
    if (event.key === "Escape" && writing) event.target.blur();
    else if (event.key === "Enter" && event.ctrlKey) give(event);
    else if (writing || event.ctrlKey) return;
    else if (/^[1-9]$/.test(event.key)) choose(Number(event.key));
    else if (event.key === "ArrowDown") (event.preventDefault(), go(1));
    else if (event.key === "ArrowUp") (event.preventDefault(), go(-1));
    else if (event.key === "Enter" && !event.target.matches("a, button, summary")) give(event);
    else if (event.key.toLowerCase() === "c") {
      event.preventDefault();
      form.querySelector("#comment").focus();
    } else if (event.key.toLowerCase() === "s") form.querySelector("[data-skip]").click();
  });

  function give(event) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-give]"));
  }

  function choose(number) {
    const level = criteria[current]?.querySelectorAll("input[type=radio]")[number - 1];
    if (!level) return;
    level.checked = true;
    saveSoon();
    go(1);
  }

  annotate(form, saveSoon);
}

/* Notes on photos: a number on the picture, words below it. Arrow keys move the number that has the focus. */
function annotate(form, changed) {
  const field = form.elements.annotations;
  let notes = JSON.parse(field.value || "[]");
  const keep = () => {
    field.value = JSON.stringify(notes);
    changed();
  };
  for (const figure of document.querySelectorAll(".nlk-photo")) {
    const photo = figure.dataset.photo;
    const frame = figure.querySelector(".nlk-frame");
    const inner = document.createElement("div");
    inner.className = "nlk-inner";
    inner.append(...frame.childNodes);
    frame.append(inner);
    const list = figure.querySelector(".nlk-notes");
    const zoom = figure.querySelector("[data-zoom]");
    zoom.addEventListener("click", () => {
      const large = figure.classList.toggle("is-large");
      zoom.setAttribute("aria-pressed", String(large));
    });

    const draw = () => {
      inner.querySelectorAll(".nlk-dot").forEach((dot) => dot.remove());
      list.replaceChildren();
      notes.filter((note) => note.photo === photo).forEach((note, place) => {
        const dot = document.createElement("button");
        dot.type = "button";
        dot.className = "nlk-dot";
        dot.textContent = String(place + 1);
        dot.setAttribute("aria-label", `${form.dataset.note} ${place + 1}`);
        const put = () => (dot.style.cssText = `left:${note.x * 100}%;top:${note.y * 100}%`);
        put();
        dot.addEventListener("keydown", (event) => {
          const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
          if (!x && !y) return;
          event.preventDefault();
          event.stopPropagation();
          note.x = Math.min(1, Math.max(0, note.x + x * 0.02));
          note.y = Math.min(1, Math.max(0, note.y + y * 0.02));
          put();
          keep();
        });
        inner.append(dot);
        const line = document.createElement("li");
        const words = document.createElement("input");
        words.type = "text";
        words.maxLength = 300;
        words.value = note.text;
        words.setAttribute("aria-label", `${form.dataset.note} ${place + 1}`);
        words.addEventListener("input", () => {
          note.text = words.value;
          keep();
        });
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "button button-small button-secondary";
        remove.textContent = form.dataset.remove;
        remove.addEventListener("click", () => {
          notes = notes.filter((one) => one !== note);
          keep();
          draw();
        });
        line.append(words, remove);
        list.append(line);
      });
    };
    const add = (x, y) => {
      notes.push({ photo, x, y, text: "" });
      keep();
      draw();
      list.querySelector("li:last-child input")?.focus();
    };
    inner.querySelector("img").addEventListener("click", (event) => {
      const box = inner.getBoundingClientRect();
      add((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    });
    figure.querySelector("[data-annotate]")?.addEventListener("click", () => add(0.5, 0.5));
    draw();
  }
}
