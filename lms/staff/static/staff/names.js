// Parts of Wagtail's pages that a screen reader finds without a name, or a keyboard cannot reach: they get both, also when they appear later.
(() => {
    const mend = () => {
        const heading = document.querySelector("h1, h2")?.textContent.replace(/\s+/g, " ").trim() || document.title;
        for (const field of document.querySelectorAll("#fileupload:not([aria-label]), textarea.copyPaste:not([aria-label])")) {
            field.setAttribute("aria-label", heading);
        }
        for (const list of document.querySelectorAll(".w-minimap__list:not([tabindex])")) {
            list.setAttribute("tabindex", "0");
        }
        // Wagtail puts arrows between the entries: no list any more
        for (const part of document.querySelectorAll(".workflow-tasks:not([role]), .workflow-tasks__task:not([role])")) {
            part.setAttribute("role", "presentation");
        }
    };
    new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", mend);
})();
