// Writing: reply or note, a draft that survives everything, and a sign that somebody types.

const form = document.getElementById("composer");

// Puts words into the reply where the cursor is, as paragraphs of their own, and keeps the name of
// what they are from. Set below, where there is a composer.
export let insertIntoReply = () => {};
const SAY_AGAIN = 4000; // milliseconds; the customer's page forgets the sign after a little more

if (form) {
  const text = form.elements.text;
  const drafts = Object.fromEntries(
    ["reply", "note"].map((kind) => [kind, `draft:${form.dataset.reference}:${kind}`]),
  );
  const kind = () => form.elements.kind.value;
  let last = kind();
  let saidAt = 0;

  const keep = (which = kind()) => {
    if (text.value) {
      sessionStorage.setItem(drafts[which], text.value);
    } else {
      sessionStorage.removeItem(drafts[which]);
    }
  };

  // What is written has a name of its own until it was taken, so that trying again after a lost
  // answer does not say it twice. Other words get another name.
  const describe = () => {
    const beside = ["cc", "bcc"].map((field) => form.elements[field]?.value ?? "");
    const files = [...(form.elements.files?.files ?? [])].map((file) => `${file.name}:${file.size}`);
    const all = [text.value, ...beside, ...files];
    return kind() === "reply" && all.slice(1).some(Boolean) ? all.join("\n") : text.value;
  };
  const names = (which) => `${drafts[which]}:name`;
  const nameWords = () => {
    const [words, name] = JSON.parse(sessionStorage.getItem(names(kind())) ?? "[]");
    const written = describe();
    const same = words === written && name;
    form.elements.key.value = same ? name : `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
    sessionStorage.setItem(names(kind()), JSON.stringify([written, form.elements.key.value]));
  };

  const choose = () => {
    const now = kind();
    const address = `${form.dataset.here}/${now}`;
    form.setAttribute("action", address);
    form.setAttribute("hx-post", address);
    // htmx keeps what it once read of an element; it has to look again.
    window.htmx.process(form);
    const capital = now === "reply" ? "Reply" : "Note";
    text.placeholder = text.dataset[`placeholder${capital}`];
    const hint = form.querySelector(".composer-hint");
    hint.textContent = hint.dataset[`hint${capital}`];
    const send = form.querySelector(".send");
    send.querySelector("span").textContent = send.dataset[`words${capital}`];
    text.value = sessionStorage.getItem(drafts[now]) ?? "";
  };

  const announce = (on) => {
    if (on ? kind() !== "reply" || Date.now() - saidAt < SAY_AGAIN : !saidAt) {
      return;
    }
    saidAt = on ? Date.now() : 0;
    const token = form.elements.csrf.value;
    fetch(`${form.dataset.here}/typing`, {
      method: "POST",
      body: new URLSearchParams({ on: on ? "1" : "0", csrf: token }),
      keepalive: true,
    }).catch(() => {});
  };

  for (const radio of form.elements.kind) {
    radio.addEventListener("change", () => {
      keep(last);
      last = kind();
      choose();
      announce(false);
      text.focus();
    });
  }

  // What the reply was made from is kept beside its draft, and gone with its last word.
  const usedKey = `${drafts.reply}:articles`;
  const keepUsed = (lines, told = "") => {
    form.elements.articles.value = lines.join("\n");
    sessionStorage.setItem(usedKey, form.elements.articles.value);
    form.querySelector(".composer-used").textContent = told;
  };
  const listUsed = () => form.elements.articles.value.split("\n").filter(Boolean);

  insertIntoReply = (words, used, told) => {
    if (kind() !== "reply") {
      form.querySelector('[name="kind"][value="reply"]').click();
    }
    const { selectionStart: start, selectionEnd: end, value } = text;
    const before = value.slice(0, start).trimEnd();
    const after = value.slice(end).trimStart();
    const first = [before, words].filter(Boolean).join("\n\n");
    text.setRangeText([first, after].filter(Boolean).join("\n\n"), 0, value.length);
    text.setSelectionRange(first.length, first.length);
    keepUsed([...new Set([...listUsed(), used])], told);
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  };

  text.addEventListener("input", () => {
    keep();
    if (kind() === "reply" && !text.value.trim()) {
      keepUsed([]);
    }
    announce(text.value.trim() !== "");
  });
  text.addEventListener("blur", () => announce(false));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".send"));
    }
  });

  // While capturing, so that the name is there before htmx reads the form.
  form.addEventListener("submit", nameWords, { capture: true });

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form || !event.detail.successful) {
      return;
    }
    sessionStorage.removeItem(names(kind()));
    // What was typed while it was on its way stays.
    const sent = event.detail.requestConfig.parameters.text ?? "";
    if (event.detail.requestConfig.path.endsWith("/reply")) {
      keepUsed([]);
      if (form.elements.files) {
        form.elements.files.value = "";
      }
    }
    if (form.elements.bcc) {
      form.elements.bcc.value = "";
    }
    text.value = text.value.startsWith(sent) ? text.value.slice(sent.length).trimStart() : text.value;
    keep();
    announce(false);
    text.focus();
  });

  // A page can be asked for with words in it already; they go behind what was being written.
  const asked = text.defaultValue && [text.defaultValue, ...listUsed()];
  form.elements.articles.value = sessionStorage.getItem(usedKey) ?? "";
  text.value = sessionStorage.getItem(drafts[kind()]) ?? "";
  if (asked) {
    const [words, used] = asked;
    if (!text.value.includes(words)) {
      text.setSelectionRange(text.value.length, text.value.length);
      insertIntoReply(words, used);
    }
    history.replaceState(null, "", window.location.pathname);
  }
}
