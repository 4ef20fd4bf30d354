// Taking a suggested article into the reply, in place.
import { insertIntoReply } from "./composer.js";

const TAKEN = { answer: "Made from", link: "With a link to" };

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
  const told = `${TAKEN[button.value]} “${form.dataset.title}”. Read it before you send it.`;
  insertIntoReply(button.dataset.words, `${button.value}:${form.dataset.place}`, told);
});
