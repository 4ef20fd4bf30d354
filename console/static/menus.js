// Menus close when something else is wanted; on narrow pages the sidebar folds away.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) {
    event.target.closest?.("details.menu")?.removeAttribute("open");
  }
});

for (const button of document.querySelectorAll("[data-toggle]")) {
  const body = document.getElementById(button.dataset.toggle);
  const narrow = window.matchMedia("(max-width: 799px)");
  const fold = (closed) => {
    body.toggleAttribute("data-closed", closed);
    button.setAttribute("aria-expanded", String(!closed));
  };
  fold(narrow.matches);
  narrow.addEventListener("change", () => fold(narrow.matches));
  button.addEventListener("click", () => fold(!body.hasAttribute("data-closed")));
}

for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.open).showModal());
}
