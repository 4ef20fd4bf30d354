// Pictures and files: chosen, dropped or pasted, and put into the answer where the cursor is.
import { insert } from "./knowledge_text.js";
import { tell } from "./toasts.js";

const form = document.getElementById("article-form");
const answer = document.getElementById("answer");
const input = document.getElementById("file");

export async function upload(files) {
  const said = document.getElementById("answer-said");
  const names = [...files].map((file) => file.name).join(", ");
  said.textContent = `Adding ${names}…`;
  const body = new FormData();
  for (const file of files) {
    body.append("files", file);
  }
  try {
    const response = await fetch(`${form.dataset.here}/files`, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRF-Token": form.dataset.csrf },
    });
    const answered = await response.json();
    if (!response.ok) {
      said.textContent = `Not added: ${answered.detail}`;
      return;
    }
    insert(answer, answered.files.map((file) => file.markdown).join("\n\n"));
    said.textContent = `Added ${names}.`;
    window.htmx.ajax("GET", `${form.dataset.here}/files`, { target: "#files", swap: "innerHTML" });
  } catch {
    said.textContent = `Not added: the server cannot be reached. Try again.`;
  }
}

function carries(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

if (form && answer) {
  const box = answer.closest(".answer-box");

  document.querySelector("[data-choose-file]").addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    if (input.files.length) {
      await upload(input.files);
      input.value = "";
    }
  });
  box.addEventListener("dragover", (event) => {
    if (carries(event)) {
      event.preventDefault();
      box.classList.add("dropping");
    }
  });
  box.addEventListener("dragleave", () => box.classList.remove("dropping"));
  box.addEventListener("drop", (event) => {
    box.classList.remove("dropping");
    if (carries(event)) {
      event.preventDefault();
      upload(event.dataTransfer.files);
    }
  });
  document.getElementById("files").addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert], [data-copy]");
    if (!button) {
      return;
    }
    if (button.dataset.insert) {
      insert(answer, button.dataset.insert);
    } else {
      navigator.clipboard
        .writeText(button.dataset.copy)
        .then(() => tell("Copied."))
        .catch(() => tell("The browser does not let a page copy; select the words instead.", { bad: true }));
    }
  });
}
