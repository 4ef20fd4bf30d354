// Saving in place, by the button or Ctrl+S; whoever leaves with unsaved words is asked first.
import { tell } from "./toasts.js";

const form = document.getElementById("article-form");

if (form) {
  const note = document.getElementById("unsaved");
  const state = document.getElementById("article-state");
  const save = document.getElementById("save");
  // What is chosen to be uploaded is no part of the article's words.
  const describe = () => {
    const data = new FormData(form);
    for (const name of ["files", "csrf", "revision", "base_version"]) {
      data.delete(name);
    }
    return new URLSearchParams(data).toString();
  };
  let kept = form.hasAttribute("data-unsaved") ? null : describe();
  let leaving = false;

  const dirty = () => describe() !== kept;
  const show = () => {
    note.textContent = dirty() ? "Not saved" : "";
  };

  // Everything else (errors, somebody else's changes) is a page of the server's.
  const submit = () => {
    leaving = true;
    form.submit();
  };

  const send = () =>
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json", "X-CSRF-Token": form.dataset.csrf },
    });

  // Who was logged out may log in again in another window; this page then takes its new token.
  const renewToken = async () => {
    const page = await (await fetch(location.pathname)).text();
    const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("article-form");
    if (!fresh) {
      return false;
    }
    form.dataset.csrf = fresh.dataset.csrf;
    for (const field of document.querySelectorAll('input[name="csrf"]')) {
      field.value = fresh.dataset.csrf;
    }
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRF-Token": fresh.dataset.csrf }));
    return true;
  };

  const keep = async () => {
    const sent = describe();
    note.textContent = "Saving…";
    let response;
    try {
      response = await send();
      if (response.status === 403 && (await renewToken())) {
        response = await send();
      }
    } catch {
      show();
      tell("The server cannot be reached. What you wrote is still here; try again.", { bad: true });
      return;
    }
    if (response.redirected || response.status === 403) {
      show();
      tell("You were logged out. Log in in another window, then save here again.", { bad: true });
      return;
    }
    if (!response.ok) {
      submit();
      return;
    }
    const { revision, said } = await response.json();
    if (said === "merged") {
      leaving = true;
      location.search = "?said=merged";
      return;
    }
    form.elements.revision.value = revision;
    form.elements.base_version.value = "";
    kept = sent;
    form.removeAttribute("data-unsaved");
    show();
    document.dispatchEvent(new CustomEvent("article-saved"));
    tell("Saved.");
    window.htmx.ajax("GET", state.dataset.state, { target: "#article-state", swap: "innerHTML" });
  };

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.getAttribute("formtarget") || button?.name === "then") {
      leaving = !button.getAttribute("formtarget");
      return;
    }
    event.preventDefault();
    keep();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "s" && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      keep();
    }
  });
  const title = document.getElementById("title");
  title.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      document.getElementById("answer").focus();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && dirty()) {
      event.preventDefault();
    }
  });
  // A page that comes back from the browser's memory is being written on again.
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  save?.removeAttribute("disabled");
  show();
}
