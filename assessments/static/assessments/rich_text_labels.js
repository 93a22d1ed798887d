// Rich text editors, tag fields and the entries of lists have no accessible name of their own in Wagtail:
// give each the words of the label that stands above it, also those that appear later.
(() => {
    const EDITORS = '[contenteditable="true"][role="textbox"]:not([aria-label]):not([aria-labelledby])';
    const FIELDS = 'form input[type="text"]:not([aria-label]):not([aria-labelledby]), form textarea:not([aria-label]):not([aria-labelledby])';
    const words = (field) => {
        for (let box = field.parentElement; box; box = box.parentElement) {
            const label = box.querySelector("label, .w-panel__heading, .c-sf-block__title, .c-sf-block__type");
            if (label && label.textContent.trim()) return label.textContent.replace(/[*\s]+/g, " ").trim();
        }
        return "";
    };
    const label = () => {
        for (const field of document.querySelectorAll(`${EDITORS}, ${FIELDS}`)) {
            if (field.labels?.length) continue;
            const name = words(field);
            if (name) field.setAttribute("aria-label", name);
        }
    };
    new MutationObserver(label).observe(document.documentElement, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", label);
})();
