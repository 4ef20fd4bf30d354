// Short words about what was done, or what went wrong.
import { tellBeside } from "./field_errors.js";

const place = document.getElementById("tell");

export function tell(words, { bad = false } = {}) {
  const toast = document.createElement("p");
  toast.className = bad ? "toast bad" : "toast";
  toast.textContent = words;
  place.append(toast);
  setTimeout(() => toast.remove(), bad ? 9000 : 4000);
}

document.body.addEventListener("tell", (event) => tell(event.detail.value));

document.body.addEventListener("htmx:responseError", (event) => {
  let words = "The server refused that without saying why.";
  try {
    const problem = JSON.parse(event.detail.xhr.responseText);
    if (tellBeside(event.detail.elt, problem)) {
      return;
    }
    words = problem.detail ?? words;
  } catch {
    // The words above stand.
  }
  tell(words, { bad: true });
});

document.body.addEventListener("htmx:sendError", (event) => {
  // Pages look again by themselves and need not complain about every time.
  if (event.detail.requestConfig?.verb === "post") {
    tell("The server cannot be reached. What you wrote is still here; try again.", { bad: true });
  }
});
