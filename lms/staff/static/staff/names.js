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
    };
    new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", mend);
})();
