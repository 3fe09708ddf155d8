"use strict";
// Everything is in this file: no request is ever made. Cards are shown in a frame without scripts, in the note
// type's own templates and style.

const data = JSON.parse(document.getElementById("data").textContent);
const notes = data.notes;
// What is listed: a note stands there once for each of its cards.
const cards = notes.flatMap((note) => note.cards.map((card) => ({ note, card })));
const at = (id) => document.getElementById(id);
const state = { shown: [], current: -1, back: false, dark: false, phone: true };

/* Anki's templates: {{Field}}, {{text:Field}}, {{cloze:Field}}, {{#Field}} … {{/Field}}, {{^Field}} … {{/Field}},
   {{FrontSide}}. `gap` is the number of the gap that is asked, `open` whether it is open. */

function render(template, fields, gap, open) {
  const parts = template.split(/\{\{\s*([^{}]+?)\s*\}\}/);
  let at = 0;
  const walk = (shown, until) => {
    let out = "";
    while (at < parts.length) {
      const isTag = at % 2 === 1;
      const part = parts[at++];
      if (!isTag) {
        if (shown) out += part;
      } else if (part[0] === "#" || part[0] === "^") {
        const name = part.slice(1).trim();
        const filled = (fields[name] || "").trim() !== "";
        out += walk(shown && filled === (part[0] === "#"), name);
      } else if (part[0] === "/") {
        if (part.slice(1).trim() === until) return out;
      } else if (shown) {
        out += field(part, fields, gap, open);
      }
    }
    return out;
  };
  return walk(true, null);
}

function field(tag, fields, gap, open) {
  const names = tag.split(":");
  const html = fields[names[names.length - 1].trim()] || "";
  const filled = names.includes("cloze") ? gaps(html, gap, open) : html;
  return names.includes("text") ? words(filled) : filled;
}

/* {{c1::filling}} and {{c1::filling::hint}}: braces and colons in a row are nothing else in a field. */
function gaps(html, asked, open) {
  return html.replace(/\{\{c(\d+)::([^]*?)\}\}/g, (all, number, inner) => {
    const [filling, hint] = inner.split("::");
    if (Number(number) !== asked) return `<span class="cloze-inactive">${filling}</span>`;
    return `<span class="cloze">${open ? `[${hint ?? "..."}]` : filling}</span>`;
  });
}

function sides({ note, card }) {
  const type = data.types[note.type];
  const fields = { ...note.fields, Deck: note.deck, Tags: note.tags.join(" "), Type: note.type };
  const template = type.templates[type.cloze ? 0 : card];
  const front = render(template.front, fields, card + 1, true);
  return [front, render(template.back, { ...fields, FrontSide: front }, card + 1, false)];
}

/* Which of its note's cards a card is; nothing where there is one. */
function which({ note, card }) {
  if (note.cards.length === 1) return "";
  return data.types[note.type].cloze ? `gap ${card + 1}` : ["", "the other way round"][card];
}

/* What stands in HTML, without its tags. */
const reader = document.createElement("template");
function words(html) {
  reader.innerHTML = html;
  return reader.content.textContent;
}

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function haystack(note) {
  note.haystack ??= folded(
    [note.fields["Short ID"], note.guid, note.deck, note.tags.join(" "), words(Object.values(note.fields).join(" "))].join(" "));
  return note.haystack;
}

/* The list. */

const PAGE = 200;
const list = at("list");
const filters = {
  deck: (note, value) => note.deck === value || note.deck.startsWith(value + "::"),
  tag: (note, value) => note.tags.some((tag) => tag === value || tag.startsWith(value + "::")),
  status: (note, value) => note.status === value,
  remark: (note, value) => note.remarks.some((remark) => remark.code === value),
};

function find() {
  const wanted = folded(at("search").value).split(/\s+/).filter(Boolean);
  const chosen = Object.entries(filters).filter(([name]) => at(name).value !== "");
  const before = state.shown[state.current];
  const fits = (note) => chosen.every(([name, is]) => is(note, at(name).value)) && wanted.every((word) => haystack(note).includes(word));
  const found = new Set(notes.filter(fits));
  state.shown = cards.filter((card) => found.has(card.note));
  list.replaceChildren();
  grow();
  at("count").textContent = `${found.size} of ${notes.length} notes`;
  const kept = state.shown.indexOf(before);
  show(found.size === 0 ? -1 : Math.max(kept, 0), kept >= 0 && state.back);
}

function grow() {
  const from = list.childElementCount;
  for (let place = from; place < Math.min(from + PAGE, state.shown.length); place++) {
    const { note } = state.shown[place];
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = place === 0 ? 0 : -1;
    const question = document.createElement("span");
    question.textContent = note.question;
    const line = document.createElement("span");
    line.className = "line";
    line.append(mark(note.deck.slice(note.deck.indexOf("::") + 2 || 0)));
    if (which(state.shown[place])) line.append(mark(which(state.shown[place])));
    if (note.remarks.length > 0) line.append(mark(note.remarks.length === 1 ? "1 remark" : `${note.remarks.length} remarks`, "remarked"));
    if (note.status === "open") line.append(mark("open", "is-open"));
    button.append(question, line);
    button.addEventListener("click", () => show(place, false));
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
}

function mark(text, name) {
  const span = document.createElement("span");
  span.textContent = text;
  if (name) span.className = name;
  return span;
}

list.addEventListener("scroll", () => {
  if (list.scrollTop + 2 * list.clientHeight > list.scrollHeight) grow();
});

/* The card. */

const frame = at("card");

function show(place, back) {
  const old = list.children[state.current]?.firstChild;
  old?.removeAttribute("aria-current");
  state.current = place;
  state.back = back;
  while (list.childElementCount <= place && list.childElementCount < state.shown.length) grow();
  const button = list.children[place]?.firstChild;
  if (old && old !== button) old.tabIndex = -1;
  if (button) {
    button.tabIndex = 0;
    button.setAttribute("aria-current", "true");
    button.scrollIntoView({ block: "nearest" });
  }
  draw();
}

function draw() {
  const card = state.shown[state.current];
  const note = card?.note;
  at("previous").disabled = state.current <= 0;
  at("next").disabled = state.current + 1 >= state.shown.length;
  at("flip").disabled = !note || note.status === "open";
  at("flip").textContent = state.back ? "Show question" : "Show answer";
  at("about").replaceChildren();
  if (!note) {
    frame.srcdoc = "";
    return;
  }
  const html = sides(card)[state.back ? 1 : 0].replace(/(<img src=")([^"]+)"/g, (all, before, name) =>
    data.media[name] ? `${before}${data.media[name]}"` : all);
  const night = state.dark ? " nightMode night_mode" : "";
  frame.srcdoc = `<!doctype html><html><head><meta charset="utf-8"><base target="_blank"><style>${data.css}
html { background: ${state.dark ? "#1d1f22" : "#fdfcf9"}; }
.menv-alignlike mtd:nth-child(odd) { text-align: right; }
.menv-alignlike mtd:nth-child(even), .menv-cells-left mtd { text-align: left; }</style></head><body class="card card${card.card + 1}${night}"><div id="qa">${html}</div></body></html>`;
  about(note);
  history.replaceState(null, "", `#${note.fields["Short ID"]}`);
}

/* The frame is as high as its card. */
function fit() {
  const body = frame.contentDocument?.documentElement;
  if (!body) return;
  frame.style.height = "0";
  frame.style.height = `${body.scrollHeight + 4}px`;
}

frame.addEventListener("load", () => {
  fit();
  frame.contentDocument.addEventListener("toggle", fit, true);
  frame.contentDocument.addEventListener("keydown", key);
});
window.addEventListener("resize", fit);

function about(note) {
  const rows = document.createElement("dl");
  const row = (name, ...values) => {
    const [title, value] = [document.createElement("dt"), document.createElement("dd")];
    title.textContent = name;
    value.append(...values);
    rows.append(title, value);
  };
  if (note.status === "open") row("status", "open: no document answers it yet, and it is no card");
  row("from", note.places.join(", "));
  row("deck", note.deck);
  if (note.tags.length > 0) row("tags", note.tags.join("  "));
  for (const remark of note.remarks) row(remark.code, remark.message);
  at("about").append(rows);
}

/* Switches. */

function press(id, is, words) {
  at(id).setAttribute("aria-pressed", String(is));
  if (words) at(id).textContent = words;
}

function flip() {
  if (!at("flip").disabled) show(state.current, !state.back);
}

function step(by) {
  const place = state.current + by;
  if (place >= 0 && place < state.shown.length) show(place, false);
}

function theme() {
  state.dark = !state.dark;
  document.documentElement.dataset.theme = state.dark ? "dark" : "light";
  press("theme", state.dark);
  draw();
}

function width() {
  state.phone = !state.phone;
  at("stage").classList.toggle("phone", state.phone);
  press("width", state.phone);
  fit();
}

function view(name) {
  for (const each of ["cards", "statistics"]) {
    at(each).hidden = each !== name;
    press(`show-${each}`, each === name);
  }
  if (name === "cards") fit();
}

const KEYS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  " ": flip,
  t: theme,
  w: width,
  s: () => view(at("statistics").hidden ? "statistics" : "cards"),
  "/": () => at("search").focus(),
};

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input, select");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  // A button and a summary keep the key that presses them.
  const pressed = event.key === " " && event.target.closest?.("summary, button:not(#list button)");
  if (!(event.key in KEYS) || pressed) return;
  event.preventDefault();
  KEYS[event.key]();
  if (event.key.startsWith("Arrow") || event.key === "j" || event.key === "k") list.children[state.current]?.firstChild.focus();
}

document.addEventListener("keydown", key);
at("flip").addEventListener("click", flip);
at("previous").addEventListener("click", () => step(-1));
at("next").addEventListener("click", () => step(1));
at("theme").addEventListener("click", theme);
at("width").addEventListener("click", width);
at("show-cards").addEventListener("click", () => view("cards"));
at("show-statistics").addEventListener("click", () => view("statistics"));
at("search").addEventListener("input", find);

/* What the filters offer, with how many notes have it. */
function offer(name, values) {
  const counts = new Map();
  for (const note of notes) for (const value of new Set(values(note))) counts.set(value, (counts.get(value) || 0) + 1);
  for (const [value, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const option = document.createElement("option");
    option.value = value;
    option.textContent = `${value} (${count})`;
    at(name).append(option);
  }
  at(name).addEventListener("change", find);
}

/* `a::b::c` is also below `a` and `a::b`. */
const levels = (name) => name.split("::").map((_, place, parts) => parts.slice(0, place + 1).join("::"));
offer("deck", (note) => levels(note.deck));
offer("tag", (note) => note.tags.flatMap(levels));
offer("status", (note) => [note.status]);
offer("remark", (note) => note.remarks.map((remark) => remark.code));

at("stage").classList.add("phone");
const asked = decodeURIComponent(location.hash.slice(1));
if (window.matchMedia("(prefers-color-scheme: dark)").matches) theme();
find();
const linked = state.shown.findIndex(({ note }) => note.fields["Short ID"] === asked);
if (linked > 0) show(linked, false);
