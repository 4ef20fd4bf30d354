// The window: header, messages, composer; and the round button that opens it.
class Panel {
  #handlers;
  #typingTimer = null;

  // handlers: opened(), closed(), retry(), drop(files)
  constructor(list, composer, handlers) {
    this.#handlers = handlers;
    this.list = list;
    this.composer = composer;
    this.badge = element("span", { class: "fd-badge", hidden: true, "aria-hidden": "true" });
    this.launcher = element(
      "button",
      { class: "fd-launcher", part: "launcher", type: "button", "aria-expanded": "false",
        "aria-controls": "fd-panel", "aria-label": say("launcher"), onclick: () => this.toggle() },
      icon("chat"), icon("down"), this.badge,
    );
    this.company = element("span", { class: "fd-company" }, SITE.company);
    this.stateText = element("span", { class: "fd-state", role: "status" });
    this.close = element(
      "button",
      { class: "fd-close", type: "button", "aria-label": say("close"), title: say("close"),
        onclick: () => this.hide() },
      icon("close"),
    );
    this.banner = element(
      "div",
      { class: "fd-banner", role: "status", hidden: true },
      element("span", {}, say("offline")),
      element("button", { type: "button", onclick: () => handlers.retry() }, say("retryNow")),
    );
    this.typing = element("div", { class: "fd-typing", role: "status", hidden: true });
    this.drop = element("div", { class: "fd-drop", hidden: true }, icon("clip"), say("drop"));
    this.panel = element(
      "section",
      { class: "fd-panel", part: "panel", id: "fd-panel", role: "dialog", hidden: true,
        "aria-label": say("title", { company: SITE.company }) },
      element(
        "header",
        { class: "fd-header" },
        element("div", { class: "fd-mark", "aria-hidden": "true" }, initials(SITE.company)),
        element("div", { class: "fd-title" }, this.company, this.stateText),
        this.close,
      ),
      this.banner,
      element("div", { class: "fd-thread" }, list.log, list.pill),
      this.typing, composer.element, this.drop,
    );
    this.#listen();
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  show() {
    if (this.isOpen) return;
    this.panel.hidden = false;
    this.panel.setAttribute("aria-modal", String(this.#coversPage()));
    this.launcher.setAttribute("aria-expanded", "true");
    this.composer.measure();
    this.list.scrollToEnd();
    this.composer.focus();
    this.#handlers.opened();
  }

  hide() {
    if (!this.isOpen) return;
    this.panel.hidden = true;
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.focus();
    this.#handlers.closed();
  }

  toggle() {
    if (this.isOpen) this.hide();
    else this.show();
  }

  showState(state, text) {
    this.panel.dataset.state = state;
    if (this.stateText.textContent !== text) this.stateText.textContent = text;
    this.banner.hidden = state !== "offline";
  }

  showUnread(count) {
    this.badge.hidden = count === 0;
    this.badge.textContent = count > 99 ? "99+" : String(count);
    this.launcher.setAttribute(
      "aria-label", count ? say("launcherUnread", { count }) : say("launcher"),
    );
  }

  // A name that types, or null. Word that it ended may get lost, so that it ends by itself too.
  showTyping(name) {
    clearTimeout(this.#typingTimer);
    this.typing.hidden = name === null;
    if (name === null) return;
    const dots = element("span", { class: "fd-dots", "aria-hidden": "true" },
      element("i"), element("i"), element("i"));
    this.typing.replaceChildren(dots, element("span", {}, say("typing", { name })));
    this.#typingTimer = setTimeout(() => this.showTyping(null), 10_000);
  }

  #coversPage() {
    return matchMedia("(max-width: 479.98px)").matches;
  }

  #listen() {
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.hide();
      if (event.key === "Tab" && this.#coversPage()) this.#keepFocus(event);
    });
    // The page's own shortcuts must not hear what is typed here.
    for (const type of ["keydown", "keypress", "keyup"]) {
      this.panel.addEventListener(type, (event) => event.stopPropagation());
    }
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    this.panel.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.drop.hidden = false;
    });
    this.panel.addEventListener("dragleave", (event) => {
      if (!this.panel.contains(event.relatedTarget)) this.drop.hidden = true;
    });
    this.panel.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.drop.hidden = true;
      this.#handlers.drop([...event.dataTransfer.files]);
    });
    // A telephone's keyboard covers the page without making it smaller.
    window.visualViewport?.addEventListener("resize", () => {
      this.panel.style.setProperty("--fd-height", `${window.visualViewport.height}px`);
    });
  }

  // Where the window covers the page, Tab stays in it.
  #keepFocus(event) {
    const focusable = [...this.panel.querySelectorAll("button, textarea, a[href], [tabindex='0']")]
      .filter((item) => !item.disabled && item.offsetParent !== null);
    const first = focusable[0];
    const last = focusable.at(-1);
    const active = this.panel.getRootNode().activeElement;
    if (event.shiftKey && active === first) { event.preventDefault(); last.focus(); }
    if (!event.shiftKey && active === last) { event.preventDefault(); first.focus(); }
  }
}
