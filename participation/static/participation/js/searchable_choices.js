/* Keeps, in a long list of boxes to tick, those in which the words typed stand, and those ticked.
   Without this file the whole list is there. */

(() => {
  const folded = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase();

  const watch = (box) => {
    const find = box.querySelector("input[type=search]");
    const status = box.querySelector("[role=status]");
    const rows = [...box.querySelectorAll("input[type=checkbox]")].map((input) => {
      const row = input.closest("label").parentElement;
      return { input, row, words: folded(row.textContent) };
    });
    const show = () => {
      const asked = folded(find.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach(({ input, row, words }) => {
        row.hidden = !input.checked && !asked.every((word) => words.includes(word));
        shown += row.hidden ? 0 : 1;
      });
      const ticked = rows.filter(({ input }) => input.checked).length;
      status.textContent = status.dataset.words
        .replace("{count}", shown)
        .replace("{ticked}", ticked);
    };
    // Enter searches here; it does not send the form.
    find.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    find.addEventListener("input", show);
    box.addEventListener("change", show);
    box.querySelector(".searchable__find").hidden = false;
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-searchable]").forEach(watch);
  });
})();
