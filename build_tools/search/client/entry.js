// The search: a dialog that `lessons.js` loads when a reader asks for it.

import { makeFinder } from "./find.js";

const root = document.documentElement.dataset.content_root;
let dialog;
let find;
let said;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function makeDialog() {
  const field = element("input", {
    type: "search", id: "search-field", autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
  });
  const status = element("p", { class: "search-status", role: "status" });
  const results = element("ol", { class: "search-results" });
  const close = element("button", { type: "button", class: "btn search-close" }, said.close);
  const form = element(
    "form", { role: "search", method: "dialog" },
    element("label", { for: "search-field" }, said.label), field, close,
  );
  const made = element("dialog", { class: "search-dialog", "aria-label": said.label }, form, status, results);
  close.addEventListener("click", () => made.close());
  // A click beside the dialog meets the dialog itself.
  made.addEventListener("click", (event) => { if (event.target === made) made.close(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector("a")?.focus();
  });
  field.addEventListener("input", () => show(field.value, results, status));
  results.addEventListener("click", (event) => {
    // A result on this page is behind the dialog.
    if (event.target.closest("a")) made.close();
  });
  made.addEventListener("keydown", (event) => move(event, field, results));
  document.body.append(made);
  return made;
}

function show(query, results, status) {
  const found = query.trim() ? find(query) : [];
  results.replaceChildren(...found.map(item));
  const count = (found.length === 1 ? said.one : said.many).replace("{count}", found.length);
  status.textContent = !query.trim() ? "" : found.length ? count : said.none;
}

function item({ address, language, page, heading, excerpt }) {
  const link = element("a", { href: root + address }, element("span", { class: "search-heading" }, heading));
  if (heading !== page) link.append(element("span", { class: "search-page" }, page));
  const text = element("span", { class: "search-excerpt" });
  for (const piece of excerpt) text.append(piece.found ? element("mark", {}, piece.text) : piece.text);
  link.append(text);
  if (language) link.lang = language;
  return element("li", {}, link);
}

// Up and down go through the field and the results. One Escape closes, whatever is typed: the field
// would keep it to empty itself, and the words stay, selected, for the next time.
function move(event, field, results) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.currentTarget.close();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [field, ...results.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

// Called by the file of words.
window.lessonsSearch = (content) => {
  said = content.said;
  find = makeFinder(content);
  dialog = makeDialog();
  window.lessonsSearch.open();
};

window.lessonsSearch.open = () => {
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
};
