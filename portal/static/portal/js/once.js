/* Keeps a form from being sent twice. Without this file the server refuses the second one. */

const LOCK = 8000;

for (const form of document.querySelectorAll('form[method="post"]')) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    // The page may stay (a file to download, a network failure): open again after a while.
    setTimeout(() => { sent = false; }, LOCK);
  });
  // Back button: the page comes from memory, its form may be sent again.
  window.addEventListener("pageshow", () => { sent = false; });
}
