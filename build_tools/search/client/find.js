// From words to sections: MiniSearch ranks, this file says what it is given and what is shown of it.

import MiniSearch from "minisearch";
import { fold, foldWithPlaces } from "./fold.js";

const MOST = 20;
const AROUND = 60;

export function makeFinder(content) {
  const sections = [];
  for (const page of content.pages) {
    for (const [anchor, heading, text, code] of page.sections) {
      sections.push({ id: sections.length, page, anchor, title: anchor ? "" : page.title, heading, text, code });
    }
  }
  const index = new MiniSearch({
    fields: ["title", "heading", "text", "code"],
    processTerm: (term) => fold(term) || null,
    searchOptions: {
      boost: { title: 6, heading: 3, code: 0.5 },
      // The last word may not be typed to its end; a longer one may be misspelt.
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    },
  });
  index.addAll(sections);
  return (query) => {
    let found = index.search(query, { combineWith: "AND" });
    // No section has all the words: those that have some are better than none.
    if (!found.length) found = index.search(query, { combineWith: "OR" });
    return found.slice(0, MOST).map(({ id, terms }) => result(sections[id], terms));
  };
}

function result(section, terms) {
  const { page, anchor, heading, text, code } = section;
  const shown = excerpt(text, terms) ?? excerpt(code, terms) ?? [{ text: text.slice(0, 2 * AROUND) }];
  return {
    address: page.address + (anchor ? `#${anchor}` : ""),
    language: page.language,
    page: page.title,
    heading: anchor ? heading : page.title,
    excerpt: shown,
  };
}

// Pieces of text around the first word that was found; `found` marks the words.
export function excerpt(text, terms) {
  const { folded, places } = foldWithPlaces(text);
  const marks = terms
    .flatMap((term) => occurrences(folded, term))
    .sort((one, other) => one[0] - other[0]);
  if (!marks.length) return null;
  const start = wordStart(text, Math.max(0, places[marks[0][0]] - AROUND));
  const end = Math.min(text.length, places[marks[0][1]] + 2 * AROUND);
  const pieces = [];
  let at = start;
  const say = (upTo, found) => {
    if (upTo > at) pieces.push(found ? { text: text.slice(at, upTo), found } : { text: text.slice(at, upTo) });
    at = Math.max(at, upTo);
  };
  for (const [from, to] of marks) {
    if (places[from] < at || places[to] > end) continue;
    say(places[from]);
    say(places[to], true);
  }
  say(end);
  if (start > 0) pieces.unshift({ text: "… " });
  if (end < text.length) pieces.push({ text: " …" });
  return pieces;
}

function occurrences(folded, term) {
  const found = [];
  for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
    // From the beginning of a word, as the index has it.
    if (at === 0 || !/[\p{L}\p{N}]/u.test(folded[at - 1])) found.push([at, at + term.length]);
  }
  return found;
}

function wordStart(text, at) {
  if (at === 0) return 0;
  const space = text.indexOf(" ", at);
  return space < 0 ? at : space + 1;
}
