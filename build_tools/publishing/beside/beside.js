// The side-by-side view of `nox -s live -- fr/PAGE`: two pages that scroll together, and what there
// is to do beside the sections. Translated headings carry the source's ids, so equal ids pair them.
(() => {
  const panes = ["source", "target"].map((id) => document.getElementById(id));
  const [source, target] = panes;
  const margin = document.getElementById("margin");
  const list = document.getElementById("notes");
  const summary = document.getElementById("summary");
  let leader = target; // the pane that the person moves; the other one follows

  const inside = (pane) => {
    const text = pane.contentDocument;
    return text?.documentElement && text.body ? text : null;
  };
  const scroller = (pane) => inside(pane)?.scrollingElement;

  const heights = (pane) => {
    // id → distance of its heading from the top of the page, in CSS pixels
    const text = inside(pane);
    const found = new Map();
    if (!text) return found;
    const top = scroller(pane).scrollTop;
    for (const section of text.querySelectorAll("main section[id]")) {
      const heading = section.querySelector("h1, h2, h3, h4, h5, h6");
      const place = (heading ?? section).getBoundingClientRect();
      if (place.height) found.set(section.id, place.top + top);
    }
    return found;
  };

  // Pairs of heights that belong together, from the top of both pages to their ends.
  const knots = () => {
    const [left, right] = panes.map(heights);
    const common = [...left.keys()].filter((id) => right.has(id));
    const pairs = [[0, 0], ...common.map((id) => [left.get(id), right.get(id)])];
    const ends = panes.map((pane) => {
      const own = scroller(pane);
      return Math.max(1, own.scrollHeight);
    });
    pairs.push(ends);
    return pairs.filter(([a, b], n) => !n || (a > pairs[n - 1][0] && b > pairs[n - 1][1]));
  };

  const follow = () => {
    const other = leader === source ? target : source;
    if (!scroller(leader) || !scroller(other)) return;
    const from = leader === source ? 0 : 1;
    const pairs = knots();
    const eye = leader.clientHeight / 4; // what is read stands a quarter down, not at the edge
    const at = scroller(leader).scrollTop + eye;
    let n = 1;
    while (n < pairs.length - 1 && pairs[n][from] <= at) n += 1;
    const [low, high] = [pairs[n - 1], pairs[n]];
    const part = (at - low[from]) / (high[from] - low[from]);
    const to = low[1 - from] + part * (high[1 - from] - low[1 - from]);
    scroller(other).scrollTop = scroller(leader).scrollTop <= 0 ? 0 : to - eye;
  };

  const place = () => {
    // Each note at the height of its section, pushed down where it would cover the one before; the
    // note of the section that is read stays at the top.
    const tops = heights(target);
    const shift = scroller(target)?.scrollTop ?? 0;
    const notes = [...list.children];
    let last = tops.size ? -shift : Infinity; // without a page, the notes are a plain list
    const wanted = notes.map((note) => {
      last = tops.has(note.dataset.anchor) ? tops.get(note.dataset.anchor) - shift : last;
      return note.dataset.anchor && Number.isFinite(last) ? last : 0;
    });
    const reading = tops.size ? Math.max(0, wanted.findLastIndex((top) => top <= 1)) : 0;
    let free = 0;
    for (const [n, note] of notes.entries()) {
      note.hidden = n < reading && Boolean(note.dataset.anchor);
      if (note.hidden) continue;
      const top = Math.max(wanted[n], free);
      note.style.transform = `translateY(${top}px)`;
      free = top + note.offsetHeight;
    }
  };

  let waiting = false;
  const moved = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
      place();
    });
  };

  const go = (anchor) => {
    for (const pane of panes) {
      const top = heights(pane).get(anchor);
      if (top !== undefined) scroller(pane).scrollTop = top - 16;
    }
    place();
  };

  const listen = (pane) => {
    const view = pane.contentWindow;
    for (const kind of ["wheel", "keydown", "pointerdown", "touchstart", "focusin"]) {
      view.addEventListener(kind, () => { leader = pane; }, { passive: true });
    }
    view.addEventListener("scroll", () => { if (leader === pane) moved(); else place(); }, { passive: true });
    view.addEventListener("resize", moved);
    // details that are opened and figures that are drawn move what is below them
    new view.ResizeObserver(moved).observe(inside(pane).body);
    moved();
  };
  for (const pane of panes) {
    pane.addEventListener("load", () => listen(pane));
    if (inside(pane)?.readyState === "complete") listen(pane);
  }
  addEventListener("resize", moved);

  const element = (name, text, className = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const show = ({ problems, sections, summary: words }) => {
    summary.textContent = words;
    const notes = sections.map(({ anchor, title, state, says, findings }) => {
      const note = element("li", "", `note ${findings.length ? "wrong" : state}`);
      note.dataset.anchor = anchor;
      const button = element("button", title);
      button.type = "button";
      button.addEventListener("click", () => go(anchor));
      note.append(button, element("p", says, "state"), ...findings.map((text) => element("p", text, "finding")));
      return note;
    });
    if (problems.length) {
      const note = element("li", "", "note wrong");
      note.dataset.anchor = "";
      note.append(element("p", "The page", "state"), ...problems.map((text) => element("p", text, "finding")));
      notes.unshift(note);
    }
    list.replaceChildren(...notes);
    place();
  };

  const read = async () => {
    try {
      show(await (await fetch("/_live/beside/state.json")).json());
    } catch {
      summary.textContent = "The live server does not answer: is it still running?";
    }
  };
  const events = new EventSource("/_live/events");
  events.addEventListener("message", read);
  events.addEventListener("error", () => {
    summary.textContent = "The live server does not answer: is it still running?";
  });
})();
