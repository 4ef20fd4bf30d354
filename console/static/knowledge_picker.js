// Linking to another article by its title.
import { insert, selected } from "./knowledge_text.js";

const answer = document.getElementById("answer");
const picker = document.getElementById("picker");
const query = document.getElementById("picker-q");

function open() {
  query.value = selected(answer).trim();
  picker.showModal();
  query.dispatchEvent(new CustomEvent("picker-opened"));
}

if (answer && picker) {
  document.querySelector("[data-open-picker]").addEventListener("click", open);
  answer.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  query.addEventListener("keydown", (event) => {
    const first = picker.querySelector("[data-pick]");
    if ((event.key === "Enter" || event.key === "ArrowDown") && first) {
      event.preventDefault();
      event.key === "Enter" ? first.click() : first.focus();
    }
  });
  picker.addEventListener("click", (event) => {
    const found = event.target.closest("[data-pick]");
    if (found) {
      picker.close();
      const words = selected(answer) || found.dataset.title;
      insert(answer, `[${words}](article:${encodeURIComponent(found.dataset.pick)})`);
    }
  });
}
