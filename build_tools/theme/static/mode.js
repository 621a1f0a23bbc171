// Loaded in the head, before anything is drawn: a page must not flash in the other colours.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  let chosen = null;
  try {
    chosen = localStorage.getItem("mode");
  } catch {
    // Some browsers close their storage to pages opened from a file.
  }
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = ["light", "dark"].includes(chosen) ? chosen : system;
})();
