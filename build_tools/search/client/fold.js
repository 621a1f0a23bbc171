// Words without what a reader may not type: accents, ligatures, capitals, letters of formulae.

const LETTERS = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", ı: "i" };

// One character, folded; nothing for an accent that stands by itself.
export function foldCharacter(character) {
  const plain = character.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return LETTERS[plain] ?? plain;
}

export function fold(text) {
  return Array.from(text, foldCharacter).join("");
}

// The folded text, and for each of its characters the place in the text that it comes from.
export function foldWithPlaces(text) {
  let folded = "";
  const places = [];
  let place = 0;
  for (const character of text) {
    for (const letter of foldCharacter(character)) {
      folded += letter;
      places.push(place);
    }
    place += character.length;
  }
  places.push(place);
  return { folded, places };
}
