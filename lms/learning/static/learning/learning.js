// Ctrl+Enter sends an answer; the print button prints. Without this file both pages still work.
document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches?.("[data-nl-send]")) {
        event.preventDefault();
        event.target.form.requestSubmit();
    }
});
for (const button of document.querySelectorAll("[data-nl-print]")) button.addEventListener("click", () => window.print());
