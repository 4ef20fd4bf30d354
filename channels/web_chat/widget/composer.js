// Where the visitor writes.
const TYPING_EVERY_MS = 3_000;
const TYPING_ENDS_MS = 4_000;

class Composer {
  #handlers;
  #memory;
  #typingSince = 0;
  #typingTimer = null;

  // handlers: submit(text, files), typing(on), token() -> Promise
  constructor(memory, handlers) {
    this.#memory = memory;
    this.#handlers = handlers;
    this.uploads = new Uploads(handlers.token, () => this.#update());
    this.input = element("textarea", {
      class: "fd-input", part: "input", rows: "1", maxlength: String(SITE.maxText),
      placeholder: say("placeholder"), "aria-label": say("input"), dir: "auto",
      enterkeyhint: "send", autocomplete: "off",
    });
    this.input.value = memory.get("draft") ?? "";
    this.send = element(
      "button",
      { class: "fd-send", part: "send", type: "submit", "aria-label": say("send"), title: say("send") },
      icon("send"),
    );
    this.picker = element("input", {
      type: "file", multiple: true, hidden: true, tabindex: "-1", class: "fd-picker",
      accept: SITE.extensions.map((extension) => `.${extension}`).join(","),
    });
    const attach = element(
      "button",
      { class: "fd-attach", type: "button", "aria-label": say("attach"), title: say("attach"),
        onclick: () => this.picker.click() },
      icon("clip"),
    );
    this.left = element("div", { class: "fd-left", role: "status" });
    this.element = element(
      "form",
      { class: "fd-composer", part: "composer", novalidate: true },
      this.uploads.notice, this.uploads.list,
      element("div", { class: "fd-row" }, attach, this.picker, this.input, this.send),
      this.left,
    );
    this.#listen();
    this.#update();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  #listen() {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.input.addEventListener("input", () => {
      this.#memory.set("draft", this.input.value);
      this.#update();
      this.#tellTyping();
    });
    this.input.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.uploads.add(files);
    });
    this.picker.addEventListener("change", () => {
      this.uploads.add([...this.picker.files]);
      this.picker.value = "";
      this.focus();
    });
  }

  #submit() {
    const text = this.input.value.trim();
    if (this.send.disabled) return;
    this.#handlers.submit(text, this.uploads.take());
    this.input.value = "";
    this.#memory.remove("draft");
    this.#endTyping();
    this.#update();
    // The button is disabled now and would take the focus with it.
    this.focus();
  }

  #update() {
    const empty = !this.input.value.trim() && !this.uploads.ready.length;
    this.send.disabled = empty || this.uploads.busy;
    const left = SITE.maxText - this.input.value.length;
    this.left.textContent = left < 300 ? say("left", { count: left }) : "";
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }

  // Call when the input becomes visible: only then can it be measured.
  measure() {
    this.#update();
  }

  #tellTyping() {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#endTyping(), TYPING_ENDS_MS);
    if (Date.now() - this.#typingSince < TYPING_EVERY_MS) return;
    this.#typingSince = Date.now();
    this.#handlers.typing(true);
  }

  #endTyping() {
    clearTimeout(this.#typingTimer);
    if (this.#typingSince) this.#handlers.typing(false);
    this.#typingSince = 0;
  }
}
