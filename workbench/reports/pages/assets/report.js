// Draws the figures of a page from the data beside them, in the page's own colours, leads from their marks to the
// passages behind them, and folds the code.
(function () {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function colours() {
    const style = getComputedStyle(document.documentElement);
    return { ink: style.getPropertyValue("--ink").trim(), line: style.getPropertyValue("--line").trim() };
  }

  function dress(layout) {
    const colour = colours();
    const dressed = Object.assign({}, layout, { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" });
    dressed.font = Object.assign({}, layout.font, { color: colour.ink });
    for (const key of Object.keys(dressed)) {
      if (/^[xy]axis\d*$/.test(key)) {
        dressed[key] = Object.assign({}, dressed[key], { gridcolor: colour.line, linecolor: colour.line, zerolinecolor: colour.line });
      }
    }
    return dressed;
  }

  function draw(box) {
    const figure = JSON.parse(document.getElementById(box.dataset.figure).textContent);
    const config = { responsive: true, displaylogo: false, displayModeBar: false };
    const layout = dress(figure.layout);
    Plotly.react(box, figure.data, layout, config).then(function () {
      // On a narrow screen the legend takes more lines: the figure grows by them, or they would be taken from the plot.
      const more = layout.height && layout.margin ? Math.round(box._fullLayout._size.t - layout.margin.t) : 0;
      if (more < 3) { return box; }
      box.style.height = (layout.height + more) + "px";
      return Plotly.react(box, figure.data, Object.assign({}, layout, { height: layout.height + more }), config);
    }).then(function () {
      if (!box.dataset.drawn) { lead(box, figure.opens); }
      box.dataset.drawn = "true";
    });
  }

  // A mark leads to the fold of a table that holds its passages, and there to the rows of its group. The fold stands
  // in the address after "#", with the group after "~", so that links, marks, other pages and "back" do the same.
  function lead(box, opens) {
    function target(event) {
      const place = event.points.length ? event.points[0].customdata : null;
      const id = place && opens.ids[place[0]];
      return id ? "#" + id + (place[1] < 0 ? "" : "~" + encodeURIComponent(opens.rows[place[1]])) : null;
    }
    box.on("plotly_hover", function (event) { box.classList.toggle("leads", Boolean(target(event))); });
    box.on("plotly_unhover", function () { box.classList.remove("leads"); });
    box.on("plotly_click", function (event) { go(opens.page, target(event)); });
  }

  function go(page, hash) {
    if (!hash) { return; }
    if (page) { window.location.href = page + hash; }
    else if (window.location.hash === hash) { openFold(); }
    else { window.location.hash = hash; }
  }

  function openFold() {
    const [id, ...group] = window.location.hash.slice(1).split("~");
    const fold = document.getElementById(id);
    if (!fold || !fold.matches("details.fold")) { return; }
    fold.open = true;
    showRows(fold, decoded(group.join("~")));
    fold.querySelector("summary").focus({ preventScroll: true });
    fold.scrollIntoView({ block: "start" });
  }

  function decoded(text) {
    try { return plain(decodeURIComponent(text)); } catch { return ""; }
  }

  function plain(text) { return text.replace(/\s+/g, " ").trim(); }

  // Hides the rows of other groups, where the fold has rows of this one, and says so with a way back.
  function showRows(fold, group) {
    fold.querySelectorAll(".only").forEach(function (part) { part.remove(); });
    const rows = Array.from(fold.querySelectorAll("tbody tr"));
    const own = rows.filter(function (row) {
      return group && Array.from(row.cells).some(function (cell) { return plain(cell.textContent) === group; });
    });
    rows.forEach(function (row) { row.hidden = own.length > 0 && !own.includes(row); });
    if (!own.length || own.length === rows.length) { return; }
    const note = document.createElement("p");
    note.className = "only note";
    note.append(own.length + " of " + rows.length + " rows, those of " + group + ". ");
    const all = document.createElement("button");
    all.type = "button";
    all.textContent = "Show all";
    all.addEventListener("click", function () {
      showRows(fold, "");
      fold.querySelector("summary").focus();
    });
    note.append(all);
    fold.querySelector("summary").after(note);
  }

  window.addEventListener("hashchange", openFold);
  document.querySelectorAll(".opens a").forEach(function (link) {
    link.addEventListener("click", function () { if (link.hash === window.location.hash) { openFold(); } });
  });
  openFold();

  function drawAll() { document.querySelectorAll(".plot").forEach(draw); }
  drawAll();
  dark.addEventListener("change", drawAll);

  // Paper is narrower than most windows; browsers draw nothing anew when they print.
  const paper = 680;
  function fit(width) {
    document.querySelectorAll(".plot").forEach(function (box) {
      Plotly.relayout(box, width && box.clientWidth > width ? { width: width } : { width: null, autosize: true });
    });
  }
  window.addEventListener("beforeprint", function () { fit(paper); });
  window.addEventListener("afterprint", function () { fit(null); });

  const button = document.getElementById("show-code");
  if (button) {
    button.addEventListener("click", function () {
      const shown = document.body.classList.toggle("with-code");
      document.querySelectorAll("details.code").forEach(function (part) { part.open = shown; });
      button.setAttribute("aria-pressed", String(shown));
      button.textContent = shown ? "Hide code" : "Show code";
    });
  }
})();
