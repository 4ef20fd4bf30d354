// Taking a suggested article into the reply, in place.
import { insertIntoReply } from "./composer.js";
import { tell } from "./toasts.js";

const TAKEN = { answer: "is in your reply. Read it before you send it.", link: "is linked in your reply." };

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-suggestion]");
  const button = event.submitter;
  if (!form || !button?.dataset.words || !document.getElementById("composer")) {
    return;
  }
  event.preventDefault();
  // On narrow pages the articles lie over the conversation.
  if (["#suggestions", "#customer"].includes(window.location.hash)) {
    window.location.hash = "#composer";
  }
  insertIntoReply(button.dataset.words, `${button.value}:${form.dataset.place}`);
  tell(`“${form.dataset.title}” ${TAKEN[button.value]}`);
});
