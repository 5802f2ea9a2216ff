/* admin_names.js: gives a name to the fields that Wagtail leaves without one for screen readers:
   rich text, whose label names no field, and blocks of one field, whose name is their heading. */
(function () {
  "use strict";

  const FIELDS = "[data-contentpath] :is(textarea, input:not([type=hidden]), select), [role=textbox][contenteditable]";
  const PANELS = ".w-panel, [data-streamfield-child]";
  const TITLES = ".w-panel__heading, .c-sf-block__title";

  function isNamed(field) {
    return field.labels?.length || field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby") || field.title;
  }

  // The words of its own label, or else the heading of the nearest panel around it.
  function nameOf(field) {
    const label = field.closest(".w-field__wrapper")?.querySelector(".w-field__label");
    const heading = field.closest(PANELS)?.querySelector(TITLES);
    return (label || heading)?.textContent.replace(/\s*\*\s*$/, "").replace(/\s+/g, " ").trim();
  }

  function nameAll() {
    for (const field of document.querySelectorAll(FIELDS)) {
      if (isNamed(field)) continue;
      const name = nameOf(field);
      if (name) field.setAttribute("aria-label", name);
    }
  }

  let isAwaited = false;
  new MutationObserver(function () {
    if (isAwaited) return;
    isAwaited = true;
    requestAnimationFrame(function () { isAwaited = false; nameAll(); });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
