// Makes a figure interactive when the reader asks. Nothing of Plotly is loaded before.
"use strict";

// The scripts of figures put their figure here, under their file's name.
const lessonFigures = {};

(() => {
  const said = lessonWords.figures;
  const folder = new URL("../figures/", document.currentScript.src);
  const STEP = { ArrowRight: 1, ArrowLeft: -1 };
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const loading = new Map();

  // A script tag, because a page opened from a folder may not fetch.
  function load(address) {
    if (!loading.has(address)) {
      loading.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = () => {
          loading.delete(address); // the next click tries again
          script.remove();
          reject(new Error(address));
        };
        document.head.append(script);
      }));
    }
    return loading.get(address);
  }

  // Plotly's own rules, as a file: it writes none into the page when an element of this name and
  // class is there, which a strict policy would refuse.
  function dress(address) {
    if (document.getElementById("plotly.js-style-global")) return;
    const sheet = document.createElement("link");
    Object.assign(sheet, { id: "plotly.js-style-global", className: "no-inline-styles" });
    Object.assign(sheet, { rel: "stylesheet", href: address });
    document.head.append(sheet);
  }

  // Colours with a role are variables of the style sheet: light and dark as in the picture.
  function coloured(value, read) {
    if (typeof value === "string") {
      const role = /^var\((--figure-\w+)\)$/.exec(value);
      return role ? read(role[1]) : value;
    }
    if (Array.isArray(value)) return value.map((entry) => coloured(entry, read));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, coloured(v, read)]));
  }

  // The same layout with smaller letters: what fits the picture must fit a narrow page.
  function smaller(value, factor) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        key === "font" && one?.size
          ? { ...one, size: Math.round(one.size * factor) }
          : smaller(one, factor),
      ]),
    );
  }

  const made = (tag, properties) => Object.assign(document.createElement(tag), properties);

  class Live {
    constructor(block) {
      this.block = block;
      this.name = block.dataset.figure;
      // Without a drawing, the description stands in its place.
      this.picture = this.block.querySelector(".lesson-figure > .drawing, .lesson-figure > p");
      this.svg = this.picture.querySelector("svg");
      this.button = made("button", {
        type: "button", className: "figure-interactive", textContent: said.offer,
      });
      this.button.addEventListener("click", () => (this.graph ? this.close() : this.open()));
      this.status = made("span", { className: "figure-status", role: "status" });
      const tools = made("p", { className: "figure-tools" });
      tools.append(this.button, " ", this.status);
      block.querySelector(".lesson-figure").after(tools);
    }

    async open() {
      if (this.button.getAttribute("aria-disabled") === "true") return;
      this.button.setAttribute("aria-disabled", "true");
      this.status.textContent = said.loading;
      const bundle = new URL(said.bundle, folder).href;
      dress(bundle.replace(/js$/, "css"));
      try {
        await Promise.all([load(bundle), load(new URL(this.name, folder).href)]);
        await this.show();
        this.status.textContent = said.help;
      } catch (error) {
        this.close();
        this.status.textContent = said.failed;
        console.error(error);
      }
      this.button.removeAttribute("aria-disabled");
    }

    async show() {
      this.graph = document.createElement("div");
      this.graph.className = "figure-live";
      this.graph.tabIndex = 0;
      this.graph.setAttribute("role", "group");
      this.graph.setAttribute("aria-label", this.svg?.querySelector("title").textContent || "");
      this.graph.addEventListener("keydown", (event) => this.key(event));
      this.picture.after(this.graph);
      this.block.classList.add("is-live");
      await this.draw();
      this.button.textContent = said.back;
      this.graph.focus();
      this.watch = new MutationObserver(() => this.draw());
      this.watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
      this.resize = new ResizeObserver(() => this.fit());
      this.resize.observe(this.block);
    }

    get figure() {
      return lessonFigures[this.name];
    }

    size() {
      const box = this.svg?.viewBox.baseVal || { width: 500, height: 375 };
      const wide = Math.max(this.graph.clientWidth, 200);
      // The bands of a flow keep the height for which their outlines and labels were placed.
      if (this.figure.data[0].type === "sankey") {
        return { width: wide, height: this.figure.layout.height };
      }
      // As tall as the picture; a wide page stretches it a little, a narrow one does not squeeze it.
      const stretched = box.height * Math.min(Math.max(wide / box.width, 1), 1.2);
      return { width: wide, height: Math.round(stretched) };
    }

    async draw() {
      const style = getComputedStyle(this.block);
      const ink = style.color;
      const read = (name) => (name === "--figure-ink" ? ink : style.getPropertyValue(name).trim());
      const figure = coloured(this.figure, read);
      const layout = {
        ...figure.layout,
        ...this.size(),
        hoverlabel: { bgcolor: read("--figure-paper"), bordercolor: ink, font: { color: ink } },
        modebar: { bgcolor: "rgba(0,0,0,0)", color: ink, activecolor: ink },
        // What a reader has turned or zoomed stays when the colours change.
        uirevision: true,
      };
      const small = Math.max(layout.width / (this.svg?.viewBox.baseVal.width || 500), 0.7);
      const fitted = small < 1 ? smaller(layout, small) : layout;
      const [whose, how] = (fitted.title?.text || "").split(" · ");
      if (how && small < 1) {
        const { font } = fitted.title;
        fitted.title = { ...fitted.title, text: whose, subtitle: { font, text: how } };
      }
      if (still.matches) fitted.transition = { duration: 0 };
      await Plotly.react(this.graph, figure.data, fitted, {
        locale: this.block.closest("[lang]").lang,
        displayModeBar: true,
        displaylogo: false,
        showSendToCloud: false,
        modeBarButtonsToRemove: ["select2d", "lasso2d"],
        toImageButtonOptions: { filename: this.block.querySelector("figure").id, scale: 2 },
      });
    }

    fit() {
      const { width, height } = this.size();
      if (this.graph.layout && width !== this.graph.layout.width) {
        Plotly.relayout(this.graph, { width, height });
      }
    }

    close() {
      if (!this.graph) return;
      this.watch?.disconnect();
      this.resize?.disconnect();
      if (window.Plotly) Plotly.purge(this.graph);
      this.graph.remove();
      this.graph = undefined;
      this.block.classList.remove("is-live");
      this.button.textContent = said.offer;
      this.status.textContent = "";
      this.button.focus();
    }

    // Arrows go from point to point and from series to series, and say what they show.
    key(event) {
      if (event.target !== this.graph || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape") {
        this.close();
      } else if (event.key in STEP) {
        this.step(0, STEP[event.key]);
      } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        this.step(event.key === "ArrowDown" ? 1 : -1, 0);
      } else {
        return;
      }
      event.preventDefault();
    }

    step(series, points) {
      const boxes = [...this.graph.querySelectorAll(".sankey-node")];
      if (boxes.length) {
        this.flow(boxes, series || points);
      } else {
        this.point(series, points);
      }
      const labels = [...this.graph.querySelectorAll(".hoverlayer text")];
      this.status.textContent = labels.map((label) => label.textContent).filter(Boolean).join(", ");
    }

    // A flow has boxes for points, which Plotly shows to a mouse only.
    flow(boxes, step) {
      const before = this.at ? this.at.point : -1;
      const point = Math.min(Math.max(before + step, 0), boxes.length - 1);
      this.at = { series: 0, point };
      boxes[before]?.dispatchEvent(new MouseEvent("mouseout"));
      boxes[point].dispatchEvent(new MouseEvent("mouseover"));
      boxes[point].dispatchEvent(new MouseEvent("mousemove"));
    }

    point(series, points) {
      const curves = this.graph.calcdata
        .map((points_, curve) => ({ curve, trace: points_[0].trace, length: points_.length }))
        .filter(({ trace }) => trace.visible === true && trace.hoverinfo !== "skip" && trace.x);
      if (!curves.length) return;
      const at = this.at || { series: 0, point: points > 0 ? -1 : 0 };
      at.series = Math.min(Math.max(at.series + series, 0), curves.length - 1);
      const { curve, length } = curves[at.series];
      at.point = Math.min(Math.max(at.point + points, 0), length - 1);
      this.at = at;
      Plotly.Fx.hover(this.graph, [{ curveNumber: curve, pointNumber: at.point }]);
    }
  }

  for (const block of document.querySelectorAll("[data-figure]")) new Live(block);
})();
