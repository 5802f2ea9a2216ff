/* Shows what resembles a title while it is typed. Without this file a button of the form does it.
   [data-similar="address"][data-similar-for="the field's id"][data-similar-said="an id"]: where the
   piece of page goes, hidden while there is none, and who says it to screen readers. */

const PAUSE = 500;
const SHORTEST = 4;

function watch(zone) {
  const field = document.getElementById(zone.dataset.similarFor);
  const said = document.getElementById(zone.dataset.similarSaid);
  if (!field) return;
  let last = field.value.trim();
  let waiting;
  let asking;

  const show = (markup) => {
    zone.innerHTML = markup; // Escaped by the server, and watched over by the security policy.
    const title = zone.querySelector("h3");
    zone.hidden = !title;
    if (said) said.textContent = title ? title.textContent.trim() : "";
  };

  async function look() {
    const title = field.value.trim();
    if (title === last) return;
    last = title;
    asking?.abort();
    if (title.length < SHORTEST) {
      show("");
      return;
    }
    asking = new AbortController();
    const { signal } = asking;
    try {
      const address = `${zone.dataset.similar}?titre=${encodeURIComponent(title)}`;
      const answer = await fetch(address, { signal });
      if (answer.ok && !signal.aborted) show(await answer.text());
    } catch {
      // Typing went on, or there is no network: the form works all the same.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
}

document.querySelectorAll("[data-similar]").forEach(watch);
