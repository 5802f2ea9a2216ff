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
  if (from.matches("a")) return region.querySelector(`a[href="${CSS.escape(from.getAttribute("href"))}"]`);
  const same = region.querySelector(`button[name="${name}"][value="${CSS.escape(value ?? "")}"]`);
  if (same) return same;
  // “Add” became “In the basket”; what was taken out of the basket is gone from it.
  const row = region.querySelector(`#projet-${CSS.escape(value ?? "")}`);
  return row?.querySelector("button, input") ?? region.querySelector("#panier");
}

function draw(html, pressed) {
  const region = document.querySelector("[data-ballot]");
  const drawn = new DOMParser().parseFromString(html, "text/html").querySelector("[data-ballot]");
  // Where the person is now: perhaps further than where they pressed.
  const active = region.contains(document.activeElement) ? document.activeElement : pressed;
  const typed = active?.matches("input[inputmode]") ? active.value : null;
  const scope = (active?.closest(".basket") && drawn.querySelector(".basket")) || drawn;
  region.replaceWith(drawn);
  const target = sameControl(scope, active) ?? sameControl(drawn, active);
  if (typed !== null && target?.matches("input[inputmode]") && active !== pressed) target.value = typed;
  target?.focus({ preventScroll: true });
}

async function send(action, data, pressed) {
  const response = await fetch(action, {
    method: "POST",
    body: data,
    headers: { "X-Requested-With": "ballot", Accept: "application/json" },
  });
  const type = response.headers.get("Content-Type") || "";
  if (!response.ok || !type.startsWith("application/json")) throw new Error(String(response.status));
  const { html, said } = await response.json();
  draw(html, pressed);
  live.textContent = said;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-ballot-form]");
  const button = event.submitter;
  if (!form || form.dataset.plain || button?.value === "relire") return;
  event.preventDefault();
  // Read now: the form may be drawn anew before its turn comes.
  const data = new FormData(form, button);
  before = before.then(() => send(form.getAttribute("action"), data, button)).catch(() => {
    // Whatever went wrong, the server's own page says it better.
    const now = document.querySelector("form[data-ballot-form]");
    now.dataset.plain = "yes";
    now.requestSubmit(button?.isConnected ? button : undefined);
  });
});

document.addEventListener("change", (event) => {
  const { form } = event.target;
  if (!form?.matches("form[data-ballot-form]") || form.dataset.plain) return;
  const data = new FormData(form);
  before = before.then(() => send(form.getAttribute("action"), data, event.target)).catch(() => {
    document.querySelector("form[data-ballot-form]").dataset.plain = "yes";
  });
});
