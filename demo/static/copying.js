// One click copies a log-in; where the browser does not let us, the words are selected instead.
export function startCopying() {
  for (const button of document.querySelectorAll(".copy")) {
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const label = button.querySelector(".copied");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = "Copied";
    document.getElementById("said").textContent = `${button.dataset.copy} copied`;
  } catch {
    getSelection().selectAllChildren(button.querySelector("code"));
    label.textContent = "Selected";
  }
  button.classList.add("done");
  setTimeout(() => {
    label.textContent = "Copy";
    button.classList.remove("done");
  }, 1800);
}
