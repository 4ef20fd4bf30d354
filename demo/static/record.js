// The record's cards: changed ones are put in place, what was opened stays open.
const cards = document.getElementById("cards");
const known = new Map();

export function showRecord(latest) {
  const first = known.size === 0;
  const wanted = latest.map(({ reference, html }) => {
    const before = known.get(reference);
    if (before?.html === html) return before.element;
    const element = make(html, first);
    if (before) element.querySelector("details")?.toggleAttribute("open", isOpen(before.element));
    known.set(reference, { html, element });
    return element;
  });
  const references = new Set(latest.map(({ reference }) => reference));
  for (const reference of known.keys()) {
    if (!references.has(reference)) known.delete(reference);
  }
  place(wanted);
}

function make(html, quiet) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const element = template.content.querySelector(".card");
  if (!quiet) element.classList.add("fresh");
  return element;
}

// Moves only what is not in its place, so that focus and scrolling stay.
function place(wanted) {
  for (const child of [...cards.children]) {
    if (!wanted.includes(child)) child.remove();
  }
  wanted.forEach((element, index) => {
    if (cards.children[index] !== element) cards.insertBefore(element, cards.children[index] ?? null);
  });
}

function isOpen(element) {
  return element.querySelector("details")?.open ?? false;
}
