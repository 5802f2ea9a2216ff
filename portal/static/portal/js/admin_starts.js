/* admin_starts.js: starts Wagtail's date pickers, choosers and panels in the admin, which Wagtail's
   own templates start by inline scripts. Each is named by a <template data-start data-with>; only
   the names below are called, with data. A classic script: it must listen before the page is read. */
(function () {
  "use strict";

  const FUNCTIONS = new Set(["initDateChooser", "initDateTimeChooser", "initTimeChooser", "createTaskChooser"]);
  const CLASSES = /^(?:InlinePanel|MultipleChooserPanel|(?:[A-Z]\w*)?Chooser)$/;
  let waiting = [];

  function start(mark) {
    const name = mark.dataset.start;
    const known = FUNCTIONS.has(name) || CLASSES.test(name);
    const called = known && Object.hasOwn(window, name) ? window[name] : null;
    if (typeof called !== "function") return false;
    const given = JSON.parse(mark.dataset.with);
    mark.removeAttribute("data-start");
    if (FUNCTIONS.has(name)) called(...given);
    else new called(...given);
    return true;
  }

  function startAll(marks) {
    for (const mark of marks) {
      if (mark.isConnected && mark.dataset.start && !start(mark)) waiting.push(mark);
    }
  }

  function marksIn(node) {
    if (!(node instanceof Element)) return [];
    const inside = [...node.querySelectorAll("template[data-start]")];
    return node.matches("template[data-start]") ? [node, ...inside] : inside;
  }

  new MutationObserver(function (changes) {
    for (const change of changes) {
      for (const node of change.addedNodes) startAll(marksIn(node));
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  // What came before its own script: tried again once every script of the page has run.
  function again() {
    const marks = waiting;
    waiting = [];
    startAll(marks);
  }
  document.addEventListener("DOMContentLoaded", again);
  window.addEventListener("load", again);
})();
