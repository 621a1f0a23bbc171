// Runs in the drawing browser only, never in a reader's. `Plotly` is loaded before it.
"use strict";

// Randomness would show in the drawing's ids and in jittered points. Each figure begins anew, whatever
// was drawn before it.
let seed = 1;
Math.random = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};

// The family that the house names first is the bundled font here, whatever is installed: the same
// letters have the same widths on every machine.
async function loadFonts(faces) {
  for (const { family, weight, data } of faces) {
    const face = new FontFace(family, `url(data:font/woff2;base64,${data})`, { weight });
    document.fonts.add(await face.load());
  }
}

// Heatmaps come as bitmaps, which a strict policy refuses and which blur in print. Their cells are
// rectangles again after this: equal neighbours in a row, and equal rows, become one rectangle.
async function cells(image) {
  const bitmap = new Image();
  bitmap.src = image.getAttribute("href") || image.getAttribute("xlink:href");
  await bitmap.decode();
  const wide = bitmap.naturalWidth;
  const high = bitmap.naturalHeight;
  const canvas = new OffscreenCanvas(wide, high);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, wide, high).data.buffer);
  const shapes = [];
  const sameRow = (a, b) => {
    for (let column = 0; column < wide; column += 1) {
      if (pixels[a * wide + column] !== pixels[b * wide + column]) return false;
    }
    return true;
  };
  for (let top = 0; top < high; ) {
    let bottom = top + 1;
    while (bottom < high && sameRow(top, bottom)) bottom += 1;
    for (let left = 0; left < wide; ) {
      const colour = pixels[top * wide + left];
      let right = left + 1;
      while (right < wide && pixels[top * wide + right] === colour) right += 1;
      if (colour >>> 24 > 0) shapes.push([left, top, right - left, bottom - top, colour]);
      left = right;
    }
    top = bottom;
  }
  return { wide, high, shapes };
}

async function withoutBitmaps(text, most) {
  if (!text.includes("<image")) return text;
  const page = new DOMParser().parseFromString(text, "image/svg+xml");
  for (const image of [...page.querySelectorAll("image")]) {
    const { wide, high, shapes } = await cells(image);
    if (shapes.length > most) continue; // a smooth picture: a bitmap is what it is
    const number = (name) => Number(image.getAttribute(name) || 0);
    const group = page.createElementNS("http://www.w3.org/2000/svg", "g");
    const [sx, sy] = [number("width") / wide, number("height") / high];
    const move = `translate(${number("x")},${number("y")}) scale(${sx},${sy})`;
    const own = image.getAttribute("transform");
    group.setAttribute("transform", own ? `${own} ${move}` : move);
    group.setAttribute("shape-rendering", "crispEdges");
    for (const [x, y, width, height, colour] of shapes) {
      const rect = page.createElementNS("http://www.w3.org/2000/svg", "rect");
      const [r, g, b] = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
      const alpha = (colour >>> 24) / 255;
      for (const [name, value] of Object.entries({ x, y, width, height })) {
        rect.setAttribute(name, value);
      }
      rect.setAttribute("fill", `rgb(${r}, ${g}, ${b})`);
      if (alpha < 1) rect.setAttribute("fill-opacity", alpha);
      group.append(rect);
    }
    image.replaceWith(group);
  }
  return new XMLSerializer().serializeToString(page);
}

// The drawing grows until what is inside its axes has the height `inner`: a long legend or label
// must not squeeze it.
async function drawn({ figure, width, height, inner }) {
  const graph = document.createElement("div");
  graph.style.contentVisibility = "hidden"; // nothing is laid out but what Plotly measures
  document.body.append(graph);
  const missing = () => {
    const pixels = inner - graph._fullLayout._size.h;
    return inner && pixels >= 1 ? Math.round(pixels) : 0;
  };
  // Plotly draws again once it knows the room that labels take, and that is when to grow: it saves
  // drawing a third time. It calls this before, and before it there is no one to listen to.
  let listens = false;
  const setBackground = () => {
    if (listens) return;
    listens = true;
    graph.on("plotly_beforeplot", () => {
      if (graph.layout) graph.layout.height += missing();
    });
  };
  // What `Plotly.toImage` does, without drawing everything a second time for its copy.
  const config = { staticPlot: true, _exportedPlot: true, showSendToCloud: false, setBackground };
  try {
    const layout = { ...figure.layout, width, height };
    await Plotly.newPlot(graph, { ...figure, layout, config });
    const more = missing();
    if (more) await Plotly.relayout(graph, { height: graph.layout.height + more });
    return Plotly.Snapshot.toSVG(graph, "svg", 1);
  } finally {
    Plotly.purge(graph);
    graph.remove();
  }
}

// One after the other; of a figure that cannot be drawn, why. Both are lists as JSON.
async function drawings(jobs) {
  const done = [];
  for (const job of JSON.parse(jobs)) {
    seed = 1;
    try {
      done.push({ drawing: await withoutBitmaps(await drawn(job), job.most) });
    } catch (error) {
      done.push({ failure: String((error && error.message) || error) });
    }
  }
  return JSON.stringify(done);
}
