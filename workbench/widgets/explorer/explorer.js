// The explorer in the browser: one page of the table, one article. What is searched, sorted and cut is done in Python.
// Texts of articles are only ever set as text, never as markup.

const LATE = 4000; // milliseconds after which a reader is told that the kernel is busy
const TYPING = 180; // milliseconds of rest before a search is sent
const HEADS = { title: "Article", outlet: "Outlet", published: "Published", words: "Words", marks: "Marks" };
const KEYS = [
  ["↓ ↑ (or j k)", "next, previous article"], ["n p", "next, previous mark in the article"], ["] [", "next, previous page"],
  ["x", "tick the article"], ["/", "search"], ["?", "these keys"],
];
let made = 0; // elements need ids that no other explorer on the page has

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) { node.addEventListener(name.slice(2), value); }
    else if (value === true) { node.setAttribute(name, ""); }
    else if (value !== false && value !== null && value !== undefined) { node.setAttribute(name, value); }
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

function counted(number, what) {
  return `${number.toLocaleString("en-GB")} ${what}${number === 1 ? "" : "s"}`;
}

function render({ model, el: host }) {
  const view = `wbx-${Date.now().toString(36)}-${made += 1}`;
  const query = { text: "", facets: {}, first: "", last: "", sort: "", down: false, page: 0 };
  const state = { number: 0, asked: {}, rows: [], pages: 1, layers: [], hidden: new Set(), marks: [], mark: -1, place: null, facets: {} };
  let typing = 0, late = 0;

  // ---- the parts that stay
  const search = el("input", { type: "search", id: `${view}-search`, placeholder: "words or \"a phrase\"", autocomplete: "off" });
  const filters = el("div", { class: "wbx-filters" });
  const status = el("p", { class: "wbx-status", role: "status" });
  const trouble = el("p", { class: "wbx-trouble", role: "alert" });
  const head = el("tr");
  const body = el("tbody");
  const list = el("div", { class: "wbx-list", role: "region", "aria-label": "Articles found", tabindex: "0" },
    el("table", {}, el("thead", {}, head), body));
  const pager = el("div", { class: "wbx-pager", role: "group", "aria-label": "Pages" });
  const tools = el("div", { class: "wbx-tools" });
  const told = el("p", { class: "wbx-told", role: "status" });
  const paper = el("div", { class: "wbx-paper", role: "region", "aria-label": "Article", tabindex: "0" },
    el("p", { class: "wbx-hint" }, "Choose an article to read it here."));
  const help = el("details", { class: "wbx-help" }, el("summary", {}, "Keys"),
    el("dl", {}, ...KEYS.flatMap(([key, what]) => [el("dt", {}, key), el("dd", {}, what)])));
  const root = el("section", { class: "wbx", "aria-label": "Explorer of articles", "data-lm-suppress-shortcuts": "true" },
    el("div", { class: "wbx-search" }, el("label", { for: search.id }, "Search"), search,
      el("button", { type: "button", onclick: clear }, "Clear all")),
    filters, status, trouble,
    el("div", { class: "wbx-panes" }, el("div", { class: "wbx-left" }, list, pager), el("div", { class: "wbx-right" }, tools, told, paper)),
    help);
  host.append(root);

  // ---- talking to the kernel: an answer counts only when nothing newer of its kind was asked
  function ask(kind, content = {}) {
    state.number += 1;
    state.asked[kind] = state.number;
    window.clearTimeout(late);
    late = window.setTimeout(() => {
      trouble.textContent = "No answer yet: the kernel is busy with a cell, or has stopped. If this stays, run the cell of the explorer again.";
    }, LATE);
    try { model.send({ ...content, kind, view, number: state.number }); }
    catch (error) { trouble.textContent = "The kernel is gone. Restart it and run the cell of the explorer again."; }
  }

  const answers = {
    start(message) { build(message); ask("query", query); },
    page(message) { showPage(message); if (!state.prepared) { state.prepared = true; ask("prepare"); } },
    ready() {},
    article(message) { showArticle(message); },
    ticked(message) { state.ticked = message.ticked; tell(); },
    problem(message) { trouble.textContent = message.text; },
    filter(message) { filterBy(message); },
  };
  const asksFor = { page: ["query", "untick"], article: ["read"], start: ["start"] };

  function hear(message) {
    if (message.view !== undefined && message.view !== view) { return; }
    const newest = (asksFor[message.kind] || []).map((kind) => state.asked[kind] || 0);
    if (newest.length && message.number < Math.max(...newest)) { return; }
    if (message.kind !== "filter") { window.clearTimeout(late); trouble.textContent = ""; }
    answers[message.kind](message);
  }
  model.on("msg:custom", hear);

  // ---- search and filters
  function build(message) {
    state.total = message.total;
    state.layers = message.layers;
    state.columns = message.columns;
    filters.replaceChildren(...message.facets.map(facetList), ...(message.columns.includes("published") ? [day("first", "From"), day("last", "To")] : []));
    head.replaceChildren(el("th", { scope: "col" }, el("span", { class: "wbx-unseen" }, "Ticked")), ...message.columns.map(heading));
    tools.replaceChildren(...layerSwitches(),
      el("div", { class: "wbx-steps", role: "group", "aria-label": "Marks" },
        el("button", { type: "button", onclick: () => step(-1), "aria-label": "Previous mark" }, "◀ Previous"),
        el("button", { type: "button", onclick: () => step(1), "aria-label": "Next mark" }, "Next ▶")));
  }

  function facetList(facet) {
    const id = `${view}-${facet.name}`.replace(/[^\w-]/g, "-");
    const more = facet.all > facet.values.length ? ` (the ${facet.values.length} most frequent of ${facet.all})` : "";
    const select = el("select", { id, onchange: () => { query.facets[facet.name] = select.value; again(); } },
      el("option", { value: "" }, `all${more}`),
      ...facet.values.map((value) => el("option", { value: value.value }, `${value.label} (${value.articles.toLocaleString("en-GB")})`)));
    state.facets[facet.name] = select;
    return el("div", { class: "wbx-field" }, el("label", { for: id }, facet.name), select);
  }

  function day(name, label) {
    const input = el("input", { type: "date", id: `${view}-${name}`, onchange: () => { query[name] = input.value; again(); } });
    state.facets[name] = input;
    return el("div", { class: "wbx-field" }, el("label", { for: input.id }, label), input);
  }

  function again() { query.page = 0; ask("query", query); }

  function clear() {
    Object.assign(query, { text: "", facets: {}, first: "", last: "", page: 0 });
    search.value = "";
    for (const control of Object.values(state.facets)) { control.value = ""; }
    ask("query", query);
  }

  function filterBy(message) {
    const names = Object.keys(message.facets);
    if (!names.length) { trouble.textContent = "The articles know nothing of this mark. Pass the tables that the figure was made of to explore()."; return; }
    trouble.textContent = "";
    query.facets = {};
    for (const [name, select] of Object.entries(state.facets)) {
      if (select.tagName !== "SELECT") { continue; }
      const value = message.facets[name] || "";
      if (value && !Array.from(select.options).some((option) => option.value === value)) {
        select.append(el("option", { value }, message.labels[name]));
      }
      select.value = value;
      if (value) { query.facets[name] = value; }
    }
    again();
  }

  search.addEventListener("input", () => {
    window.clearTimeout(typing);
    typing = window.setTimeout(() => { query.text = search.value; again(); }, TYPING);
  });

  // ---- the table
  function heading(name) {
    const button = el("button", { type: "button", onclick: () => {
      query.down = query.sort === name ? !query.down : name === "marks" || name === "words" || name === "published";
      query.sort = name;
      again();
    } }, HEADS[name], el("span", { "aria-hidden": "true", class: "wbx-arrow" }));
    return el("th", { scope: "col", "data-name": name, class: `wbx-${name}` }, button);
  }

  function showPage(page) {
    Object.assign(state, { rows: page.rows, pages: page.pages, found: page.found, undated: page.undated, ticked: page.ticked });
    query.page = page.page;
    const kept = body.contains(document.activeElement);
    body.replaceChildren(...page.rows.map(row));
    list.scrollTop = 0;
    for (const cell of head.querySelectorAll("[data-name]")) {
      const on = cell.dataset.name === query.sort;
      if (on) { cell.setAttribute("aria-sort", query.down ? "descending" : "ascending"); } else { cell.removeAttribute("aria-sort"); }
      cell.querySelector(".wbx-arrow").textContent = on ? (query.down ? " ▼" : " ▲") : "";
    }
    pager.replaceChildren(turn("First", 0), turn("Previous", query.page - 1),
      el("span", {}, `Page ${(query.page + 1).toLocaleString("en-GB")} of ${page.pages.toLocaleString("en-GB")}`),
      turn("Next", query.page + 1), turn("Last", page.pages - 1));
    tell();
    if (state.then) { const place = state.then; state.then = 0; open(place > 0 ? page.rows[0] : page.rows[page.rows.length - 1]); }
    else if (kept) { list.focus({ preventScroll: true }); }
    if (state.place !== null && state.read !== query.text) { read(state.place); } // what is looked for is marked anew
  }

  function row(article) {
    const title = article.title || "Without a title";
    const tick = el("input", { type: "checkbox", "aria-label": `Tick: ${title}`, onchange: () => {
      article.ticked = tick.checked;
      ask("tick", { place: article.place, on: tick.checked });
    } });
    tick.checked = article.ticked;
    const cells = state.columns.slice(1).map((name) => {
      const value = article[name];
      const told = value === null || value === undefined ? "–" : typeof value === "number" ? value.toLocaleString("en-GB") : value;
      return el("td", { class: `wbx-${name}` }, told);
    });
    const onclick = (event) => { if (!event.target.closest("input, button")) { open(article); } };
    return el("tr", { "data-place": article.place, "aria-current": article.place === state.place ? "true" : false, onclick },
      el("td", {}, tick),
      el("th", { scope: "row", class: "wbx-title" }, el("button", { type: "button", onclick: () => open(article) }, title)), ...cells);
  }

  function turn(label, page) {
    const off = page < 0 || page >= state.pages || page === query.page;
    return el("button", { type: "button", disabled: off, onclick: () => { query.page = page; ask("query", query); } }, label);
  }

  function tell() {
    const undated = state.undated ? ` ${counted(state.undated, "article")} without a date left out.` : "";
    const ticked = state.ticked ? ` ${state.ticked.toLocaleString("en-GB")} ticked.` : "";
    const of = state.found === state.total ? counted(state.total, "article") : `${state.found.toLocaleString("en-GB")} of ${counted(state.total, "article")}`;
    const order = query.sort || state.found < 2 ? "" : ", in the order they were read";
    status.replaceChildren(`${of}${order}.${undated}${ticked}`);
    if (state.ticked) { status.append(" ", el("button", { type: "button", onclick: () => ask("untick") }, "Untick all")); }
  }

  // ---- the article
  function read(place) { state.read = query.text; ask("read", { place }); }

  function open(article) {
    if (!article) { return; }
    state.place = article.place;
    for (const line of body.rows) {
      const on = Number(line.dataset.place) === article.place;
      if (on) { line.setAttribute("aria-current", "true"); } else { line.removeAttribute("aria-current"); }
      if (on) {
        line.querySelector("th button").focus({ preventScroll: true });
        list.scrollTop += Math.min(0, line.offsetTop - list.scrollTop - 40) + Math.max(0, line.offsetTop + line.offsetHeight - list.scrollTop - list.clientHeight);
      }
    }
    read(article.place);
  }

  function pieces(parts) {
    return parts.map((part) => {
      if (!part.marks.length) { return document.createTextNode(part.text); }
      return el("span", { class: "wbx-piece", "data-marks": part.marks.join(" ") }, part.text);
    });
  }

  function showArticle(article) {
    state.marks = article.marks;
    state.mark = -1;
    const facts = article.facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
    const link = /^https?:\/\//i.test(article.url)
      ? el("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, article.url) : null;
    const shown = article.blocks.map((block) => el("div", { class: `wbx-block${block.faded ? " wbx-faded" : ""}`, "data-kind": block.kind },
      el("span", { class: "wbx-kind" }, block.kind.replaceAll("_", " ")), el("p", {}, ...pieces(block.pieces))));
    const cut = article.cut ? el("p", { class: "wbx-hint" }, `${article.cut.toLocaleString("en-GB")} characters more are not shown.`) : null;
    const title = article.title.length ? pieces(article.title) : ["Without a title"];
    paper.replaceChildren(...[el("div", { class: "wbx-head", role: "heading", "aria-level": "3" }, ...title),
      el("dl", { class: "wbx-facts" }, ...facts), link, ...shown, cut].filter(Boolean));
    paper.scrollTop = 0;
    dress();
    const seen = visible().length;
    told.textContent = seen ? `${counted(seen, "mark")} in this article. n and p go from one to the next.` : "No marks in this article.";
    countLayers();
  }

  function layerSwitches() {
    return state.layers.map((name, place) => {
      const box = el("input", { type: "checkbox", id: `${view}-layer-${place}`, onchange: () => {
        if (box.checked) { state.hidden.delete(name); } else { state.hidden.add(name); }
        state.mark = -1;
        dress();
      } });
      box.checked = !state.hidden.has(name);
      return el("span", { class: "wbx-layer" }, box, el("label", { for: box.id }, el("span", { class: `wbx-look wbx-look-${look(place)}` }, name), el("span", { class: "wbx-many", "data-layer": name })));
    });
  }

  function look(place) { return place === state.layers.length - 1 ? "search" : place % 7; }

  function countLayers() {
    for (const node of tools.querySelectorAll("[data-layer]")) {
      const many = state.marks.filter((mark) => mark.layer === node.dataset.layer).length;
      node.textContent = ` ${many}`;
    }
  }

  function visible() {
    return state.marks.map((mark, number) => number).filter((number) => !state.hidden.has(state.marks[number].layer));
  }

  // A piece in several marks looks like the first of them in the order of the layers; all of them are told.
  function dress() {
    for (const piece of paper.querySelectorAll(".wbx-piece")) {
      const marks = piece.dataset.marks.split(" ").map(Number).filter((number) => !state.hidden.has(state.marks[number].layer));
      const layers = marks.map((number) => state.layers.indexOf(state.marks[number].layer)).sort((a, b) => a - b);
      piece.className = "wbx-piece" + (layers.length ? ` wbx-look wbx-look-${look(layers[0])}` : "");
      piece.title = marks.map((number) => describe(state.marks[number])).join("\n");
      piece.classList.toggle("wbx-now", marks.includes(state.mark));
    }
  }

  function describe(mark) { return mark.note ? `${mark.layer}: ${mark.note}` : mark.layer; }

  function step(by) {
    const numbers = visible();
    if (!numbers.length) { told.textContent = "No marks to go to."; return; }
    const at = numbers.indexOf(state.mark);
    const next = at < 0 ? (by > 0 ? 0 : numbers.length - 1) : (at + by + numbers.length) % numbers.length;
    state.mark = numbers[next];
    dress();
    const piece = paper.querySelector(".wbx-now");
    if (piece) { // only the article scrolls, never the notebook
      paper.scrollTop += piece.getBoundingClientRect().top - paper.getBoundingClientRect().top - paper.clientHeight / 3;
    }
    told.textContent = `Mark ${next + 1} of ${numbers.length}. ${describe(state.marks[state.mark])}`;
  }

  // ---- keys
  function neighbour(by) {
    const at = state.rows.findIndex((article) => article.place === state.place);
    const next = at + by;
    if (at < 0) { open(state.rows[0]); return; }
    if (next >= 0 && next < state.rows.length) { open(state.rows[next]); return; }
    if (query.page + by >= 0 && query.page + by < state.pages) { query.page += by; state.then = by; ask("query", query); }
  }

  function page(by) {
    if (query.page + by >= 0 && query.page + by < state.pages) { query.page += by; ask("query", query); }
  }

  const keys = {
    ArrowDown: () => neighbour(1), j: () => neighbour(1), ArrowUp: () => neighbour(-1), k: () => neighbour(-1),
    n: () => step(1), p: () => step(-1), "]": () => page(1), "[": () => page(-1),
    "/": () => search.focus(), "?": () => { help.open = !help.open; },
    x: () => { const box = body.querySelector("[aria-current] input"); if (box) { box.click(); } },
  };

  // Notebook 7 looks for this mark on what has the focus, before it looks at what is around it.
  root.addEventListener("focusin", (event) => { event.target.setAttribute("data-lm-suppress-shortcuts", "true"); });

  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    const typed = event.target.matches("input:not([type=checkbox]), select");
    if (typed && event.key === "Escape") { list.focus(); event.preventDefault(); return; }
    const scrolls = event.target === paper && event.key.startsWith("Arrow");
    if (typed || scrolls || !keys[event.key]) { return; }
    event.preventDefault();
    keys[event.key]();
  });

  ask("start");
  return () => { model.off("msg:custom", hear); window.clearTimeout(late); window.clearTimeout(typing); };
}

export default { render };
