// What `plotly.min.js` holds: the traces that figures may use (TRACES in `house.py` is the same
// list) and the languages of the site besides English, which is Plotly's own.
"use strict";

const Plotly = require("plotly.js/lib/core");
const french = require("plotly.js/lib/locales/fr");

// Plotly's French is that of its buttons; some of them say something else than they do.
Object.assign(french.dictionary, {
  "Autoscale": "Ajuster aux données",
  "Download plot as a PNG": "Enregistrer en image PNG",
  "Download plot": "Enregistrer en image",
  "Pan": "Déplacer",
  "Reset": "Revenir à l’état initial",
  "Reset axes": "Revenir aux axes de départ",
  "Reset view": "Revenir à la vue de départ",
  "Show closest data on hover": "Valeurs du point le plus proche",
  "Compare data on hover": "Comparer les valeurs",
  "Toggle Spike Lines": "Lignes de repère",
  "Zoom": "Agrandir une zone",
  "Zoom in": "Zoom avant",
  "Zoom out": "Zoom arrière",
  "source:": "de :",
  "target:": "vers :",
  "incoming flow count:": "flux entrants :",
  "outgoing flow count:": "flux sortants :",
  "Double-click to zoom back out": "Double-cliquer pour revenir à la vue de départ",
});

Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/histogram"),
  require("plotly.js/lib/heatmap"),
  require("plotly.js/lib/sankey"),
  french,
]);

module.exports = Plotly;
