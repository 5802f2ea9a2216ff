/* Shows the difference of a text while it is changed. Without this file a button of the form does it.
   [data-difference="the field's id"]: where the piece of page goes. The server compares, here as for
   the button; a short sentence of it is said to screen readers. */

const PAUSE = 600;

const live = document.createElement("p");
live.className = "visually-hidden";
live.setAttribute("role", "status");

function watch(zone) {
  const field = document.getElementById(zone.dataset.difference);
  const form = field?.form;
  if (!form) return;
  document.body.append(live);
  let last = field.value;
  let waiting;
  let asking;

  async function look() {
    if (field.value === last) return;
    last = field.value;
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const body = new FormData();
    // Who writes and why is nobody's business yet: the text alone is sent.
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set(field.name, field.value);
    try {
      const answer = await fetch(form.getAttribute("action").split("#")[0], {
        method: "POST",
        body,
        signal,
        headers: { "X-Requested-With": "difference" },
      });
      if (!answer.ok || signal.aborted) return;
      zone.innerHTML = await answer.text(); // Escaped by the server, and watched over by the policy.
      live.textContent = zone.querySelector("[data-difference-said]")?.textContent.trim() ?? "";
    } catch {
      // Typing went on, or there is no network: the button works all the same.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
}

document.querySelectorAll("[data-difference]").forEach(watch);
