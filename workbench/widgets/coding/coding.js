// The page's side of the coding widget. What coders do goes to the kernel with an id made here; the next passage
// comes back only when the answer is on the disk. Texts are set as text, never as markup.

const MORE_KEYS = "qwertyiopghjklzxvnm"; // frames after the ninth; the other letters have a meaning of their own
const ANSWER_LATE = 1500; // ms without a word from the kernel before the coder is told
const SEND_AGAIN = 2000; // ms

const HELP = [
  ["1 … 9", "choose a frame, or take the choice back"],
  ["0", "none of these frames"],
  ["Enter", "save, and show the next passage"],
  ["U", "undo: take the last answer back and show its passage"],
  ["S", "skip: set the passage aside for later"],
  ["B", "back to what was skipped"],
  ["F", "flag the passage, to talk about it; saved with the answer"],
  ["C", "write a comment; Enter or Escape goes back to the passage"],
  ["D", "show or hide what counts as each frame"],
  ["?", "show or hide this list"],
];

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && !key.includes("-")) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// An answer that the kernel has not acknowledged yet is kept here, also when the page is loaded again.
const keptName = (key) => `workbench-coding-${key}`;

function keep(key, answer) {
  try {
    if (answer) localStorage.setItem(keptName(key), JSON.stringify(answer));
    else localStorage.removeItem(keptName(key));
  } catch {
    // Storage may be switched off; then the answer is kept as long as the page is open.
  }
}

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(keptName(key)));
  } catch {
    return null;
  }
}

function list(title, texts) {
  if (!texts.length) return null;
  const items = texts.map((text) => element("li", { textContent: text }));
  return element("div", {}, element("strong", { textContent: title }), element("ul", {}, ...items));
}

function explanation(frame) {
  return element(
    "details",
    {},
    element("summary", { textContent: "What counts", "aria-label": `What counts as ${frame.label}` }),
    element("p", { textContent: frame.definition }),
    list("Ask", frame.questions),
    list("Counts", frame.include),
    list("Does not count", frame.exclude),
    list("Examples", frame.examples),
  );
}

function paragraphs(text) {
  return text.split(/\n\s*\n/).map((part) => element("p", { textContent: part, dir: "auto" }));
}

// Long neighbours scroll, and what scrolls must be reached by the keyboard.
function around(label) {
  return element("div", { className: "wb-around", role: "group", tabIndex: 0, "aria-label": label });
}

function button(label, key, act) {
  const made = element("button", { type: "button" }, label, " ", element("kbd", { textContent: key }));
  made.setAttribute("aria-keyshortcuts", key);
  // The second click of a double click would already hit the next passage.
  made.addEventListener("click", (event) => event.detail < 2 && act());
  return made;
}

function frameKey(place) {
  return place < 9 ? String(place + 1) : (MORE_KEYS[place - 9] ?? "");
}

// What was pressed, whatever the layout of the keyboard: French digits need Shift, Cyrillic letters are others.
function pressed(event) {
  if (/^[0-9a-z?]$/i.test(event.key)) return event.key.toLowerCase();
  const code = /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(event.code);
  return code ? code[1].toLowerCase() : event.key;
}

class Coding {
  constructor(model, el) {
    this.model = model;
    this.name = newId(); // tells the inputs of two views apart
    this.state = null;
    this.waiting = null; // the answer that is on its way
    this.root = element("div", { className: "wb-coding", role: "group", tabIndex: 0 });
    this.root.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab leaves these keys to us
    this.root.append(element("p", { textContent: "Waiting for the kernel …" }));
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    // Notebook 7 looks for the mark on the very element that has the focus.
    this.root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
    el.append(this.root);
    this.receive = (message) => this.onMessage(message);
    model.on("msg:custom", this.receive);
    this.ask({ ask: "open" });
  }

  close() {
    this.model.off("msg:custom", this.receive);
    clearTimeout(this.timer);
    clearTimeout(this.lateTimer);
  }

  // Talking to the kernel

  ask(message) {
    try {
      this.model.send(message);
    } catch {
      // No kernel. The timers tell it, and send again.
    }
  }

  send(answer) {
    this.waiting = answer;
    keep(this.about.key, answer);
    this.root.setAttribute("aria-busy", "true");
    clearTimeout(this.lateTimer);
    this.lateTimer = setTimeout(() => this.sayLate(), ANSWER_LATE);
    const deliver = () => {
      this.ask({ ask: "record", answer });
      this.timer = setTimeout(deliver, SEND_AGAIN);
    };
    clearTimeout(this.timer);
    deliver();
  }

  settle() {
    this.waiting = null;
    keep(this.about.key, null);
    clearTimeout(this.timer);
    clearTimeout(this.lateTimer);
    this.root.removeAttribute("aria-busy");
    this.warn("");
  }

  sayLate() {
    this.say("");
    this.warn(
      "Not saved yet: the kernel does not answer. Your answer is kept in this browser and sent again until it is " +
        "saved. If the kernel was restarted, run this cell again.",
    );
  }

  sayTrouble(words) {
    clearTimeout(this.lateTimer);
    this.sought = false;
    if (this.about) this.warn(words);
    else this.root.replaceChildren(element("p", { role: "alert", textContent: words }));
  }

  onMessage(message) {
    if (message.about) {
      this.open(message.about);
      const left = this.waiting ? null : kept(this.about.key);
      if (left) {
        if (message.state.unit_id === left.unit_id) message.state.draft = left.draft;
        this.show(message.state);
        this.send(left);
        return;
      }
    }
    if (message.trouble) this.sayTrouble(message.trouble);
    if (!this.about) return;
    const own = this.waiting && (message.saved ?? message.refused) === this.waiting.id;
    const did = own ? this.waiting.did : null;
    if (own) this.settle();
    if (own && message.refused) this.warn(`Not saved. ${message.why}`);
    if (!message.state) return;
    const moved = this.state?.unit_id !== message.state.unit_id;
    if (own || moved || !this.state) this.show(message.state);
    else this.showProgress(message.state);
    if (own) this.tell(did, message);
    else if (this.sought) this.arrive();
  }

  tell(did, message) {
    const done = { code: "Saved.", skip: "Skipped, and saved.", undo: "Taken back." }[did];
    const late = "Not counted: this was answered in another window before.";
    this.say(`${message.counted ? done : late} ${this.whereabouts()}`);
    if (this.root.contains(document.activeElement)) (this.state.unit_id === null ? this.root : this.passage).focus();
  }

  arrive() {
    this.sought = false;
    clearTimeout(this.lateTimer);
    this.warn("");
    this.say(this.whereabouts());
    this.passage.focus();
  }

  whereabouts() {
    const { unit_id, place, progress } = this.state;
    if (unit_id !== null) return `Passage ${place} of ${progress.passages}.`;
    return `All ${progress.passages} passages are coded and saved in ${this.about.file}. U takes the last back.`;
  }

  // Drawing

  open(about) {
    if (this.about) return;
    this.about = about;
    const round = about.round === 1 ? "" : `, round ${about.round}`;
    this.root.setAttribute("aria-label", `Coding by ${about.coder}${round}`);
    this.bar = element("progress", { "aria-label": "Passages coded" });
    this.count = element("span", { className: "wb-count" });
    this.before = around("What stands before the passage");
    this.after = around("What stands after the passage");
    this.kind = element("span", { className: "wb-kind" });
    this.text = element("div", { className: "wb-text" });
    this.passage = element("section", { tabIndex: 0, className: "wb-passage" }, this.kind, this.text);
    this.reading = element("div", {}, this.before, this.passage, this.after);
    this.comment = element("textarea", { rows: 2, maxLength: 5000, id: `${this.name}-comment` });
    this.status = element("p", { role: "status", className: "wb-status" });
    this.trouble = element("p", { role: "alert", className: "wb-trouble" });
    this.commentBox = element(
      "div",
      { className: "wb-comment", hidden: true },
      element("label", { textContent: "Comment, saved with the answer (Enter: back to the passage; Shift + Enter: a new line)", htmlFor: this.comment.id }),
      this.comment,
    );
    this.form = element("div", {}, this.drawFrames(), this.commentBox);
    this.root.replaceChildren(
      element("div", { className: "wb-head" }, element("strong", { textContent: about.coder + round }), this.count, this.bar),
      this.reading,
      this.form,
      this.drawButtons(),
      this.trouble,
      this.status,
      element("p", {
        className: "wb-hint",
        textContent: "To use the keyboard: click here, or press Tab until this box has a frame. ? shows the keys.",
      }),
      this.drawHelp(),
    );
  }

  drawFrames() {
    const type = this.about.exclusive ? "radio" : "checkbox";
    const row = (label, key, more) => {
      const input = element("input", { type, name: `${this.name}-frame` });
      input.addEventListener("change", () => this.onChoice(input));
      const face = element("label", {}, input, element("kbd", { textContent: key }), " ", label);
      return [input, element("div", { className: "wb-frame" }, face, more)];
    };
    const rows = this.about.frames.map((frame, place) => row(frame.label, frameKey(place), explanation(frame)));
    this.inputs = rows.map(([input]) => input);
    const [none, noneRow] = row("None of these", "0", null);
    this.none = this.about.exclusive ? null : none;
    const title = this.about.exclusive ? "Which frame do you see?" : "Which frames do you see?";
    return element(
      "fieldset",
      {},
      element("legend", { textContent: title }),
      ...rows.map(([, line]) => line),
      this.about.exclusive ? null : noneRow,
    );
  }

  drawButtons() {
    const buttons = {
      save: button("Save and next", "Enter", () => this.save()),
      undo: button("Undo", "U", () => this.undo()),
      skip: button("Skip", "S", () => this.skip()),
      back: button("Back to skipped", "B", () => this.back()),
      flag: button("Flag", "F", () => this.toggleFlag()),
      comment: button("Comment", "C", () => this.openComment()),
      help: button("Keys", "?", () => this.toggleHelp()),
    };
    buttons.save.className = "wb-first";
    buttons.flag.setAttribute("aria-pressed", "false");
    this.buttons = buttons;
    return element("div", { className: "wb-buttons" }, ...Object.values(buttons));
  }

  drawHelp() {
    const lines = HELP.flatMap(([key, text]) => [
      element("dt", {}, element("kbd", { textContent: key })),
      element("dd", { textContent: text }),
    ]);
    this.help = element("dl", { hidden: true, className: "wb-help" }, ...lines);
    this.buttons.help.setAttribute("aria-expanded", "false");
    return this.help;
  }

  show(state) {
    const open = state.unit_id !== null;
    this.showProgress(state);
    this.reading.hidden = this.form.hidden = !open;
    for (const name of ["save", "skip", "flag", "comment"]) this.buttons[name].hidden = !open;
    if (open) this.showPassage(state);
    else this.say(this.whereabouts());
    this.shownAt = performance.now();
  }

  showProgress(state) {
    this.state = state;
    const { passages, coded, skipped, seconds, older } = state.progress;
    this.bar.max = passages;
    this.bar.value = coded;
    const parts = [`${coded} of ${passages} coded`];
    if (skipped) parts.push(`${skipped} skipped`);
    if (seconds !== null) parts.push(`${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s a passage`);
    if (older) parts.push(`${older} coded under an earlier state of the codebook`);
    this.count.textContent = parts.join(" · ");
    this.buttons.back.hidden = !skipped;
    this.buttons.undo.disabled = !state.undo;
  }

  showPassage(state) {
    const { text, before, after, kind } = state.passage;
    this.passage.setAttribute("aria-label", `Passage ${state.place} of ${state.progress.passages}`);
    this.passage.scrollTop = 0;
    this.kind.textContent = kind ?? "";
    this.kind.hidden = !kind;
    this.text.replaceChildren(...paragraphs(text));
    for (const [place, words] of [[this.before, before], [this.after, after]]) {
      place.hidden = !words;
      place.replaceChildren(...(words ? paragraphs(words) : []));
      place.scrollTop = 0;
    }
    const draft = state.draft ?? { codes: [], none: false, flag: false, comment: "" };
    this.about.frames.forEach((frame, place) => (this.inputs[place].checked = draft.codes.includes(frame.frame)));
    if (this.none) this.none.checked = draft.none;
    this.setFlag(draft.flag);
    this.comment.value = draft.comment;
    this.commentBox.hidden = !draft.comment;
  }

  say(words) {
    this.status.textContent = words;
  }

  warn(words) {
    this.trouble.textContent = words;
  }

  // What a coder does

  onKey(event) {
    event.stopPropagation(); // nothing pressed in here is a command of the notebook
    if (event.isComposing || event.ctrlKey && event.key !== "Enter" || event.metaKey || event.altKey) return;
    if (!this.about) return;
    if (event.target === this.comment) {
      if (event.key !== "Escape" && !(event.key === "Enter" && !event.shiftKey)) return;
      event.preventDefault();
      this.passage.focus();
      return;
    }
    const onControl = event.target.closest("button, summary") !== null;
    const act = event.key === "Enter" ? !onControl && (() => this.save()) : this.actOf(pressed(event));
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act();
  }

  actOf(key) {
    const acts = { u: "undo", s: "skip", b: "back", f: "toggleFlag", c: "openComment", d: "toggleAll", "?": "toggleHelp" };
    const name = acts[key];
    if (name) return () => this[name]();
    if (key === "0") return this.none ? () => this.press(this.none) : null;
    const place = this.about.frames.findIndex((_, number) => frameKey(number) === key);
    return place < 0 ? null : () => this.press(this.inputs[place]);
  }

  press(input) {
    if (this.isBusy()) return;
    input.checked = this.about.exclusive ? true : !input.checked;
    this.onChoice(input);
    const label = input === this.none ? "None of these" : this.about.frames[this.inputs.indexOf(input)].label;
    this.say(`${label}: ${input.checked ? "chosen" : "not chosen"}.`);
  }

  onChoice(input) {
    if (this.none === null || !input.checked) return;
    if (input === this.none) this.inputs.forEach((other) => (other.checked = false));
    else this.none.checked = false;
  }

  isBusy() {
    return this.waiting !== null || this.state === null || this.state.unit_id === null;
  }

  answer(did, more) {
    const seconds = Math.round((performance.now() - this.shownAt) / 100) / 10;
    const codes = this.about.frames.filter((_, place) => this.inputs[place].checked).map((frame) => frame.frame);
    const noted = { flag: this.buttons.flag.getAttribute("aria-pressed") === "true", comment: this.comment.value };
    const draft = { codes, none: this.none?.checked ?? false, ...noted };
    return { did, id: newId(), unit_id: this.state.unit_id, codes, seconds, draft, ...noted, ...more };
  }

  save() {
    if (this.isBusy()) return;
    if (![...this.inputs, this.none].some((input) => input?.checked)) {
      const none = this.none ? " 0 says that you see none of them," : "";
      this.say(`Nothing is chosen.${none} S sets the passage aside.`);
      return;
    }
    this.send(this.answer("code"));
  }

  skip() {
    if (!this.isBusy()) this.send(this.answer("skip"));
  }

  undo() {
    if (this.waiting !== null || !this.state?.undo) return;
    this.send({ did: "undo", id: newId(), ...this.state.undo });
  }

  back() {
    if (this.waiting !== null || !this.state?.progress.skipped) return;
    this.sought = true;
    this.ask({ ask: "skipped" });
    const late = "The kernel does not answer. If it was restarted, run this cell again.";
    this.lateTimer = setTimeout(() => this.warn(late), ANSWER_LATE);
  }

  toggleFlag() {
    if (this.isBusy()) return;
    const flagged = this.buttons.flag.getAttribute("aria-pressed") !== "true";
    this.setFlag(flagged);
    this.say(flagged ? "Flagged; saved with the answer." : "Not flagged.");
  }

  setFlag(flagged) {
    this.buttons.flag.setAttribute("aria-pressed", String(flagged));
  }

  openComment() {
    if (this.isBusy()) return;
    this.commentBox.hidden = false;
    this.comment.focus();
  }

  toggleAll() {
    const all = [...this.form.querySelectorAll("details")];
    const open = !all.every((details) => details.open);
    all.forEach((details) => (details.open = open));
    this.say(open ? "What counts is shown for all frames." : "What counts is hidden.");
  }

  toggleHelp() {
    this.help.hidden = !this.help.hidden;
    this.buttons.help.setAttribute("aria-expanded", String(!this.help.hidden));
  }
}

export default {
  render({ model, el }) {
    const coding = new Coding(model, el);
    return () => coding.close();
  },
};
