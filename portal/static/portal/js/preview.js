/* Shows how a name will be read, while it is typed. Without this file the present one stands there.
   [data-preview-of="id of the field"][data-empty="words when it is empty"] */

for (const shown of document.querySelectorAll("[data-preview-of]")) {
  const field = document.getElementById(shown.dataset.previewOf);
  field?.addEventListener("input", () => {
    shown.textContent = field.value.trim() || shown.dataset.empty;
  });
}
