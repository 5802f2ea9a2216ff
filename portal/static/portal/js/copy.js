/* Copies a receipt number. The button is hidden until this file shows it.
   button[data-copy="text"][data-done="Copied"][hidden] */

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  button.after(said);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.classList.remove("visually-hidden");
      said.textContent = button.dataset.done;
    } catch {
      button.hidden = true; // The number stays on the page, to be copied by hand.
    }
  });
}
