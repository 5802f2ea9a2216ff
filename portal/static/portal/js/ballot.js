/* ballot.js: fills in a ballot without leaving the page. Without this file the same form goes to the
   server at each press. [data-ballot] is drawn anew by the server, which also says what to read aloud.
   form[data-ballot-form]: a press of one of its buttons, or a change of one of its fields. */

const live = document.createElement("p");
live.className = "visually-hidden";
live.setAttribute("role", "status");
document.body.append(live);

// One after the other: each answer sets the cookie that the next one reads.
let before = Promise.resolve();

function sameControl(region, from) {
  if (!from) return null;
  const { name, value, id } = from;
  if (id) return region.querySelector(`#${CSS.escape(id)}`);
  const same = region.querySelector(`button[name="${name}"][value="${CSS.escape(value)}"]`);
  if (same) return same;
  // “Add” became “In the basket”; what was taken out of the basket is gone from it.
  const row = region.querySelector(`#projet-${CSS.escape(value)}`);
  return row?.querySelector("button, input") ?? region.querySelector("#panier");
}

function draw(html, from) {
  const region = document.querySelector("[data-ballot]");
  const inBasket = Boolean(from?.closest(".basket"));
  const drawn = new DOMParser().parseFromString(html, "text/html").querySelector("[data-ballot]");
  region.replaceWith(drawn);
  const scope = inBasket ? drawn.querySelector(".basket") ?? drawn : drawn;
  const target = sameControl(scope, from) ?? sameControl(drawn, from);
  target?.focus({ preventScroll: true });
}

async function send(form, button, from) {
  const response = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: new FormData(form, button),
    headers: { "X-Requested-With": "ballot", Accept: "application/json" },
  });
  const type = response.headers.get("Content-Type") || "";
  if (!response.ok || !type.startsWith("application/json")) throw new Error(String(response.status));
  const { html, said } = await response.json();
  draw(html, from);
  live.textContent = "";
  live.textContent = said;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-ballot-form]");
  const button = event.submitter;
  if (!form || form.dataset.plain || button?.value === "relire") return;
  event.preventDefault();
  before = before.then(() => send(form, button, button)).catch(() => {
    // Whatever went wrong, the server's own page says it better.
    const now = document.querySelector("form[data-ballot-form]");
    now.dataset.plain = "yes";
    now.requestSubmit(button?.isConnected ? button : undefined);
  });
});

document.addEventListener("change", (event) => {
  const field = event.target;
  const form = field.form;
  if (!form?.matches("form[data-ballot-form]") || form.dataset.plain) return;
  before = before.then(() => send(field.form ?? form, undefined, field.isConnected ? field : null))
    .catch(() => { form.dataset.plain = "yes"; });
});
