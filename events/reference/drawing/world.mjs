// Draws the world once: Natural Earth's borders (npm world-atlas) -> static/vendor/world.svg, a sprite with one path a state, and
// events/reference/world.tsv, where each state stands in it. Called by `make world`, which hands in on standard input the ISO
// codes and what each former state came to be: {"codes": {"643": "RU", …}, "former": {"SUHH": ["RU", …], …}}.
import { readFileSync, writeFileSync } from "node:fs";
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import { feature, merge } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const [WIDTH, HEIGHT] = [3000, 1410]; // whole units are fine enough: a page shows some 1200 pixels
const DETAIL = 0.08; // square degrees: corners that matter less are left out
const SPECK = 22; // square units: smaller islands of a state that has larger land are left out
const SMALL = 130; // square units: a state with less land than this gets a dot to point at
const UNCODED = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY", "Siachen Glacier": "IN" };
const LEFT_OUT = new Set(["AQ"]);
// Former states that were a part of the one they joined: a dot where they were governed from, in degrees east and north.
const SEATS = { DDDE: [13.4, 52.5], VDVN: [105.8, 21.0], YDYE: [45.0, 12.8] };

const { codes, former } = JSON.parse(readFileSync(0, "utf8"));
const atlas = (scale) => JSON.parse(readFileSync(new URL(`node_modules/world-atlas/countries-${scale}.json`, import.meta.url)));
const codeOf = (shape) => codes[shape.id] ?? UNCODED[shape.properties.name];

const fine = atlas("10m");
const whole = atlas("50m");
const drawn = simplify(presimplify(whole), DETAIL);
const shapes = new Map(); // code -> geometries, of which a state may have several
for (const shape of drawn.objects.countries.geometries) {
  const code = codeOf(shape);
  if (code && !LEFT_OUT.has(code)) shapes.set(code, [...(shapes.get(code) ?? []), shape]);
}

// East of Greenwich by eleven degrees, so that the cut falls into the Bering Strait. The south ends below Tierra del Fuego.
const frame = { type: "MultiPoint", coordinates: [[-168, 0], [-169.1, 0], [11, 83.7], [11, -56]] };
const projection = geoEqualEarth().rotate([-11, 0]).fitExtent([[6, 6], [WIDTH - 6, HEIGHT - 6]], frame);

function rings(geometry) {
  const found = [];
  const steps = { moveTo: (x, y) => found.push([[x, y]]), lineTo: (x, y) => found.at(-1).push([x, y]), closePath() {}, arc() {} };
  geoPath(projection, steps)(geometry);
  return found;
}

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => {
  const [a, b] = ring[(i + 1) % ring.length];
  return sum + (x * b - a * y) / 2;
}, 0));

function path(geometry) {
  const all = rings(geometry).map((ring) => [ring, area(ring)]).sort((a, b) => b[1] - a[1]);
  const kept = all.filter(([, size], i) => i === 0 || size >= SPECK);
  return { land: kept.reduce((sum, [, size]) => sum + size, 0), d: kept.map(([ring]) => outline(ring)).join("") };
}

// Whole numbers, each step relative to the last: the shortest a browser understands.
function outline(ring) {
  const corners = ring.map(([x, y]) => [Math.round(x), Math.round(y)]);
  const turns = corners.filter(([x, y], i) => i === 0 || x !== corners[i - 1][0] || y !== corners[i - 1][1]);
  let [x, y] = turns[0];
  let steps = `M${x},${y}l`;
  for (const [a, b] of turns.slice(1)) {
    steps += `${a - x < 0 || steps.endsWith("l") ? "" : " "}${a - x}${b - y < 0 ? "" : ","}${b - y}`;
    [x, y] = [a, b];
  }
  return `${steps}z`;
}

function middle(shape, topology) {
  const geometry = feature(topology, shape).geometry;
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const largest = parts.map((coordinates) => ({ type: "Polygon", coordinates })).sort((a, b) => geoArea(b) - geoArea(a))[0];
  return projection(geoCentroid(largest));
}

const paths = [];
const places = new Map();
for (const [code, geometries] of [...shapes].sort()) {
  const { land, d } = path(merge(drawn, geometries));
  if (land >= SPECK) paths.push(`<path id="${code}" d="${d}"/>`);
  places.set(code, { size: land >= SMALL ? "land" : land >= SPECK ? "small" : "dot" });
}
for (const shape of fine.objects.countries.geometries) {
  const code = codes[shape.id];
  if (code && !LEFT_OUT.has(code)) {
    const place = places.get(code) ?? { size: "dot" };
    const [x, y] = middle(shape, fine);
    places.set(code, { ...place, x: Math.round(x), y: Math.round(y) });
  }
}
const kosovo = middle(shapes.get("XK")[0], drawn);
places.set("XK", { ...places.get("XK"), x: Math.round(kosovo[0]), y: Math.round(kosovo[1]) });

const outlines = [];
for (const [code, successors] of Object.entries(former).sort()) {
  if (SEATS[code]) {
    const [x, y] = projection(SEATS[code]);
    places.set(code, { size: "dot", x: Math.round(x), y: Math.round(y) });
  } else if (successors.every((successor) => shapes.has(successor))) {
    const { d } = path(merge(drawn, successors.flatMap((successor) => shapes.get(successor))));
    outlines.push(`<path id="${code}" d="${d}"/>`);
    const { x, y } = places.get(successors[0]);
    places.set(code, { size: "outline", x, y });
  }
}

const note = "Made from Natural Earth (public domain) through world-atlas 2.0.2 (ISC, Michael Bostock) by events/reference/drawing/world.mjs; see world.LICENSE";
writeFileSync(
  new URL("../../../static/vendor/world.svg", import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}"><!-- ${note} --><g id="land">\n${paths.join("\n")}\n</g><defs>\n${outlines.join("\n")}\n</defs></svg>\n`,
);
const rows = [...places].sort().map(([code, { size, x, y }]) => `${code}\t${size}\t${x}\t${y}`);
writeFileSync(
  new URL("../world.tsv", import.meta.url),
  `# Where states stand on the drawn world (${WIDTH} by ${HEIGHT}; Equal Earth, from Natural Earth by events/reference/drawing/world.mjs). size: land is drawn, small is\n# drawn and gets a dot, dot has no land worth drawing, outline is a former state, drawn as the border round what became of it.\ncode\tsize\tx\ty\n${rows.join("\n")}\n`,
);
process.stdout.write(`${paths.length} states, ${outlines.length} former ones\n`);
