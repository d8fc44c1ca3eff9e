"use strict";
// The teacher's page of a class. pulse.js tells whether somebody is watching and which state is the newest; state.js
// holds what to show. Both are loaded as scripts, because a page on the disk may read its neighbours in no other way.
// All texts (names, comments, passages) are set as text, never as markup.

let state = null, version = "", names = false, open = false, beat = null, quiet = 0, stopped = "";
const drawn = {};

// ---- small tools

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function shape(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function load(file) {
  const script = el("script", { src: `${file}?${Date.now()}` });
  script.onload = script.onerror = () => script.remove();
  document.head.append(script);
}

function who(place) {
  const coder = state.coders.find((one) => one.place === place);
  return names && coder ? coder.name : `Coder ${place + 1}`;
}

function listed(places) {
  if (names) return places.map(who).join(", ");
  return `${places.length === 1 ? "Coder" : "Coders"} ${places.map((place) => place + 1).join(", ")}`;
}

// Put new content into a section when it differs from what stands there; what is unfolded or has the focus stays so.
function draw(id, data, make) {
  const key = JSON.stringify([data, names, open]);
  if (drawn[id] === key) return;
  drawn[id] = key;
  const body = document.querySelector(`#${id} .body`);
  const unfolded = new Set([...body.querySelectorAll("details[open]")].map((fold) => fold.dataset.key));
  const focused = body.contains(document.activeElement) ? document.activeElement.closest("[data-key]") : null;
  body.replaceChildren(...make(data));
  for (const fold of body.querySelectorAll("details")) fold.open = unfolded.has(fold.dataset.key);
  const again = focused && [...body.querySelectorAll("[data-key]")].find((one) => one.dataset.key === focused.dataset.key);
  if (again) (again.matches("button") ? again : again.querySelector("summary") || again).focus();
}

// Roles are said, because on a phone each row becomes a card, and what is no table by its look has none of its own.
function table(caption, heads, rows, kind = "") {
  const made = el("div", { class: "wrap", tabindex: "0", role: "group", "aria-label": caption },
    el("table", { class: kind },
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, ...heads.map((head) => head.nodeType ? head : el("th", { scope: "col" }, head)))),
      el("tbody", {}, ...rows)));
  for (const [parts, role] of ROLES) for (const part of made.querySelectorAll(parts)) part.setAttribute("role", role);
  return made;
}

const ROLES = [["table", "table"], ["thead, tbody", "rowgroup"], ["tr", "row"], ["td", "cell"],
  ["thead th", "columnheader"], ["tbody th", "rowheader"]];

// A cell with the name of its column, which a card shows beside it.
function cell(kind, label, ...content) {
  return el("td", { class: kind, "data-label": label }, ...content);
}

function how(text) {
  return el("p", { class: "how" }, text);
}

// ---- who has coded how many

function stripe(width, kind) {
  return shape("svg", { class: "bar", viewBox: "0 0 200 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    shape("rect", { class: "track", width: 200, height: 10 }), shape("rect", { class: kind, width, height: 10 }));
}

function bar(coded, total) {
  const width = 200 * Math.min(coded / total, 1);
  return stripe(width, coded >= total ? "fill full" : "fill");
}

function work(coders) {
  if (!coders.length) return [how("When the first answers are on the disk, they show here. Each student types, in a folder of their own:"), el("p", {}, el("code", {}, state.join))];
  const rows = coders.map((one) => el("tr", {},
    el("th", { scope: "row", class: "coder", title: who(one.place) }, who(one.place)),
    el("td", { class: "scale" }, bar(one.coded, state.total)),
    el("td", { class: "number" }, `${one.coded} of ${state.total}${one.coded >= state.total ? " ✓" : ""}${one.skipped ? `, ${one.skipped} skipped` : ""}`),
    el("td", { class: "number" }, one.pace)));
  const caption = "Passages coded, and the median time for one";
  const heads = () => ["Coder", el("th", { scope: "col", colspan: "2" }, "Passages"), "Time"];
  if (coders.length <= 12) return [table(caption, heads(), rows), pace(coders)];
  const half = Math.ceil(rows.length / 2);
  return [el("div", { class: "pair" }, table(caption, heads(), rows.slice(0, half)),
    table("The other half of the class", heads(), rows.slice(half))), pace(coders)];
}

function pace(coders) {
  const walks = coders.filter((one) => one.minutes.length);
  if (!walks.length) return "";
  const most = Math.max(1, ...walks.map((one) => one.minutes[one.minutes.length - 1]));
  const x = (minutes) => 7 + 86 * minutes / most, y = (coded) => 94 - 90 * coded / state.total;
  const step = [1, 2, 5, 10, 20, 30, 60, 120].find((one) => most / one <= 6) || 240;
  const marks = [], tracks = [];
  for (let minute = 0; minute <= most; minute += step) {
    marks.push(shape("text", { x: `${x(minute)}%`, y: "100%", dy: "1em", "text-anchor": "middle" }, String(minute)));
  }
  for (const coded of [0, Math.round(state.total / 2), state.total]) {
    marks.push(shape("line", { class: "grid", x1: "7%", x2: "93%", y1: `${y(coded)}%`, y2: `${y(coded)}%` }),
      shape("text", { x: "6%", y: `${y(coded)}%`, dy: ".35em", "text-anchor": "end" }, String(coded)));
  }
  for (const one of walks) {
    const path = one.minutes.map((minute, at) => `H${x(minute).toFixed(2)}V${y(at + 1).toFixed(2)}`).join("");
    tracks.push(shape("path", { class: "walk", d: `M${x(0)},${y(0)}${path}` }));
  }
  return el("figure", {},
    shape("svg", { class: "pace", role: "img",
      "aria-label": "A line for each coder: passages coded against minutes at work. The table above has the numbers." },
      ...marks, shape("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none" }, ...tracks),
      ...(walks.length > 12 ? [] : ends(walks, x, y))),
    el("figcaption", { class: "soft" }, "Passages coded against minutes at work, a line for each coder. A steep line is a quick coder."));
}

// The number of each coder at the end of its line, moved down where two would stand on each other, on a phone too.
function ends(walks, x, y) {
  const labels = walks.map((one) => ({ text: String(one.place + 1), at: x(one.minutes.at(-1)), y: y(one.minutes.length) }));
  labels.sort((a, b) => a.y - b.y);
  const set = [];
  for (const label of labels) {
    while (set.some((other) => Math.abs(other.y - label.y) < 11 && Math.abs(other.at - label.at) < 5)) label.y += 1;
    set.push(label);
  }
  return set.map((label) => shape("text", { x: `${label.at}%`, y: `${label.y}%`, dx: ".3em", dy: ".35em" }, label.text));
}

// ---- agreement

const LOWEST = -0.2, SIGNS = { reliable: "●", tentative: "◆", unreliable: "▲", undefined: "○" };
// Places across a scale are shares of its width, so that text and marks keep their size however wide it is.
const onAlpha = (alpha) => `${3 + 94 * (Math.max(alpha, LOWEST) - LOWEST) / (1 - LOWEST)}%`;
const onShare = (share) => `${3 + 94 * share}%`;

// Ticks: value, text, where it stands to its place, and the line of two that it is written in.
function ruler(place, ticks) {
  const high = ticks.some(([, , , line]) => line);
  return el("th", { scope: "col", class: high ? "scale high" : "scale" }, shape("svg", { class: "ruler", "aria-hidden": "true" },
    ...ticks.map(([value, text, anchor, line]) => shape("text",
      { x: place(value), y: "100%", dy: line ? "-1.3em" : "-.2em", "text-anchor": anchor || "middle" }, text))));
}

function lines(place, values) {
  return values.map((value) => shape("line", { class: value === 0.667 || value === 0.8 ? "axis" : "grid", x1: place(value), x2: place(value), y1: 0, y2: "100%" }));
}

function point(verdict, x) {
  if (verdict === "reliable") return shape("circle", { class: "mark", cx: x, cy: "50%", r: 5 });
  const form = verdict === "tentative" ? "M-6,0l6,-6l6,6l-6,6z" : "M-6,5l6,-10l6,10z";
  return shape("svg", { x, y: "50%", overflow: "visible" }, shape("path", { class: "mark", d: form }));
}

// A high alpha whose interval reaches below .667 has no green: it may be luck.
function look(row) {
  return row.verdict === "reliable" && row.low < 0.667 ? "tentative" : row.verdict;
}

function said(row) {
  if (row.verdict === "undefined") return "cannot tell";
  return row.verdict === look(row) ? row.verdict : "reliable?";
}

function agreement(rows) {
  const heads = ["Frame", ruler(onAlpha, [[0, "0"], [0.667, ".667", "end", 1], [0.8, ".800", "start", 1], [1, "1"]]),
    "Alpha", "95 % interval", "Verdict", "Same answer", "Passages"];
  const made = rows.map((row) => el("tr", {},
    el("th", { scope: "row" }, row.label),
    el("td", { class: `scale ${look(row)}` }, shape("svg", { class: "one", "aria-hidden": "true" },
      ...lines(onAlpha, [0, 0.667, 0.8, 1]),
      ...(row.low === null ? [] : [shape("line", { class: "span", x1: onAlpha(row.low), x2: onAlpha(row.high), y1: "50%", y2: "50%" })]),
      ...(row.alpha === null ? [] : [point(look(row), onAlpha(row.alpha))]))),
    cell("number", "Alpha", row.said),
    cell("number", "95 % interval", row.interval),
    el("td", { class: `word ${look(row)}` }, `${SIGNS[look(row)]} ${said(row)}`),
    cell("number", "Same answer", row.percent),
    cell("number", "Passages", String(row.units))));
  return [how("Alpha is 1 when all see the same, 0 when they agree no more than by chance. Reliable from .800, tentative from .667. The line is the interval: with few passages it is long, and a question mark says that it reaches below .667."),
    table("Krippendorff's alpha of each frame, on passages that two or more have coded", heads, made, "cards")];
}

// ---- shares

function shares(rows) {
  if (!state.machine) return [how("The machine's count of these articles is not on this computer. Start the class again on the same folder, with --articles, and it is worked out.")];
  if (!rows.length) return [];
  const ends = rows.map((row) => Math.max(row.raw[2] ?? 0, row.estimate ? row.estimate[2] : 0));
  const top = Math.max(...ends) > 0.5 ? 1 : 0.5, place = (share) => onShare(share / top);
  const heads = ["Frame", ruler(place, [[0, "0"], [top / 2, `${50 * top}`], [top, `${100 * top} %`, "end"]]),
    "Corrected by the class", "Machine alone", "Coded"];
  const made = rows.map((row) => el("tr", {},
    el("th", { scope: "row" }, row.label),
    el("td", { class: "scale" }, shape("svg", { class: "two", "aria-hidden": "true" },
      ...lines(place, [0, top / 2, top]), spread("raw", row.raw, place, "30%"), ...(row.estimate ? [spread("corrected", row.estimate, place, "70%")] : []))),
    cell("number corrected", "Corrected by the class", row.said),
    cell("number raw", "Machine alone", row.raw_said, row.validated ? "" : " ", row.validated ? "" : el("span", { class: "tag" }, "not validated")),
    cell("number", "Coded", String(row.coded))));
  return [how("Grey, hollow: what the machine counts in all articles. Blue, filled: the same, corrected by what the class has coded. The lines are 95 % intervals; they shrink as codes come in."),
    table(`Share of all ${state.units.toLocaleString("en")} ${state.unit}s that show each frame`, heads, made, "cards")];
}

function spread(kind, [value, low, high], place, y) {
  const dot = kind === "raw" ? { class: "hollow", r: 3 } : { class: "mark", r: 4.5 };
  return shape("g", { class: kind }, shape("line", { class: "span", x1: place(low), x2: place(high), y1: y, y2: y }),
    shape("circle", { ...dot, cx: place(value), cy: y }));
}

// ---- what is missing

const STATUS = { yes: ["yes", "✓ yes"], "with care": ["care", "◆ with care"], "not yet": ["no", "✗ not yet"] };

function missing(rows) {
  if (!rows.length) return [];
  const made = rows.map((row) => el("tr", {},
    el("th", { scope: "row" }, row.label),
    el("td", { class: `word ${STATUS[row.status][0]}` }, STATUS[row.status][1]),
    el("td", {}, row.lacking.length ? el("ul", { class: "plain" }, ...row.lacking.map((text) => el("li", {}, text))) : "Nothing is missing.")));
  return [table("What each frame still lacks", ["Frame", "Trust it?", "Still missing"], made, "cards")];
}

// ---- passages

function passages(list) {
  if (state.coders.length < 2) return [how("Passages show here when two people have coded the same one differently.")];
  if (!list.length) return [how("No passage is coded differently by two people.")];
  if (!(state.done || state.ended || open)) {
    const button = el("button", { type: "button", "data-key": "open" }, "Show them now");
    button.addEventListener("click", () => { open = true; redraw(); document.getElementById("h-passages").scrollIntoView(); });
    const found = state.differing === 1 ? "1 passage is" : `${state.differing} passages are`;
    return [how(`${found} coded differently so far. They are shown when everybody has finished, so that nobody reads the codes of others before giving their own.`), button];
  }
  const first = list.length < state.differing ? `The ${list.length} passages with the most disagreement, of ${state.differing} that are coded differently.` : "Every passage that is coded differently, the most disputed first.";
  return [how(`${first} Ask: which words made you see the frame? Which question of the codebook decides?`), ...list.map(card)];
}

function card(passage, at) {
  const flagged = passage.flags ? ` · ${passage.flags === 1 ? "1 coder wants" : `${passage.flags} coders want`} to talk about it` : "";
  return el("article", { "aria-labelledby": `passage-${at}` },
    el("h3", { id: `passage-${at}` }, `Passage ${at + 1}${flagged}`),
    el("div", {}, text(passage.text)),
    el("div", {}, el("div", { class: "ballot" }, ...passage.frames.map(votes)), ...passage.comments.map((comment) =>
      el("p", { class: "comment" }, el("strong", {}, `${who(comment.coder)}: `), comment.text))));
}

function text(words) {
  if (words.length < 700) return el("p", { class: "text" }, words);
  const start = words.slice(0, 420).replace(/\s+\S*$/, "");
  return el("details", { class: "text", "data-key": words.slice(0, 80) },
    el("summary", {}, el("span", { class: "start" }, `${start} … `), el("span", { class: "more" }, `whole passage, ${words.split(/\s+/).length} words`)), words);
}

function votes(frame) {
  const all = frame.seen.length + frame.unseen.length, width = 200 * frame.seen.length / all;
  return el("div", { class: "votes" }, el("strong", {}, frame.label),
    stripe(width, "fill"),
    el("div", { class: "seen" }, `${frame.seen.length} see it: ${listed(frame.seen)}`),
    el("div", { class: "unseen" }, `${frame.unseen.length} do not: ${listed(frame.unseen)}`));
}

// ---- the page as a whole

function redraw() {
  if (!state) return;
  document.getElementById("summary").textContent = state.summary;
  const finished = state.ended ? `${state.finished}. The class has ended.` : state.finished;
  const status = document.getElementById("finished");
  if (status.textContent !== finished) status.textContent = finished;  // read out when it changes, not at every answer
  draw("work", state.coders, work);
  draw("agreement", state.agreement, agreement);
  draw("shares", [state.shares, state.machine], ([rows]) => shares(rows));
  draw("missing", state.missing, missing);
  draw("passages", [state.passages, state.done, state.ended, state.differing], ([list]) => passages(list));
  draw("notes", state.notes, (notes) => [el("ul", {}, ...notes.map((note) => el("li", {}, note)))]);
  document.getElementById("notes").hidden = !state.notes.length;
}

function showTrouble(text) {
  const box = document.getElementById("trouble");
  if (box.textContent !== text) box.textContent = text;
  box.hidden = !text;
}

// Called by state.js.
globalThis.showState = (newest, content) => {
  version = newest;
  state = content;
  redraw();
  stopped = new Date().toLocaleTimeString();
  document.getElementById("made").textContent =
    `Class ${state.name} · codebook ${state.codebook} · ${state.total} passages (${state.unit}s) · as of ${stopped}`;
};

// Called by pulse.js. A beat that stays the same for twelve looks means that nobody watches; no clock is asked.
globalThis.showPulse = ([newest, number, trouble]) => {
  quiet = number === beat ? quiet + 1 : 0;
  beat = number;
  if (newest && newest !== version) load("state.js");
  const alone = quiet > 11 && !(state && state.ended);
  showTrouble(trouble ? `${trouble} The page goes on when it is back.` :
    alone ? `Nobody is watching the class now: this page is as of ${stopped}. Go on: workbench class watch FOLDER` : "");
};

document.getElementById("names").addEventListener("click", (event) => {
  names = !names;
  event.currentTarget.setAttribute("aria-pressed", String(names));
  redraw();
});
load("pulse.js");
setInterval(() => load("pulse.js"), 500);
