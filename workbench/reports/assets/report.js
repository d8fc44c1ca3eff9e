// Draws the figures of a page from the data beside them, in the page's own colours, and folds the code.
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
    Plotly.react(box, figure.data, dress(figure.layout), config).then(function () {
      box.dataset.drawn = "true";
    });
  }

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
