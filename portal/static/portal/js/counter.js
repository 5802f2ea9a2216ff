/* Says how many characters are left to write. Without this file the limit stays in the hint.
   Looks for elements with data-counter-for (the field's id) and data-words ("{count} … {limit}"). */

const PAUSE = 1000;

function watch(output) {
  const field = document.getElementById(output.dataset.counterFor);
  const limit = Number(field?.getAttribute("maxlength"));
  if (!limit) return;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let waiting;

  const show = () => {
    output.textContent = output.dataset.words
      .replace("{count}", number.format(field.value.length))
      .replace("{limit}", number.format(limit));
  };
  // A screen reader hears the count when the person pauses, not at each letter.
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  output.hidden = false;
  show();
}

document.querySelectorAll("[data-counter-for]").forEach(watch);
