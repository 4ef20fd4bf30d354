// The ways customers ask, one field each; the text area that is sent holds all of them.

const area = document.querySelector("textarea[data-list]");

if (area) {
  const list = document.createElement("div");
  const add = document.createElement("button");
  const label = document.querySelector(`label[for="${area.id}"]`);
  const count = document.createElement("span");

  const inputs = () => [...list.querySelectorAll("input")];
  const keep = () => {
    const lines = inputs().map((input) => input.value.trim()).filter(Boolean);
    area.value = lines.join("\n");
    count.textContent = lines.length ? String(lines.length) : "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const makeRow = (words = "", fresh = false) => {
    const row = document.createElement("div");
    row.className = fresh ? "word fresh" : "word";
    const input = document.createElement("input");
    Object.assign(input, { type: "text", value: words, dir: "auto", lang: area.lang, maxLength: 1000 });
    input.autocomplete = "off";
    input.setAttribute("aria-label", "A way customers ask it");
    const remove = document.createElement("button");
    Object.assign(remove, { type: "button", className: "icon-button", title: "Remove" });
    remove.append(document.getElementById("remove-symbol").content.cloneNode(true));
    row.append(input, remove);
    return row;
  };

  const append = (words = "", fresh = false) => {
    const row = makeRow(words, fresh);
    list.append(row);
    return row.querySelector("input");
  };

  const drop = (row) => {
    const beside = row.previousElementSibling ?? row.nextElementSibling;
    row.remove();
    (beside?.querySelector("input") ?? add).focus();
    keep();
  };

  list.className = "word-list";
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", label.firstChild.textContent.trim());
  Object.assign(add, { type: "button", className: "button word-add", textContent: "Add another way" });
  count.className = "word-count";
  label.append(count);
  label.removeAttribute("for");
  area.hidden = true;
  for (const line of area.value.split("\n").filter(Boolean)) {
    append(line);
  }
  if (!list.children.length) {
    append();
  }
  area.before(list, add);
  count.textContent = area.value ? String(inputs().filter((input) => input.value).length) : "";

  add.addEventListener("click", () => append().focus());
  list.addEventListener("input", (event) => {
    event.stopPropagation();
    keep();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) {
      drop(button.closest(".word"));
    }
  });
  list.addEventListener("keydown", (event) => {
    const row = event.target.closest(".word");
    if (event.target.localName !== "input" || event.isComposing) {
      return;
    }
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const fresh = makeRow();
      row.after(fresh);
      fresh.querySelector("input").focus();
    } else if (event.key === "Backspace" && !event.target.value && list.children.length > 1) {
      event.preventDefault();
      drop(row);
    }
  });
  // Several lines that are pasted are several ways.
  list.addEventListener("paste", (event) => {
    const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2) {
      return;
    }
    event.preventDefault();
    let row = event.target.closest(".word");
    const input = row.querySelector("input");
    input.value = input.value ? input.value : lines.shift();
    for (const line of lines) {
      const next = makeRow(line);
      row.after(next);
      row = next;
    }
    row.querySelector("input").focus();
    keep();
  });

  // Suggested ways are added by the button beside them.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-variant]");
    if (!button) {
      return;
    }
    event.preventDefault();
    const words = button.dataset.variant;
    if (!inputs().some((input) => input.value.trim() === words)) {
      const empty = inputs().find((input) => !input.value);
      const input = empty ?? append("", true);
      input.value = words;
      input.closest(".word").classList.add("fresh");
      keep();
    }
    button.disabled = true;
    button.textContent = "Added";
  });
}
