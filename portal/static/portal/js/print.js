/* Prints the page. The button is hidden until this file shows it: button[data-print][hidden] */

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
