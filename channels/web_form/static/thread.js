// Brings new entries into the page: soon while the customer looks, rarely while they do not.
"use strict";

const SOON = 2500;
const LATE = 30000;

const thread = document.getElementById("thread");
const waiting = document.getElementById("waiting");
const choices = document.getElementById("choices");
const quickReplies = document.getElementById("quick-replies");

let last = Number(thread.dataset.last);
let told = 0; // the position up to which the server knows that the customer saw it
let quiet = 0; // questions in a row that brought nothing
let timer = 0;

function showLocalTimes(root) {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  for (const time of root.querySelectorAll("time")) {
    time.textContent = format.format(new Date(time.dateTime));
  }
}

function show(answer) {
  for (const entry of answer.entries) {
    if (entry.position <= last) continue;
    // The server rendered and cleaned this HTML; it is the same that the page came with.
    thread.insertAdjacentHTML("beforeend", entry.html);
    showLocalTimes(thread.lastElementChild);
    last = entry.position;
  }
  if (answer.entries.length === 0) return;
  waiting.hidden = true;
  quickReplies.innerHTML = answer.quick_replies;
  choices.hidden = quickReplies.childElementCount === 0;
}

async function ask() {
  const seen = document.visibilityState === "visible" && last > told ? last : 0;
  const query = new URLSearchParams({ after: String(last), seen: String(seen) });
  const response = await fetch(`${thread.dataset.url}?${query}`, { cache: "no-store" });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const answer = await response.json();
  told = Math.max(told, seen);
  quiet = answer.entries.length > 0 ? 0 : quiet + 1;
  show(answer);
}

function plan() {
  clearTimeout(timer);
  const hidden = document.visibilityState !== "visible";
  timer = setTimeout(run, hidden ? LATE : Math.min(LATE, SOON * 1.05 ** quiet));
}

async function run() {
  try {
    await ask();
  } catch {
    quiet += 5; // the next attempt comes later, and the page stays as it is
  }
  plan();
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  quiet = 0;
  run();
});
showLocalTimes(document);
run();
