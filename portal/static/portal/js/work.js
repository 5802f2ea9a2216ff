/* work.js: does the little work that the portal asks of a browser before it takes a form. Starts when
   somebody begins to fill it in; a form sent before the end leaves by itself once it is done. */

const PIECE = 500;

async function work(token, bits, address) {
  try {
    return await inWorker(token, bits, address);
  } catch {
    return inPieces(token, bits, address);
  }
}

function inWorker(token, bits, address) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(address, { type: "module" });
    worker.addEventListener("message", ({ data }) => { worker.terminate(); resolve(data); });
    worker.addEventListener("error", (fault) => { worker.terminate(); reject(fault); });
    worker.postMessage({ token, bits });
  });
}

async function inPieces(token, bits, address) {
  const { search } = await import(address);
  let found = null;
  for (let from = 0; found === null; from += PIECE) {
    found = search(token, bits, from, PIECE);
    // The page stays alive between two pieces.
    await new Promise((resolve) => { setTimeout(resolve); });
  }
  return String(found);
}

function guard(field) {
  const form = field.form;
  const said = form.querySelector("[data-work-said]");
  const token = form.elements.token.value;
  let doing = null, done = false;

  const begin = () => {
    doing ??= work(token, Number(field.dataset.work), field.dataset.worker).then(
      (number) => { field.value = number; },
      // Neither way works here: the form leaves without, as it does without JavaScript.
      () => {},
    ).then(() => { done = true; said.textContent = ""; });
    return doing;
  };

  form.addEventListener("focusin", begin, { once: true });
  // Before any other listener, which must hear of the sending only once.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    said.textContent = said.dataset.workSaid;
    begin().then(() => form.requestSubmit(event.submitter ?? undefined));
  }, { capture: true });
}

document.querySelectorAll("input[data-work]").forEach(guard);
