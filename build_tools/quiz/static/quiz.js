// Questions answer back. Without this file they are read, and their answers open; nothing is sent
// anywhere. Scoring is that of build_tools/quiz/scoring.py: one table of cases tests both.
"use strict";

const readNumber = (() => {
  const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
  const mantissa = String.raw`(?:\d{1,3}(?:[ '’.,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d*)?|[.,]\d+)`;
  const times = String.raw` ?(?:[×x*·]|\\times) ?10 ?(?:\^|\*\*) ?\{?([+-]?\d+)\}?`;
  const number = new RegExp(`^([+-]?) ?(${mantissa})(?:[eE]([+-]?\\d+)|${times})?`);
  const power = /^([+-]?) ?10 ?(?:\^|\*\*) ?\{?([+-]?\d+)\}?/;
  const normalised = (text) =>
    text
      .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+/g, (run) =>
        "^" + [...run].map((c) => "0123456789-+"[superscripts.indexOf(c)]).join(""))
      .replace(/[−–‐‑]/g, "-")
      .replace(/\s+/g, " ")
      .trim();
  const plain = (digits, language) => {
    const spaced = digits.replace(/[ '’]/g, "");
    const signs = spaced.replace(/\d/g, "");
    let decimal = signs.slice(-1);
    if (signs.length > 1 && new Set(signs).size === 1) decimal = "";
    else if (signs === "," && language === "en" && spaced === digits
      && /^[1-9]\d{0,2},\d{3}$/.test(spaced)) decimal = "";
    if (!decimal) return spaced.replace(/[.,]/g, "");
    const at = spaced.lastIndexOf(decimal);
    return `${spaced.slice(0, at).replace(/[.,]/g, "") || "0"}.${spaced.slice(at + 1) || "0"}`;
  };
  return (typed, language) => {
    const text = normalised(typed);
    const found = power.exec(text) ?? number.exec(text);
    if (!found) return null;
    const isPower = found.length === 3;
    const rest = text.slice(found[0].length);
    if (/^ ?[.,]?\d/.test(rest)) return null;
    const digits = isPower ? "1" : plain(found[2], language);
    const exponent = isPower ? found[2] : (found[3] ?? found[4] ?? "0");
    const value = Number(`${found[1]}${digits}e${exponent}`);
    const unit = rest.trim().replace(/µ/g, "μ").replace(/ /g, "").replace(/\/c(\^2)?$/, "");
    return Number.isFinite(value) ? { value, unit } : null;
  };
})();

function foldWords(text) {
  const alike = { œ: "oe", æ: "ae", ß: "ss", "’": "'", ʼ: "'", "−": "-", "–": "-", "‐": "-" };
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[œæß’ʼ−–‐]/g, (c) => alike[c])
    .replace(/^[\s.,;:!?«»“”"']+|[\s.,;:!?«»“”"']+$/g, "")
    .replace(/\s+/g, " ");
}

// Units by what they measure, as build_tools/quiz/units.py has them, and those that are common.
const UNITS = [
  { meV: 1e-3, eV: 1, keV: 1e3, MeV: 1e6, GeV: 1e9, TeV: 1e12, PeV: 1e15, J: 6.24150907446e18, kJ: 6.24150907446e21 },
  { fm: 1e-15, pm: 1e-12, nm: 1e-9, "μm": 1e-6, mm: 1e-3, cm: 1e-2, m: 1, km: 1e3 },
  { fs: 1e-15, ps: 1e-12, ns: 1e-9, "μs": 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600 },
  { "μg": 1e-6, mg: 1e-3, g: 1, kg: 1e3 },
  { fb: 1e-15, pb: 1e-12, nb: 1e-9, "μb": 1e-6, mb: 1e-3, b: 1 },
  { "fb^-1": 1e15, "pb^-1": 1e12, "nb^-1": 1e9, "μb^-1": 1e6, "b^-1": 1 },
  { Hz: 1, kHz: 1e3, MHz: 1e6, GHz: 1e9 },
  { mV: 1e-3, V: 1, kV: 1e3, MV: 1e6, GV: 1e9, TV: 1e12 },
  { "μA": 1e-6, mA: 1e-3, A: 1, kA: 1e3 },
  { mT: 1e-3, T: 1 },
  { nC: 1e-9, "μC": 1e-6, mC: 1e-3, C: 1 },
  { N: 1, kN: 1e3 },
  { W: 1, kW: 1e3, MW: 1e6, GW: 1e9 },
  { Pa: 1, kPa: 1e3 },
  { K: 1 },
  { mrad: 1e-3, rad: 1, "°": Math.PI / 180 },
  { "%": 1, "‰": 0.1 },
  { "m/s": 1, "km/s": 1e3, "km/h": 1 / 3.6 },
];
const COMMON = (
  "eV keV MeV GeV TeV J kJ m cm mm km fm nm s ms ns ps min h kg g N W V A T C Hz K rad ° % fb pb "
  + "fb^-1 pb^-1 m/s km/h"
).split(" ");

// A key as scoring asks for it, of the short one that a page has.
function wholeKey(key, language) {
  if (key?.kind === "blanks") {
    return { ...key, blanks: key.blanks.map((blank) => wholeKey(blank, language)) };
  }
  if (key?.kind !== "number" || key.units) return key && { ...key, language };
  const group = UNITS.find((own) => Object.hasOwn(own, key.unit)) ?? {};
  const units = Object.fromEntries(
    Object.entries(group).map(([unit, worth]) => [unit, worth / group[key.unit]]),
  );
  const foreign = COMMON.filter((unit) => !Object.hasOwn(units, unit));
  return { ...key, language, units, foreign };
}

function scoreAnswer(key, answer) {
  const result = (verdict, score = 0, known = null) => ({ verdict, score, known });
  const within = (value, low, high) => {
    const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
    return low - slack <= value && value <= high + slack;
  };
  const wrong = (isThis) => {
    const at = (key.known ?? []).findIndex((known) => known === null || isThis(known));
    return result("wrong", 0, at < 0 ? null : at);
  };
  if (key.kind === "choice") {
    if (!answer.length) return result("empty");
    const hits = answer.filter((n) => key.right.includes(n)).length;
    if (hits === key.right.length && hits === answer.length) return result("right", 1);
    const share = key.many
      ? Math.max(0, hits - (answer.length - hits)) / key.right.length : 0;
    return result(share ? "partly" : "wrong", share);
  }
  if (key.kind === "number") {
    if (!answer.trim()) return result("empty");
    const reading = readNumber(answer, key.language);
    if (!reading) return result("no-number");
    const { unit } = reading;
    if (key.foreign.includes(unit)) return result("other-unit");
    const worth = Object.hasOwn(key.units, unit) ? key.units[unit] : 1;
    if (Object.keys(key.units).length && !Object.hasOwn(key.units, unit)) {
      if (unit) return result("unknown-unit");
      if (!key.given) return result("no-unit");
    }
    const value = reading.value * worth;
    if (within(value, key.low, key.high)) return result("right", 1);
    return wrong(([low, high]) => within(value, low, high));
  }
  if (key.kind === "text") {
    const words = foldWords(answer);
    if (!words) return result("empty");
    return key.variants.includes(words) ? result("right", 1) : wrong((known) => known.includes(words));
  }
  const results = key.blanks.map((blank, n) => scoreAnswer(blank, answer[n]));
  if (results.some(({ verdict }) => verdict === "empty")) return result("empty");
  const share = results.reduce((sum, { score }) => sum + score, 0) / results.length;
  return result(share === 1 ? "right" : share ? "partly" : "wrong", share);
}

(() => {
  const boxes = [...document.querySelectorAll("fieldset.quiz")];
  if (!boxes.length) return;
  const STORE = "lessons-answers";
  const words = lessonWords.quiz;
  const say = (message, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[message]);

  // Some browsers close their storage to pages opened from a file: then answers last as long as
  // the page.
  let answers = {};
  const load = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) ?? "{}");
      if (kept && typeof kept === "object" && !Array.isArray(kept)) answers = kept;
    } catch {
      // what cannot be read is begun anew
    }
  };
  const keep = (name, entry) => {
    load(); // another page may have been answered meanwhile
    answers[name] = entry;
    try {
      localStorage.setItem(STORE, JSON.stringify(answers));
    } catch {
      // kept for this page only
    }
  };

  // What only this script can use, it makes.
  const made = (tag, properties, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };
  const button = (name, said) => made("button", { type: "button", className: name }, said);

  const questions = boxes.map((box) => {
    const key = wholeKey(JSON.parse(box.dataset.key), box.closest("[lang]").lang);
    const controls = [...box.querySelectorAll(":scope input, :scope textarea")];
    const status = made("div", { className: "quiz-status", id: `${box.id}-status`, role: "status" });
    const check = button("quiz-check", key ? words.check : words.keep);
    box.querySelector(".quiz-solution").before(made("p", { className: "quiz-actions" }, check), status);
    for (const one of controls) {
      if (one.type === "text") Object.assign(one, { autocomplete: "off", autocapitalize: "off", spellcheck: false });
    }
    return { name: box.dataset.quiz, box, key, controls, status };
  });

  const given = ({ key, controls }) => {
    if (key?.kind === "choice") return controls.filter((one) => one.checked).map((one) => Number(one.value));
    return key?.kind === "blanks" ? controls.map((one) => one.value) : controls[0].value;
  };
  const fill = ({ key, controls }, answer) => {
    controls.forEach((one, n) => {
      if (key?.kind === "choice") one.checked = Array.isArray(answer) && answer.includes(Number(one.value));
      else one.value = String((key?.kind === "blanks" ? answer?.[n] : answer) ?? "");
    });
  };

  const summary = made("section", { className: "quiz-summary", ariaLabel: words.answers },
    made("p", {}, made("strong", {}, words.answers), " ",
      made("span", { className: "quiz-count" }), ` ${words.stay}`),
    made("p", { className: "quiz-actions" }, button("quiz-save", words.save), " ",
      button("quiz-erase", words.erase), " ", made("span", { className: "quiz-said", role: "status" })));
  const last = document.querySelector(".page-text").lastElementChild;
  (last.matches("section") ? last : last.parentElement).append(summary);

  const copied = (elements) =>
    elements.flatMap((element) => [...element.childNodes].map((node) => node.cloneNode(true)));

  // Which of the foreseen answers were given: their places among all of them.
  const places = ({ key }, answer, { verdict, known }) => {
    if (key.kind === "choice") return answer;
    if (verdict === "right") return [0];
    return known === null ? [] : [known + 1];
  };
  const feedback = (question, answer, result) => {
    if (!["right", "wrong", "partly"].includes(result.verdict)) return [];
    const found = places(question, answer, result).map((n) =>
      question.box.querySelector(`.quiz-feedback[data-for="${n}"] > div`));
    const why = result.verdict === "right" ? [...question.box.querySelectorAll(".quiz-explanation")] : [];
    return copied([...found.filter(Boolean), ...why]);
  };
  // The fields that an answer is wrong in; none for a group of radio buttons, which is one.
  const wrongFields = ({ key, controls }, answer, { verdict }) => {
    if (verdict === "right") return [];
    if (key.kind === "choice") return key.many ? controls : [];
    if (key.kind !== "blanks") return controls;
    return controls.filter((_, n) => scoreAnswer(key.blanks[n], answer[n]).verdict !== "right");
  };

  const verdictLine = (text) => made("p", { className: "quiz-verdict" }, text);
  const clear = ({ box, controls, status }) => {
    for (const one of [box, ...controls]) one.removeAttribute("aria-invalid");
    for (const one of controls) one.removeAttribute("aria-describedby");
    status.replaceChildren();
    status.classList.remove("is-right", "is-wrong");
  };

  const show = (question, answer, result) => {
    const { box, key, controls, status } = question;
    clear(question);
    const verdict = key.kind === "blanks" && result.verdict !== "right"
      ? worst(key.blanks, answer) ?? result.verdict : result.verdict;
    const line = verdictLine(say(verdict, { percent: Math.round(100 * result.score) }));
    status.classList.toggle("is-right", result.verdict === "right");
    status.classList.toggle("is-wrong", result.verdict === "wrong");
    for (const one of controls) one.setAttribute("aria-describedby", status.id);
    for (const one of wrongFields(question, answer, result)) one.setAttribute("aria-invalid", "true");
    if (box.getAttribute("role") === "radiogroup" && result.verdict !== "right") {
      box.setAttribute("aria-invalid", "true");
    }
    status.replaceChildren(line, ...feedback(question, answer, result));
  };
  // What keeps a text with blanks from being judged, such as a missing unit.
  const worst = (blanks, answer) =>
    blanks.map((blank, n) => scoreAnswer(blank, answer[n]).verdict)
      .find((verdict) => !["right", "wrong", "partly"].includes(verdict));

  const count = () => {
    const kept = questions.map(({ name }) => answers[name]).filter(Boolean);
    const right = kept.filter(({ verdict }) => verdict === "right").length;
    summary.querySelector(".quiz-count").textContent = say("count", {
      answered: kept.length, total: questions.length, right,
    });
  };

  const check = (question) => {
    const { key, name, controls } = question;
    const answer = given(question);
    if (!key) {
      question.status.replaceChildren(verdictLine(say(answer.trim() ? "kept" : "empty")));
      if (answer.trim()) keep(name, { answer, verdict: "kept" });
      count();
      return;
    }
    const result = scoreAnswer(key, answer);
    show(question, answer, result);
    if (["right", "wrong", "partly"].includes(result.verdict)) {
      keep(name, { answer, verdict: result.verdict, tries: (answers[name]?.tries ?? 0) + 1 });
      count();
    } else {
      // there is something to write first: go there
      (wrongFields(question, answer, result)[0] ?? controls[0]).focus();
    }
  };

  // One hint after the other.
  const stageHints = ({ box }) => {
    const hints = [...box.querySelectorAll(".quiz-hint")];
    hints.forEach((hint, n) => {
      hint.hidden = n > 0;
      hint.addEventListener("toggle", () => {
        if (hint.open && hints[n + 1]) hints[n + 1].hidden = false;
      });
    });
  };

  load();
  for (const question of questions) {
    const { box, name, controls } = question;
    stageHints(question);
    if (answers[name]) fill(question, answers[name].answer);
    box.querySelector(".quiz-check").addEventListener("click", () => check(question));
    for (const control of controls) {
      control.addEventListener("input", () => {
        // what was said is about another answer
        if (question.status.childNodes.length) clear(question);
      });
      control.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && control.type === "text") check(question);
      });
    }
  }
  count();
  addEventListener("storage", () => { load(); count(); });

  summary.querySelector(".quiz-save").addEventListener("click", () => {
    load();
    const file = new Blob([JSON.stringify({ format: STORE, version: 1, answers }, null, 1)], {
      type: "application/json",
    });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${STORE}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  });
  summary.querySelector(".quiz-erase").addEventListener("click", () => {
    if (!confirm(words.sure)) return;
    answers = {};
    try {
      localStorage.removeItem(STORE);
    } catch {
      // there was nothing to remove
    }
    for (const question of questions) {
      fill(question, question.key?.kind === "choice" ? [] : "");
      clear(question);
    }
    count();
    summary.querySelector(".quiz-said").textContent = words.erased;
  });
})();
