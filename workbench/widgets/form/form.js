// The form of a notebook's parameters. Names, values and helps are text: they are set as text, never as markup.
const SILENCE = 1500; // ms after which somebody is told what the form waits for
const WAITING =
  "Not changed yet: cells are running, and the change is made when they are done. If none is running, the kernel has " +
  "stopped: choose Kernel › Restart Kernel and Run All Cells.";

let forms = 0;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function input(field, id) {
  if (field.kind === "choice") {
    const options = field.choices.map((choice) => element("option", { value: choice, textContent: choice || "(empty)" }));
    return element("select", { id }, ...options);
  }
  if (field.kind === "yes") return element("input", { id, type: "checkbox" });
  const made = element("input", { id, type: "text", spellcheck: false, autocomplete: "off" });
  if (field.kind === "number") made.inputMode = "decimal";
  return made;
}

function row(field, prefix, changed) {
  const id = `${prefix}-${field.name}`;
  const control = input(field, id);
  control.setAttribute("aria-describedby", `${id}-help ${id}-error`);
  let last = control.value;
  const tell = () => {
    const value = field.kind === "yes" ? control.checked : control.value;
    if (value !== last) changed(field.name, (last = value));
  };
  control.addEventListener("change", tell);
  // JupyterLab takes the Enter key away from the browser, which would say "change" at it.
  control.addEventListener("keydown", (event) => event.key === "Enter" && field.kind !== "yes" && tell());
  const label = element("label", { htmlFor: id, textContent: field.name });
  const help = element("span", { id: `${id}-help`, className: "wb-form-help", textContent: field.help });
  const error = element("span", { id: `${id}-error`, className: "wb-form-error" });
  const cell = element("div", { className: "wb-form-cell" }, control);
  if (field.kind === "text" && field.choices.length) {
    const options = field.choices.map((choice) => element("option", { value: choice }));
    cell.append(element("datalist", { id: `${id}-list` }, ...options));
    control.setAttribute("list", `${id}-list`);
  }
  cell.append(help, error);
  return { parts: [label, cell], control, error, seen: (value) => (last = value) };
}

function show(made, field) {
  if (field.kind === "yes") made.control.checked = Boolean(field.value);
  else if (document.activeElement !== made.control || made.control.value === "") made.control.value = field.value;
  made.seen(field.value);
  made.control.classList.toggle("wb-form-changed", field.value !== field.default);
  made.control.setAttribute("aria-invalid", field.error ? "true" : "false");
  made.error.textContent = field.error;
}

function render({ model, el }) {
  const prefix = `wb-form-${(forms += 1)}`;
  const rows = new Map();
  const grid = element("div", { className: "wb-form-grid" });
  const note = element("p", { className: "wb-form-note", role: "status" });
  const reset = element("button", { type: "button", className: "wb-form-reset", textContent: "Back to defaults" });
  let waiting = 0;
  let sent = model.get("answered");

  function send(message) {
    sent += 1;
    model.send({ ...message, number: sent });
    clearTimeout(waiting);
    waiting = setTimeout(() => (note.textContent = WAITING), SILENCE);
  }

  function update() {
    for (const field of model.get("fields")) show(rows.get(field.name), field);
  }

  function heard() {
    clearTimeout(waiting);
    note.textContent = model.get("note");
  }

  for (const field of model.get("fields")) {
    const made = row(field, prefix, (name, value) => send({ kind: "change", name, value }));
    rows.set(field.name, made);
    grid.append(...made.parts);
  }
  reset.addEventListener("click", () => send({ kind: "reset" }));
  // Keys typed here are typed into the form: JupyterLab must not take them for commands.
  el.dataset.lmSuppressShortcuts = "true";
  const legend = element("legend", { textContent: "Parameters" });
  el.append(element("fieldset", { className: "wb-form" }, legend, grid, element("div", {}, reset), note));
  update();
  heard();
  model.on("change:fields", update);
  model.on("change:note change:answered", heard);
  return () => {
    clearTimeout(waiting);
    model.off("change:fields", update);
    model.off("change:note change:answered", heard);
  };
}

export default { render };
