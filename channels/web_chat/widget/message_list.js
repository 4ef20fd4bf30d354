// The thread: what the server sent, in its order, and after it what is still on its way there.
// Choices that say whether an answer helped are offered more quietly than those that ask back.
const VERDICTS = new Set(["helped", "not_helped"]);

class MessageList {
  #entries = new Map();
  #pending = new Map();
  #views = [];
  #missed = 0;
  #onChoice;

  constructor({ onChoice, onScroll }) {
    this.#onChoice = onChoice;
    this.greeting = element(
      "div",
      { class: "fd-greeting" },
      element("strong", {}, say("greetingTitle")),
      element("p", {}, say("greeting", { company: SITE.company })),
    );
    this.log = element("div", {
      class: "fd-log", part: "log", role: "log", tabindex: "0", "aria-label": say("log"),
      "aria-live": "polite", "aria-busy": "true",
    }, this.greeting);
    this.pill = element(
      "button",
      { class: "fd-pill", type: "button", hidden: true, onclick: () => this.scrollToEnd() },
      icon("down"), say("newMessages"),
    );
    this.log.addEventListener("scroll", () => {
      this.#stuck = this.atEnd;
      if (this.#stuck) this.#showMissed(0);
      onScroll();
    }, { passive: true });
    // Pictures grow after they were put in, and the composer takes room from the messages.
    this.log.addEventListener("load", () => this.#stuck && this.scrollToEnd(), true);
    new ResizeObserver(() => this.#stuck && this.scrollToEnd()).observe(this.log);
  }

  #stuck = true;

  get atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
  }

  get lastPosition() {
    return this.#lastEntry()?.entry.position ?? 0;
  }

  // Entries after a position that the visitor did not write.
  unreadAfter(position) {
    return this.#views.filter(
      ({ entry }) => entry.position > position && entry.author !== "customer",
    ).length;
  }

  // The agent who wrote last in the latest conversation.
  get agentName() {
    const latest = this.#lastEntry()?.entry.reference;
    const written = this.#views.filter(
      ({ entry }) => entry.author === "agent" && entry.reference === latest,
    );
    return written.at(-1)?.entry.author_name ?? null;
  }

  // The first batch of a connection is history: it is not read out.
  settle() {
    this.log.setAttribute("aria-busy", "false");
  }

  addEntry(entry) {
    if (this.#entries.has(entry.id)) return;
    const pending = entry.author === "customer" ? this.#pending.get(entry.external_id) : null;
    if (pending) this.#remove(pending);
    const view = new EntryView(entry);
    this.#entries.set(entry.id, view);
    this.#insert(view);
    if (entry.author === "customer") view.state = "delivered";
    this.#markRead();
    this.#offerChoices();
    this.#follow(entry);
  }

  // A message that the visitor just wrote, or that waits in the outbox since before a reload.
  addPending(message) {
    if (this.#pending.has(message.id) || this.#has(message.id)) return;
    const view = new EntryView({
      position: null, id: message.id, author: "customer", author_name: null,
      at: new Date(message.at).toISOString(), text: message.text, html: null, quick_replies: [],
      attachments: message.files, external_id: message.id, reference: null,
    });
    view.state = "pending";
    this.#pending.set(message.id, view);
    this.#insert(view);
    this.#offerChoices();
    this.scrollToEnd();
  }

  accept(id) {
    const view = this.#pending.get(id);
    if (view) view.state = "accepted";
  }

  fail(message, retry) {
    const view = this.#pending.get(message.id);
    view?.showFailure(message.failed, () => { this.discard(message.id); retry(message); }, () => {
      this.discard(message.id);
      retry(null, message.id);
    });
  }

  discard(id) {
    const view = this.#pending.get(id);
    if (view) this.#remove(view);
  }

  clear() {
    this.#entries.clear();
    this.#pending.clear();
    for (const view of this.#views.splice(0)) view.element.remove();
    this.greeting.hidden = false;
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.#stuck = true;
    this.#showMissed(0);
  }

  #has(externalId) {
    return this.#views.some(({ entry }) => entry.position !== null && entry.external_id === externalId);
  }

  #lastEntry() {
    return this.#views.findLast(({ entry }) => entry.position !== null);
  }

  // By position; what has none yet comes last, in the order it was written.
  #insert(view) {
    const place = view.entry.position ?? Infinity;
    let index = this.#views.length;
    while (index > 0 && (this.#views[index - 1].entry.position ?? Infinity) > place) index -= 1;
    this.#views.splice(index, 0, view);
    const next = this.#views[index + 1];
    this.log.insertBefore(view.element, next?.element ?? null);
    this.#relateAround(index);
    this.greeting.hidden = true;
  }

  #remove(view) {
    const index = this.#views.indexOf(view);
    this.#views.splice(index, 1);
    this.#pending.delete(view.entry.id);
    view.element.remove();
    this.#relateAround(index);
  }

  #relateAround(index) {
    for (const at of [index - 1, index, index + 1]) {
      this.#views[at]?.relate(this.#views[at - 1], this.#views[at + 1]);
    }
  }

  // An answer after a message means that it was read.
  #markRead() {
    let answered = false;
    for (const view of this.#views.toReversed()) {
      if (view.entry.author !== "customer") answered = true;
      else if (view.state === "read") return;
      else if (answered && view.state === "delivered") view.state = "read";
    }
  }

  // Choices belong to the last message, as long as nothing was said after it.
  #offerChoices() {
    this.log.querySelector(".fd-quick-list")?.remove();
    const last = this.#views.at(-1);
    if (!last?.entry.quick_replies.length) return;
    const buttons = last.entry.quick_replies.map(({ label, value }) =>
      element("button", { class: VERDICTS.has(value) ? "fd-quick fd-quiet" : "fd-quick", part: "quick", type: "button", dir: "auto",
        onclick: () => this.#onChoice(label, value) }, label));
    last.element.after(
      element("div", { class: "fd-quick-list", role: "group", "aria-label": say("choices") }, ...buttons),
    );
  }

  #follow(entry) {
    if (this.#stuck || entry.author === "customer") this.scrollToEnd();
    else this.#showMissed(this.#missed + 1);
  }

  #showMissed(count) {
    this.#missed = count;
    this.pill.hidden = count === 0;
  }
}
