// Buttons that put a sentence on the clipboard.
import { tell } from "./toasts.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-words]");
  if (!button) {
    return;
  }
  const refused = () => tell("The browser does not let a page copy; select the words instead.", { bad: true });
  if (!navigator.clipboard) {
    refused();
    return;
  }
  navigator.clipboard
    .writeText(button.dataset.copyWords)
    .then(() => tell("Copied."))
    .catch(refused);
});
