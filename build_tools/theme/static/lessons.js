// Conveniences only: every page reads, navigates and prints without this file.
"use strict";

function setUpModeButton(button) {
  const root = document.documentElement;
  const show = () => button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
  button.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("mode", root.dataset.theme);
    } catch {
      // The choice then lasts as long as the page.
    }
    show();
  });
  show();
}

// The stylesheet leads to the section that the address names; a reader may have scrolled since.
// Looked up when the reader reaches for a link, so that scrolling costs nothing.
function followReader(nav) {
  const sections = [...document.querySelectorAll("article section[id]")];
  const page = (link) => link.getAttribute("href").split("#")[0];
  const inView = (section) => {
    const { top } = section.getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  };
  const sectionInView = () => {
    const named = document.querySelector("article :target")?.closest("section[id]");
    if (named && inView(named)) return named;
    // A third down the window, or at its end where the page ends.
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    const line = atEnd ? innerHeight : innerHeight / 3;
    return sections.filter((section) => section.getBoundingClientRect().top <= line).at(-1);
  };
  const update = () => {
    const section = sectionInView();
    for (const link of nav.querySelectorAll("a.to-page")) {
      // The first section is the page.
      link.href = page(link) + (section && section !== sections[0] ? `#${section.id}` : "");
    }
  };
  nav.classList.add("follows-reader");
  for (const reach of ["pointerover", "focusin", "click", "auxclick", "contextmenu"]) {
    nav.addEventListener(reach, update, { capture: true, passive: true });
  }
  // Before "pageshow" the browser has not gone to the section yet.
  for (const arrival of ["pageshow", "hashchange"]) addEventListener(arrival, update);
}

// A link to each section and term stands behind its title.
function linkToPlaces(text) {
  for (const title of text.querySelectorAll("section[id] > :is(h1, h2, h3, h4, h5, h6), dt[id]")) {
    const link = document.createElement("a");
    link.className = "headerlink";
    link.href = `#${title.id || title.parentElement.id}`;
    link.title = text.dataset.link;
    link.textContent = "#";
    title.append(link);
  }
}

// A report names the section that the address does.
function nameSection() {
  const named = document.querySelector("article :target")?.closest("section[id]");
  for (const link of document.querySelectorAll(".report a")) {
    link.dataset.plain ??= link.href;
    link.href = link.dataset.plain.replace("%23", `%23${named?.id ?? ""}`);
  }
}
for (const arrival of ["pageshow", "hashchange"]) addEventListener(arrival, nameSection);

// A link to a place on this page leaves its list open, over that place.
function closeAfterLink(list) {
  list.addEventListener("click", (event) => {
    if (event.target.closest("a") && list.matches(":popover-open")) list.hidePopover();
  });
}

// A box that scrolls takes the focus, so that the keyboard can scroll it; one that does not would be
// an idle stop. Most browsers do this by themselves; the rest learn it here.
const watchWidth = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

// The search and the words of all pages come when a reader asks for them, and once.
const root = document.documentElement.dataset.content_root;
let searchLoading;

function load(address) {
  return new Promise((arrived, lost) => {
    const script = document.createElement("script");
    script.src = root + address;
    script.addEventListener("load", arrived);
    script.addEventListener("error", lost);
    document.head.append(script);
  });
}

async function openSearch() {
  searchLoading ??= load("../_search/search.min.js").then(() => load("search-words.js"));
  try {
    await searchLoading;
    window.lessonsSearch.open();
  } catch {
    // A line that broke may hold the next time.
    searchLoading = undefined;
  }
}

for (const button of document.querySelectorAll(".search-open")) button.addEventListener("click", openSearch);
addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const asked = event.key === "/" ? !writing && !event.ctrlKey && !event.metaKey && !event.altKey
    : event.key === "k" && (event.ctrlKey || event.metaKey);
  if (!asked) return;
  event.preventDefault();
  openSearch();
});

// What terms mean comes when a reader first reaches for one; until then, and without it, a term is a
// link to the glossary.
const reaches = ["pointerover", "focusin", "click"];
function reachForTerm(event) {
  const link = event.target.closest?.("a");
  const touch = event.pointerType === "touch";
  if (!link?.matches(".std-term") || touch !== (event.type === "click")) return;
  if (event.type === "focusin" && !link.matches(":focus-visible")) return;
  if (touch) event.preventDefault();
  for (const reach of reaches) removeEventListener(reach, reachForTerm);
  load("../_static/tips.js").then(() => load("glossary-words.js")).then(
    // Who has gone on meanwhile does not want them, over what is now in front of them.
    () => (touch || link.matches(":hover, :focus")) && window.lessonsTips.show(link),
    () => touch && link.click(),
  );
}
for (const reach of reaches) addEventListener(reach, reachForTerm);

for (const button of document.querySelectorAll(".mode-button")) setUpModeButton(button);
for (const button of document.querySelectorAll(".print-now")) button.addEventListener("click", () => print());
for (const text of document.querySelectorAll(".page-text")) linkToPlaces(text);
for (const nav of document.querySelectorAll(".language-switch")) followReader(nav);
for (const list of document.querySelectorAll("[popover]")) closeAfterLink(list);
for (const box of document.querySelectorAll(
  "pre, .math-block, .pst-scrollable-table-container, .data-used-table",
)) {
  watchWidth.observe(box);
}
