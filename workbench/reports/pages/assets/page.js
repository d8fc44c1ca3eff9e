// What every page does: times in the reader's form, the list of headings, folds that an address opens, code on request.
(function () {
  "use strict";

  // "2026-01-22" is that day everywhere; a moment is told in the reader's own time zone. `datetime` keeps what it was.
  function localise(time) {
    const stated = time.getAttribute("datetime");
    const moment = new Date(stated);
    if (isNaN(moment)) { return; }
    const form = /^\d{4}-\d\d-\d\d$/.test(stated) ? { dateStyle: "medium", timeZone: "UTC" }
      : { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" };
    time.title = stated;
    time.textContent = new Intl.DateTimeFormat(undefined, form).format(moment);
  }
  document.querySelectorAll("td.day").forEach(function (cell) {
    if (!/^\d{4}-\d\d-\d\d$/.test(cell.textContent)) { return; }
    const time = document.createElement("time");
    time.setAttribute("datetime", cell.textContent);
    cell.replaceChildren(time);
  });
  document.querySelectorAll("time[datetime]").forEach(localise);

  // The list of headings stands open beside the text, and folded above it where there is no room.
  const contents = document.querySelector(".contents details");
  if (contents) {
    const wide = window.matchMedia("(min-width: 1100px)");
    const set = function () { contents.open = wide.matches; };
    set();
    wide.addEventListener("change", set);
    contents.addEventListener("click", function (event) {
      if (event.target.closest("a") && !wide.matches) { contents.open = false; }
    });
  }

  // The fold of a table stands in the address after "#", with a group of its rows after "~", so that links, marks of
  // figures, other pages and "back" do the same.
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

  function said(cell) {
    const time = cell.querySelector("time");
    return plain(time ? time.getAttribute("datetime") : cell.textContent);
  }

  // Hides the rows of other groups, where the fold has rows of this one, and says so with a way back.
  function showRows(fold, group) {
    fold.querySelectorAll(".only").forEach(function (part) { part.remove(); });
    const rows = Array.from(fold.querySelectorAll("tbody tr"));
    const own = rows.filter(function (row) {
      return group && Array.from(row.cells).some(function (cell) { return said(cell) === group; });
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

  // What scrolls sideways is reached by keyboard too, under the name of its table.
  const watch = new ResizeObserver(function (seen) { seen.forEach(function (entry) { reach(entry.target); }); });
  document.querySelectorAll(".wb-part").forEach(function (part) { watch.observe(part); });
  function reach(part) {
    const caption = part.querySelector("caption, .caption");
    const told = { tabindex: "0", role: "group", "aria-label": caption ? plain(caption.textContent) : "Table" };
    for (const [name, value] of Object.entries(told)) {
      if (part.scrollWidth > part.clientWidth) { part.setAttribute(name, value); } else { part.removeAttribute(name); }
    }
  }

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
