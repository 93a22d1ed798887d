// Tick all candidates that are shown.
document.querySelectorAll("[data-all]").forEach((all) => {
  const boxes = all.form.querySelectorAll('[name="learner"]');
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
});
