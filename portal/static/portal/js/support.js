/* Supports an idea without leaving the page. Without this file the same forms go to the server.
   form[data-support-form] inside [data-support]: the server draws the box anew, and says what to
   read aloud. */

const live = document.createElement("p");
live.className = "visually-hidden";
live.setAttribute("role", "status");
document.body.append(live);

async function press(form, button) {
  const data = new FormData(form, button);
  // The buttons are named “action” and hide the property of the form.
  const response = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: data,
    headers: { "X-Requested-With": "support", Accept: "application/json" },
  });
  const type = response.headers.get("Content-Type") || "";
  if (!response.ok || !type.startsWith("application/json")) throw new Error(String(response.status));
  const { html, said } = await response.json();
  const page = new DOMParser().parseFromString(html, "text/html");
  const drawn = page.querySelector("[data-support]");
  form.closest("[data-support]").replaceWith(drawn);
  drawn.querySelector("button")?.focus();
  live.textContent = said;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-support-form]");
  const button = event.submitter;
  if (!form || !button || form.dataset.plain) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  press(form, button).catch(() => {
    // Whatever went wrong, the server's own page says it better.
    form.dataset.plain = "yes";
    form.requestSubmit(button);
  });
});
