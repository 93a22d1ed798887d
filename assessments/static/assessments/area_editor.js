// Places on a picture: shows the chosen picture above the list of places, with each place on it. Dragging draws a new place;
// whoever has no mouse writes the numbers, and sees them on the picture at once. What counts is what stands in the fields.
(() => {
    const { pictures, help, rectangle, circle, place } = document.currentScript.dataset;
    const NO_PICTURE = "00000000-0000-0000-0000-000000000000";
    const SVG = "http://www.w3.org/2000/svg";
    const LEAST = 8; // pixels: less is a slip of the hand

    const make = (name, attributes = {}) => {
        const element = document.createElementNS(SVG, name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        return element;
    };
    const isDeleted = (area) => area.closest("[data-streamfield-child]")?.querySelector('input[name$="-deleted"]')?.value === "1";
    const areasOf = (block) => [...block.querySelectorAll(".nl-area")].filter((area) => !isDeleted(area));
    const field = (area, name) => area.querySelector(`[name$="-${name}"]`);
    const numbers = (text) => (text.match(/\d+/g) ?? []).map(Number);

    const outline = (shape, coords) => {
        const [a = 0, b = 0, c = 0, d = 0] = coords;
        if (shape === "circle") return make("circle", { cx: a, cy: b, r: c });
        if (shape === "poly") return make("polygon", { points: coords.join(" ") });
        return make("rect", { x: a, y: b, width: Math.max(0, c - a), height: Math.max(0, d - b) });
    };

    class Editor {
        constructor(block) {
            this.block = block;
            this.box = document.createElement("div");
            this.box.className = "nl-areas";
            this.image = new Image();
            this.image.alt = "";
            this.image.addEventListener("load", () => this.draw());
            this.svg = make("svg", { role: "img", "aria-label": place });
            this.note = document.createElement("p");
            this.note.className = "help";
            this.note.textContent = help;
            this.tools = this.shapes();
            const frame = document.createElement("div");
            frame.className = "nl-areas-frame";
            frame.append(this.image, this.svg);
            this.box.append(this.note, this.tools, frame);
            block.querySelector(".nl-area, [data-streamfield-list-add]")?.closest("[data-contentpath='areas'], .w-field__wrapper, .struct-block > *")
                ?.before(this.box);
            if (!this.box.isConnected) block.prepend(this.box);
            block.addEventListener("input", () => this.draw());
            block.addEventListener("change", () => this.draw());
            this.svg.addEventListener("pointerdown", (event) => this.begin(event));
        }

        shapes() {
            const tools = document.createElement("p");
            this.shape = "rect";
            const buttons = [["rect", rectangle], ["circle", circle]].map(([shape, name]) => {
                const button = document.createElement("button");
                button.type = "button";
                button.className = "button button-small button-secondary";
                button.textContent = name;
                button.setAttribute("aria-pressed", String(shape === this.shape));
                button.addEventListener("click", () => {
                    this.shape = shape;
                    for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
                });
                return button;
            });
            tools.append(buttons[0], " ", buttons[1]);
            return tools;
        }

        /** The picture that is chosen now; nothing to draw on without one. */
        look() {
            const id = this.block.querySelector('input[type="hidden"][name$="-picture"]')?.value ?? "";
            if (id === this.id) return;
            this.id = id;
            this.box.hidden = !id;
            if (id) this.image.src = pictures.replace(NO_PICTURE, encodeURIComponent(id));
            this.draw();
        }

        draw() {
            const { naturalWidth: width, naturalHeight: height } = this.image;
            if (!width) return;
            this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
            this.svg.replaceChildren(...areasOf(this.block).map((area, i) => {
                const coords = numbers(field(area, "coords")?.value ?? "");
                const group = make("g", { class: field(area, "correct")?.checked ? "is-right" : "" });
                if (coords.length < 3) return group;
                const drawn = outline(field(area, "shape")?.value ?? "rect", coords);
                const text = make("text", { x: coords[0] + 4, y: coords[1] + width / 30, "font-size": width / 30 });
                text.textContent = String(i + 1);
                group.append(drawn, text);
                return group;
            }));
        }

        point(event) {
            const { left, top, width, height } = this.svg.getBoundingClientRect();
            const within = (value, most) => Math.round(Math.min(most, Math.max(0, value)));
            return [
                within(((event.clientX - left) / width) * this.image.naturalWidth, this.image.naturalWidth),
                within(((event.clientY - top) / height) * this.image.naturalHeight, this.image.naturalHeight),
            ];
        }

        /** From where the finger goes down to where it comes up: the corners of a rectangle, the middle and edge of a circle. */
        coords([ax, ay], [bx, by]) {
            if (this.shape === "rect") return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
            const most = Math.min(ax, ay, this.image.naturalWidth - ax, this.image.naturalHeight - ay);
            return [ax, ay, Math.min(most, Math.round(Math.hypot(bx - ax, by - ay)))];
        }

        begin(event) {
            if (!this.image.naturalWidth || event.button) return;
            event.preventDefault();
            const start = this.point(event);
            let sketch = null;
            const move = (moved) => {
                sketch?.remove();
                sketch = outline(this.shape, this.coords(start, this.point(moved)));
                this.svg.append(sketch);
            };
            const stop = (ended) => {
                window.removeEventListener("pointermove", move);
                window.removeEventListener("pointerup", stop);
                window.removeEventListener("pointercancel", stop);
                sketch?.remove();
                const end = this.point(ended);
                if (ended.type === "pointerup" && Math.max(Math.abs(end[0] - start[0]), Math.abs(end[1] - start[1])) >= LEAST) {
                    this.add(this.coords(start, end));
                }
            };
            window.addEventListener("pointermove", move);
            window.addEventListener("pointerup", stop);
            window.addEventListener("pointercancel", stop);
        }

        /** Into the first place that has no numbers yet, else into a new one; then the words are to be written. */
        add(coords) {
            const empty = () => areasOf(this.block).find((area) => !field(area, "coords").value.trim());
            if (!empty()) [...this.block.querySelectorAll("[data-streamfield-list-add]")].filter((button) => this.isOfAreas(button)).at(-1)?.click();
            const area = empty();
            if (!area) return;
            field(area, "coords").value = coords.join(", ");
            field(area, "shape").value = this.shape;
            this.draw();
            field(area, "label").focus();
        }

        isOfAreas(button) {
            const list = button.closest("[data-streamfield-list-container], .c-sf-container")?.parentElement ?? button.parentElement;
            return !list?.querySelector('[name*="-weights-"]');
        }
    }

    const editors = new WeakMap();
    const look = () => {
        for (const block of document.querySelectorAll(".nl-hotspot")) {
            if (!editors.has(block)) editors.set(block, new Editor(block));
            editors.get(block).look();
        }
    };
    let waits = false;
    const soon = () => {
        if (waits) return;
        waits = true;
        requestAnimationFrame(() => {
            waits = false;
            look();
            for (const block of document.querySelectorAll(".nl-hotspot")) editors.get(block)?.draw();
        });
    };
    new MutationObserver((changes) => {
        if (changes.some(({ target }) => !target.closest?.(".nl-areas"))) soon();
    }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["value"] });
    document.addEventListener("DOMContentLoaded", soon);
})();
