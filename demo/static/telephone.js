// The telephone: what was said on it, writing, switching it off, changing its owner.
import { postJson } from "./posting.js";

const byId = (id) => document.getElementById(id);
const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});
const STATES = { sending: "Sending…", sent: "Delivered", failed: "Not sent" };
const LONG_PAUSE = 30 * 60 * 1000;

let shown = { number: null, count: 0 };

export function chosenNumber() {
  return document.querySelector("#owners input:checked")?.value ?? "";
}

export function startTelephone(reconnect) {
  if (!byId("device")) return;
  byId("owners").addEventListener("change", () => {
    showSuggestions();
    shown = { number: null, count: 0 };
    byId("bubbles").replaceChildren();
    refuse("");
    reconnect();
  });
  byId("writing").addEventListener("submit", (event) => {
    event.preventDefault();
    send(byId("text").value);
  });
  byId("text").addEventListener("input", grow);
  byId("text").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(byId("text").value);
  });
  byId("power").addEventListener("click", () => {
    const on = byId("power").dataset.on !== "true";
    post("/demo/power", { number: chosenNumber(), on });
  });
  for (const button of document.querySelectorAll(".try")) {
    button.addEventListener("click", () => send(button.dataset.text));
  }
  showSuggestions();
  showTime();
  setInterval(showTime, 10_000);
}

export function showTelephone(screen) {
  if (screen.number !== chosenNumber()) return;
  byId("device-number").textContent = screen.number;
  byId("device").classList.toggle("off", !screen.on);
  byId("off-note").hidden = screen.on;
  byId("power").dataset.on = String(screen.on);
  byId("power").textContent = screen.on ? "Switch it off" : "Switch it on";
  byId("power-hint").hidden = !screen.on;
  byId("person-hint").hidden = !screen.withPerson;
  const list = byId("bubbles");
  const fresh = shown.number === screen.number ? screen.bubbles.length - shown.count : 0;
  const last = screen.bubbles.findLastIndex((bubble) => bubble.mine);
  let before = null;
  list.replaceChildren(...screen.bubbles.flatMap((bubble, index) => {
    const at = new Date(bubble.at);
    const made = [];
    if (!before || at - before > LONG_PAUSE) made.push(divider(at));
    before = at;
    made.push(draw(bubble, index === last, index >= screen.bubbles.length - fresh));
    return made;
  }));
  shown = { number: screen.number, count: screen.bubbles.length };
  list.scrollTop = list.scrollHeight;
}

function draw(bubble, isLastOfMine, isFresh) {
  const item = document.createElement("li");
  item.className = `bubble ${bubble.mine ? "mine" : "theirs"}${isFresh ? " fresh" : ""}`;
  const text = document.createElement("p");
  text.append(...withLinks(bubble.text));
  item.append(text);
  const notes = [];
  if (bubble.parts > 1) notes.push(`${bubble.parts} parts`);
  if (bubble.mine && (isLastOfMine || bubble.state === "failed")) notes.push(STATES[bubble.state]);
  if (notes.length) {
    const note = document.createElement("small");
    note.textContent = notes.join(" · ");
    note.title = `${bubble.parts} × ${bubble.encoding}`;
    item.append(note);
  }
  return item;
}

// Addresses are marked as telephones mark them. Those of this machine can be opened, such as a
// boarding pass; the others lead nowhere, since the airline is invented.
function withLinks(text) {
  return text.split(/(https?:\/\/[^\s,;]+[^\s,;.])/).map((part, index) => {
    if (index % 2 === 0) return part;
    const here = part.startsWith(`${location.origin}/`);
    const mark = document.createElement(here ? "a" : "u");
    if (here) Object.assign(mark, { href: part, target: "_blank", rel: "noopener" });
    mark.textContent = part;
    return mark;
  });
}

function divider(at) {
  const item = document.createElement("li");
  item.className = "divider";
  const sameDay = at.toDateString() === new Date().toDateString();
  item.textContent = (sameDay ? timeOfDay : dayAndTime).format(at);
  return item;
}

async function send(text) {
  const words = text.trim();
  if (!words) return;
  const accepted = await post("/demo/texts", { number: chosenNumber(), text: words });
  if (accepted && byId("text").value.trim() === words) {
    byId("text").value = "";
    grow();
  }
}

async function post(path, body) {
  const { refusal } = await postJson(path, body);
  refuse(refusal);
  return !refusal;
}

function refuse(words) {
  byId("refusal").textContent = words;
  byId("refusal").hidden = !words;
}

function grow() {
  const area = byId("text");
  area.rows = Math.min(4, Math.max(1, area.value.split("\n").length, Math.ceil(area.value.length / 26)));
}

function showSuggestions() {
  const { language } = document.querySelector("#owners input:checked").dataset;
  for (const list of document.querySelectorAll(".tries")) {
    list.hidden = list.dataset.language !== language;
  }
}

function showTime() {
  byId("device-time").textContent = timeOfDay.format(new Date());
}
