// Keys for those who live in the console. None works while something is being written.

const rows = () => [...document.querySelectorAll(".row-link")];

function step(by) {
  const all = rows();
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by));
  all[next]?.focus();
  all[next]?.closest(".row").scrollIntoView({ block: "nearest" });
}

function goBack() {
  document.querySelector("[data-back]")?.click();
}

function write(kind) {
  document.querySelector(`#composer input[value="${kind}"]`)?.click();
  document.getElementById("text")?.focus();
}

function openMenu(id) {
  const menu = document.getElementById(id);
  if (menu) {
    menu.open = true;
    menu.querySelector(".menu-body button")?.focus();
  }
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => document.getElementById("q")?.select(),
  r: () => write("reply"),
  n: () => write("note"),
  s: () => openMenu("menu-snooze"),
  t: () => document.getElementById("act-take")?.click(),
  u: goBack,
  "?": () => document.getElementById("keys").showModal(),
};

function writing(target) {
  return target.closest("input:not([type=radio]), textarea, select, dialog[open]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
    return;
  }
  if (event.key === "Escape" && event.target.id === "q") {
    event.target.blur();
  }
  if (writing(event.target) || !Object.hasOwn(keys, event.key)) {
    return;
  }
  event.preventDefault();
  keys[event.key]();
});

// The list one came from, with its view, its search and its place.
for (const link of document.querySelectorAll("[data-back]")) {
  const list = sessionStorage.getItem("list");
  if (list?.startsWith("/console/?")) {
    link.href = list;
  }
}
if (document.getElementById("work")) {
  sessionStorage.setItem("list", `/console/?${location.search.slice(1)}`);
}
