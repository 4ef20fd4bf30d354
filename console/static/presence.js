// Being there: open pages give a sign every half minute and say whether anything was done since.
// The pages of one browser share that, and one that closes tells the others.

const EVERY = 30_000; // milliseconds between two signs
const SOON = 2_000; // the least between two signs of somebody who comes back
const SIGNED = "presence:signed";
const ACTIVE = "presence:active";

const place = document.getElementById("presence");
const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRF-Token"];
const pages = "BroadcastChannel" in window ? new BroadcastChannel("presence") : null;

// Where the browser keeps nothing for pages, each page stands for itself.
const own = new Map();
const read = (name) => {
  try {
    return Number(localStorage.getItem(name) ?? 0);
  } catch {
    return own.get(name) ?? 0;
  }
};
const write = (name, value) => {
  try {
    localStorage.setItem(name, String(value));
  } catch {
    own.set(name, value);
  }
};

async function sign() {
  const before = read(SIGNED);
  write(SIGNED, Date.now());
  const active = read(ACTIVE) >= before ? "1" : "0";
  try {
    await fetch("/console/presence/sign", {
      method: "POST",
      body: new URLSearchParams({ active, csrf: token }),
      redirect: "manual",
      keepalive: true,
    });
  } catch {
    // The next page whose turn it is tries again.
    write(SIGNED, before);
  }
}

const sinceSign = () => {
  const passed = Date.now() - read(SIGNED);
  // A clock that was set back must not silence the pages.
  return passed < 0 ? EVERY : passed;
};

const signInTurn = (least = EVERY - 1_000) => {
  if (sinceSign() >= least) {
    sign();
  }
};

const counts = () => place.querySelector("[data-presence]")?.dataset.presence;

let notedAt = 0;
const note = (event) => {
  const now = Date.now();
  if (!event.isTrusted || now - notedAt < 1_000) {
    return;
  }
  notedAt = now;
  write(ACTIVE, now);
  if (counts() !== "available") {
    signInTurn(SOON);
  }
};

// The seconds of a wrap-up that are left; the server ends it.
let shown = null;
let endsAt = 0;
const countDown = () => {
  const left = place.querySelector("[data-left]");
  if (!left) {
    return;
  }
  if (left !== shown) {
    shown = left;
    endsAt = performance.now() + Number(left.dataset.left) * 1_000;
  }
  const seconds = Math.max(0, Math.round((endsAt - performance.now()) / 1_000));
  left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

if (place) {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    document.addEventListener(kind, note, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", (event) => {
    if (document.visibilityState === "visible") {
      note(event);
      signInTurn(SOON);
    }
  });
  window.addEventListener("pagehide", () => {
    navigator.sendBeacon("/console/presence/closed", new URLSearchParams({ csrf: token }));
    pages?.postMessage("closed");
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      sign();
    }
  });
  // After the server has heard of the page that closed.
  pages?.addEventListener("message", () => setTimeout(sign, 1_000));
  setInterval(signInTurn, EVERY / 6);
  setInterval(countDown, 1_000);
  // The page before this one said that it closed.
  setTimeout(sign, 1_000);
}
