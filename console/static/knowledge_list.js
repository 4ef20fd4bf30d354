// The list of articles: a new one's title is at hand as soon as its menu opens.

const menu = document.getElementById("menu-new");

menu?.addEventListener("toggle", () => {
  if (menu.open) {
    document.getElementById("new-title").focus();
  }
});
