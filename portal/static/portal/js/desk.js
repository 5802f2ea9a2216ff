/* desk.js: moderating by keys. One letter acts only outside fields, without any modifier, and as
   long as nobody switched letters off (WCAG 2.1.4); everything works without this file. */

const STORE = "portal-desk-keys";
const TYPED = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";

const areOn = () => localStorage.getItem(STORE) !== "off";

function show() {
  const on = areOn();
  document.querySelectorAll("[data-desk-keys]").forEach((node) => { node.hidden = false; });
  document.querySelectorAll("[data-desk-legend], [data-desk-key] kbd").forEach((node) => { node.hidden = !on; });
  document.querySelectorAll("[data-desk-switch]").forEach((node) => { node.setAttribute("aria-pressed", String(on)); });
}

document.querySelectorAll("[data-desk-switch]").forEach((button) => {
  button.addEventListener("click", () => {
    localStorage.setItem(STORE, areOn() ? "off" : "on");
    show();
  });
});

document.addEventListener("keydown", (event) => {
  const busy = event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (busy || !areOn() || event.target.closest?.(TYPED) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "r") {
    // To refuse needs a reason: the key leads to the first one.
    const reason = document.querySelector(".desk__refuse input[type=radio]");
    if (!reason) return;
    event.preventDefault();
    reason.closest("details")?.setAttribute("open", "");
    reason.focus();
    return;
  }
  const target = document.querySelector(`[data-desk-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

if (document.querySelector("[data-desk-keys]")) show();

/* Where to go on reading: the first mistake, else the text that comes after a decision. */
const mistake = document.querySelector("[aria-invalid=true]");
const decided = document.querySelector(".messages li");
if (mistake) mistake.focus();
else if (decided) document.getElementById("desk-text")?.focus();

/* The queue: how many are ticked, and the whole page by one button. */
const queue = document.querySelector("[data-desk-queue]");
const boxes = queue ? [...queue.querySelectorAll("input[name=chosen]")] : [];
const count = queue?.querySelector("[data-desk-count]");
const tick = queue?.querySelector("[data-desk-tick]");

function recount() {
  const ticked = boxes.filter((box) => box.checked).length;
  if (count) {
    count.hidden = !ticked;
    count.textContent = count.dataset.words.replace("{count}", ticked);
  }
  if (tick) tick.setAttribute("aria-pressed", String(ticked === boxes.length));
}

if (boxes.length) {
  queue.addEventListener("change", recount);
  if (tick) {
    tick.hidden = false;
    tick.addEventListener("click", () => {
      const all = boxes.every((box) => box.checked);
      boxes.forEach((box) => { box.checked = !all; });
      recount();
    });
  }
  recount();
}
