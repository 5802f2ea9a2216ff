/* Says how many characters are left in a text of the admin. Without this file the limit is said. */

(() => {
  const watch = (output) => {
    const field = document.getElementById(output.dataset.counterOf);
    const limit = Number(field?.getAttribute("maxlength"));
    if (!limit) return;
    const number = new Intl.NumberFormat(document.documentElement.lang || "fr");
    const show = () => {
      const left = number.format(limit - field.value.length);
      output.textContent = output.dataset.words.replace("{left}", left);
    };
    field.addEventListener("input", show);
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-counter-of]").forEach(watch);
  });
})();
