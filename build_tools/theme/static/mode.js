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

  // Paper is white. Without a script a page is never dark, so a script may see to it.
  let onScreen = null;
  const toPaper = () => {
    onScreen ??= root.dataset.theme;
    root.dataset.theme = "light";
  };
  const toScreen = () => {
    root.dataset.theme = onScreen ?? root.dataset.theme;
    onScreen = null;
  };
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  // Some programs that print tell of it only by the medium.
  matchMedia("print").addEventListener("change", (print) => (print.matches ? toPaper() : toScreen()));
})();
