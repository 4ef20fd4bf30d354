// A screen on the wall that nobody touches: it looks again as something happens, and twice a
// minute anyway; goes on by itself after the network was away; and never passes old for new.

const EVERY = 15_000; // milliseconds between two looks where nothing is heard
const APART = 3_000; // the least between two that something heard asks for
const STALE = 45_000; // what was looked at longer ago is shown as old
const PATIENCE = 10_000; // how long one look may take
const board = document.getElementById("board");
const notice = document.getElementById("wall-stale");
const clock = document.getElementById("wall-clock");
const asOf = document.getElementById("wall-as-of");
const zone = clock.dataset.zone;
const told = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
let lookedAt = Date.now();
let looking = false;
let wanted = null;

async function look() {
  clearTimeout(wanted);
  wanted = null;
  if (looking) {
    return;
  }
  looking = true;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(board.dataset.source, { signal, cache: "no-store", redirect: "manual" });
    if (response.type === "opaqueredirect" || response.status === 401) {
      leave();
    } else if (response.ok) {
      show(await response.text());
    }
  } catch {
    // The notice tells, once what is shown is old.
  } finally {
    looking = false;
    judge();
  }
}

function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").body;
  asOf.textContent = fresh.querySelector("[data-as-of]").dataset.asOf;
  board.replaceChildren(...fresh.childNodes);
  lookedAt = Date.now();
}

function judge() {
  const stale = Date.now() - lookedAt > STALE;
  board.classList.toggle("stale", stale);
  if (stale) {
    tell(`No word from the server since ${told.format(lookedAt)}. Trying again…`);
  } else {
    notice.hidden = true;
  }
}

function leave() {
  lookedAt = Math.min(lookedAt, Date.now() - STALE - 1);
  tell("This screen is logged out. ");
  const link = document.createElement("a");
  link.href = `/console/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = "Log in again";
  notice.append(link);
}

function tell(words) {
  if (!notice.textContent.startsWith(words)) {
    notice.textContent = words;
  }
  notice.hidden = false;
}

function ask() {
  wanted ??= setTimeout(look, Math.max(0, APART - (Date.now() - lookedAt)));
}

// A browser opens a broken stream again by itself, and is then told to look at everything.
const events = new EventSource(board.dataset.events);
for (const name of ["inbox", "complaints", "alerts"]) {
  events.addEventListener(name, ask);
}
setInterval(look, EVERY);
setInterval(judge, 1_000);
setInterval(() => {
  clock.textContent = told.format(Date.now());
}, 1_000);
window.addEventListener("online", look);
