/* Keeps a draft of a long form on this device, and offers it back. Nothing leaves the browser.
   form[data-draft="key"]: the form to keep; [data-draft-offer] inside it: a hidden notice with
   [data-draft-restore] and [data-draft-forget] buttons; [data-draft-clear="key"] on the page
   shown after success forgets the draft. Passwords, addresses, files, hidden fields and what has
   data-draft-skip are never kept. */

const PREFIX = "draft:";
const DAYS_KEPT = 30;
const PAUSE = 800;
const SKIPPED = new Set(["password", "email", "file", "hidden", "submit", "button"]);

function store(action) {
  // Storage may be refused (private window, full disk): the form works all the same.
  try {
    return action(window.localStorage);
  } catch {
    return null;
  }
}

const forget = (key) => store((storage) => storage.removeItem(PREFIX + key));

function recall(key) {
  const draft = store((storage) => JSON.parse(storage.getItem(PREFIX + key)));
  if (!draft) return null;
  if (Date.now() - draft.at > DAYS_KEPT * 86400000) {
    forget(key);
    return null;
  }
  return draft.values;
}

const isKept = (field) =>
  field.name && !SKIPPED.has(field.type) && !field.hasAttribute("data-draft-skip");
const kept = (form) => [...form.elements].filter(isKept);
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

function read(form) {
  return kept(form)
    .filter((field) => (isChoice(field) ? field.checked : field.value !== ""))
    .map((field) => [field.name, field.value]);
}

function fill(form, values) {
  for (const [name, value] of values) {
    for (const field of kept(form).filter((item) => item.name === name)) {
      if (isChoice(field)) field.checked ||= field.value === value;
      else field.value = value;
      if (value !== "") field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

function keep(form) {
  const key = form.dataset.draft;
  const start = JSON.stringify(read(form));
  const offer = form.querySelector("[data-draft-offer]");
  const draft = recall(key);
  if (offer && draft && JSON.stringify(draft) !== start) {
    offer.hidden = false;
    offer.querySelector("[data-draft-restore]")?.addEventListener("click", () => {
      fill(form, draft);
      offer.hidden = true;
      kept(form)[0]?.focus();
    });
    offer.querySelector("[data-draft-forget]")?.addEventListener("click", () => {
      forget(key);
      offer.hidden = true;
      kept(form)[0]?.focus();
    });
  }

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const values = read(form);
      store((storage) => storage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values })));
    }, PAUSE);
  });
}

document.querySelectorAll("[data-draft-clear]").forEach((mark) => forget(mark.dataset.draftClear));
document.querySelectorAll("form[data-draft]").forEach(keep);
