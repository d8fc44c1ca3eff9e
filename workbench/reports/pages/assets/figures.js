// Loads plotly.js, draws the figures of a page from the data beside them in the page's own colours, leads from their
// marks to the passages behind them, and gives them out as files.
(function () {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 640px)");
  const source = document.currentScript.dataset.plotly;
  const figures = Array.from(document.querySelectorAll("figure.figure")).map(function (frame) {
    const data = frame.querySelector(":scope > script[type='application/json']");
    return { frame: frame, box: frame.querySelector(":scope > .plot"), data: data && JSON.parse(data.textContent) };
  });
  const drawn = figures.filter(function (figure) { return figure.box && figure.data; });

  function dress(layout) {
    const style = getComputedStyle(document.documentElement);
    const line = style.getPropertyValue("--line").trim();
    const dressed = Object.assign({}, layout, { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" });
    dressed.font = Object.assign({}, layout.font, { color: style.getPropertyValue("--ink").trim() });
    for (const key of new Set(["xaxis", "yaxis"].concat(Object.keys(dressed)))) {
      if (/^[xy]axis\d*$/.test(key)) {
        dressed[key] = Object.assign({}, dressed[key], { gridcolor: line, linecolor: line, zerolinecolor: line });
      }
    }
    if (narrow.matches) { dressed.legend = Object.assign({}, layout.legend, lyingAbove(layout)); }
    return dressed;
  }

  function draw(figure) {
    const box = figure.box, data = figure.data;
    const config = { responsive: true, displaylogo: false, displayModeBar: false };
    const layout = dress(data.layout);
    function show(changed) { return Plotly.react(box, data.data, Object.assign(layout, changed), config); }
    return show({}).then(function () {
      const legend = narrow.matches && widened(box._fullLayout);
      return legend && show({ legend: Object.assign({}, layout.legend, legend) });
    }).then(function () {
      // On a narrow screen the legend takes more lines: the figure grows by them, or they would be taken from the plot.
      const more = lacking(box._fullLayout, data.layout), height = box._fullLayout.height + more;
      if (more || data.layout.height) { box.style.height = height + "px"; }
      return more && show({ height: height });
    }).then(function () {
      if (!box.dataset.drawn) { lead(box, data.opens); }
      box.dataset.drawn = "true";
    });
  }

  // On a phone a legend beside the plot would leave it no room: it takes a place above. The figure's template may have
  // the word where the figure itself is silent.
  function lyingAbove(layout) {
    const template = layout.template && layout.template.layout && layout.template.layout.legend;
    const beside = Object.assign({}, template, layout.legend).orientation !== "h";
    return beside ? { orientation: "h", x: 0, xanchor: "left", y: 1, yanchor: "bottom" } : {};
  }

  // A legend over the plot begins at the edge of the figure, or long names beside the plot would leave it half a line.
  function widened(drawn) {
    const legend = drawn.legend, size = drawn._size;
    const above = drawn.showlegend && legend.x === 0 && legend.xanchor === "left" && legend.y >= 1;
    return above && size.l > 30 ? { x: (8 - size.l) / size.w } : null;
  }

  // How many pixels the words around a plot took from it; a figure that states no height has a plot to be seen on a phone.
  const seen = 220;
  function lacking(drawn, layout) {
    const stated = layout.height && layout.margin;
    const more = stated ? drawn._size.t - layout.margin.t : narrow.matches ? seen - drawn._size.h : 0;
    return more < 3 ? 0 : Math.round(more);
  }

  function giveUp(figure) {
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = "This figure could not be drawn in this browser; its data are below.";
    figure.box.replaceWith(note);
    const table = figure.frame.querySelector("details.data");
    if (table) { table.open = true; }
  }

  function drawAll() {
    drawn.filter(function (figure) { return figure.box.isConnected; }).forEach(function (figure) {
      new Promise(function (done) { done(draw(figure)); }).catch(function () { giveUp(figure); });
    });
  }

  // Where a legend begins is a share of the plot's width: on a phone that is turned it is another.
  let width = window.innerWidth, waiting = 0;
  function turned() {
    if (!narrow.matches || window.innerWidth === width) { return; }
    width = window.innerWidth;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(drawAll, 150);
  }

  // A mark leads to the fold of a table that holds its passages, and there to the rows of its group.
  function lead(box, opens) {
    function target(event) {
      const place = event.points.length ? event.points[0].customdata : null;
      const id = Array.isArray(place) && opens.ids[place[0]];
      return id ? "#" + id + (place[1] < 0 ? "" : "~" + encodeURIComponent(opens.rows[place[1]])) : null;
    }
    box.on("plotly_hover", function (event) { box.classList.toggle("leads", Boolean(target(event))); });
    box.on("plotly_unhover", function () { box.classList.remove("leads"); });
    box.on("plotly_click", function (event) { go(opens.page, target(event)); });
  }

  function go(page, hash) {
    if (!hash) { return; }
    if (page) { window.location.href = page + hash; }
    else if (window.location.hash === hash) { window.dispatchEvent(new Event("hashchange")); }
    else { window.location.hash = hash; }
  }

  // A file has the figure as on paper: dark on white, with its title and note.
  function save(figure, format) {
    const layout = Object.assign({}, figure.data.layout, figure.data.paper, { paper_bgcolor: "#fff", plot_bgcolor: "#fff" });
    layout.font = Object.assign({}, layout.font, { color: "#1c1c1e" });
    const size = { width: 900, height: layout.height || 500, scale: format === "png" ? 2 : 1 };
    const picture = { data: figure.data.data, layout: layout };
    return Plotly.downloadImage(picture, Object.assign({ format: format, filename: figure.data.name }, size));
  }

  // A table of what a figure draws, guarded as all our CSV files are (workbench/cells.py).
  const formula = /^(?:[\t\r\n']|[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠])/;
  function saveTable(figure) {
    const rows = Array.from(figure.frame.querySelectorAll("details.data tr")).map(function (row) {
      return Array.from(row.cells).map(function (cell) {
        const time = cell.querySelector("time");
        const text = time ? time.getAttribute("datetime") : cell.textContent;
        const guarded = !cell.matches(".number") && formula.test(text) ? "'" + text : text;
        return "\"" + guarded.replaceAll("\"", "\"\"") + "\"";
      }).join(",");
    });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([rows.join("\n") + "\n"], { type: "text/csv" }));
    link.download = (figure.data ? figure.data.name : "figure") + ".csv";
    link.click();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  figures.forEach(function (figure) {
    figure.frame.querySelectorAll(".files button").forEach(function (button) {
      button.addEventListener("click", function () {
        if (button.dataset.format === "csv") { saveTable(figure); } else { save(figure, button.dataset.format); }
      });
    });
  });

  // Paper is narrower than most windows; browsers draw nothing anew when they print.
  const paper = 680;
  function fit(width) {
    drawn.filter(function (figure) { return figure.box.dataset.drawn; }).forEach(function (figure) {
      const box = figure.box;
      Plotly.relayout(box, width && box.clientWidth > width ? { width: width } : { width: null, autosize: true });
    });
  }

  const script = document.createElement("script");
  script.src = source;
  script.addEventListener("error", function () { drawn.forEach(giveUp); });
  script.addEventListener("load", function () {
    drawAll();
    dark.addEventListener("change", drawAll);
    narrow.addEventListener("change", drawAll);
    window.addEventListener("resize", turned);
    window.addEventListener("beforeprint", function () { fit(paper); });
    window.addEventListener("afterprint", function () { fit(null); });
  });
  if (drawn.length) { document.head.append(script); }
})();
