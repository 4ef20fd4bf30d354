// What looks again by itself says in its place that it could not, rather than in a toast each time.

const words = {
  preview: "The preview cannot be made of this yet.",
  tried: "It could not be tried just now. Ask again.",
  suggestions: "Nothing to suggest right now.",
  conflicts: "It could not be compared with the other articles. You can publish it nevertheless.",
};

for (const element of document.querySelectorAll("[data-quiet]")) {
  const target = element.hasAttribute("hx-target")
    ? document.querySelector(element.getAttribute("hx-target"))
    : element;
  const say = (event) => {
    event.stopPropagation();
    if (event.detail.elt !== element) {
      return;
    }
    const note = document.createElement("p");
    note.className = "quiet-words";
    note.textContent = words[element.dataset.quiet];
    target.replaceChildren(note);
  };
  element.addEventListener("htmx:responseError", say);
  element.addEventListener("htmx:sendError", say);
}
