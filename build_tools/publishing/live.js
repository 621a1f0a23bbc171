// Put into pages by `nox -s live` only: reloads a page when it changed, and shows what is wrong.
(() => {
  const { build } = document.currentScript.dataset;
  let seen = Number(build);
  let banner = null;

  const show = (problems) => {
    banner?.remove();
    banner = null;
    document.body.style.paddingBottom = "";
    if (!problems.length) return;
    banner = document.createElement("div");
    banner.id = "live-problems";
    banner.setAttribute("role", "status");
    banner.lang = "en";
    const inside = banner.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet(); // a page's policy refuses style elements
    style.replaceSync(`:host { position: fixed; inset: auto 0 0 0; z-index: 9999; max-height: 50vh;
      overflow: auto; background: #7a1020; color: #fff; font: 14px/1.5 system-ui, sans-serif; }
      div { padding: 0.75rem 1rem; } p { margin: 0 0 0.5rem; font-weight: 700; }
      pre { margin: 0 0 0.5rem; white-space: pre-wrap; font: 13px/1.5 ui-monospace, monospace; }`);
    const box = document.createElement("div");
    const title = document.createElement("p");
    title.textContent = `Not published: ${problems.length} problem${problems.length > 1 ? "s" : ""}. `
      + "This is the last good page.";
    box.append(title);
    for (const problem of problems) {
      const line = document.createElement("pre");
      line.textContent = problem;
      box.append(line);
    }
    inside.adoptedStyleSheets = [style];
    inside.append(box);
    document.body.append(banner);
    document.body.style.paddingBottom = `${banner.offsetHeight}px`; // the end of the page stays in reach
  };

  new EventSource("/_live/events").addEventListener("message", (event) => {
    const state = JSON.parse(event.data);
    const missed = state.build > seen + 1;
    const own = decodeURIComponent(location.pathname).replace(/^\/|$/g, "").replace(/(^|\/)$/, "$1index.html");
    if (state.build < seen || (state.build > seen && (missed || state.changed.includes(own)))) {
      location.reload();
      return;
    }
    seen = state.build;
    show(state.problems);
  });
})();
