// What a term means, beside its link: for a reader who points at it, reaches it with the keyboard,
// or touches it. It goes with Escape, stays while the pointer is on it, and hides nothing for good.
"use strict";

window.lessonsTips = (() => {
  const tip = document.createElement("div");
  tip.id = "term-tip";
  tip.className = "term-tip";
  tip.role = "tooltip";
  tip.popover = "manual";
  let meanings = {};
  let shown = null;
  let leaving;
  let touchedShown = false;

  const termLink = (target) => {
    return target instanceof Element ? target.closest("a.std-term") : null;
  };

  function place() {
    const gap = 8;
    const line = shown.getClientRects()[0];
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(line.left, document.documentElement.clientWidth - width - gap);
    const below = line.bottom + 2;
    const fits = below + height + gap <= innerHeight || line.top < height + gap;
    tip.style.left = `${Math.max(gap, left)}px`;
    tip.style.top = `${fits ? below : line.top - height - 2}px`;
  }

  function hide() {
    clearTimeout(leaving);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    tip.hidePopover();
  }

  function show(link) {
    clearTimeout(leaving);
    if (link === shown) return;
    hide();
    const meaning = meanings[decodeURIComponent(link.hash.slice(1))];
    if (!meaning) return;
    tip.textContent = meaning;
    shown = link;
    link.setAttribute("aria-describedby", tip.id);
    tip.showPopover();
    place();
  }

  // Time to move the pointer from the link to the words.
  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 300);
  }

  addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const link = termLink(target);
    if (link) show(link);
    else if (tip.contains(target)) clearTimeout(leaving);
    else if (shown && shown !== document.activeElement) leave();
  });
  document.documentElement.addEventListener("pointerleave", leave);
  addEventListener("focusin", ({ target }) => {
    const link = termLink(target);
    if (link?.matches(":focus-visible")) show(link);
    else if (!tip.contains(target)) hide();
  });
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  addEventListener("pointerdown", ({ target }) => {
    touchedShown = Boolean(shown) && termLink(target) === shown;
    if (shown && !touchedShown && !tip.contains(target)) hide();
  });
  // The first touch tells, the second follows.
  addEventListener("click", (event) => {
    const link = termLink(event.target);
    if (event.pointerType !== "touch" || !link || touchedShown) return;
    show(link);
    if (shown === link) event.preventDefault();
  });
  for (const moved of ["scroll", "resize"]) {
    addEventListener(moved, () => shown && place(), { passive: true });
  }

  return {
    show,
    take({ language, terms }) {
      meanings = terms;
      tip.lang = language;
      document.body.append(tip);
    },
  };
})();
