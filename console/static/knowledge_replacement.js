// Choosing the article that a retired one's readers are led to.

document.getElementById("replacement-found")?.addEventListener("click", (event) => {
  const found = event.target.closest("[data-pick]");
  if (found) {
    const field = document.getElementById("redirect_to");
    field.value = found.dataset.pick;
    field.focus();
    document.getElementById("replacement-found").replaceChildren();
  }
});

document.getElementById("find-form")?.addEventListener("submit", (event) => event.preventDefault());
