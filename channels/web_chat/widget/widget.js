// Everything put together.
class Widget {
  #memory = new Memory();
  #outbox = new Outbox(this.#memory);
  #withPerson = false;
  #typingName = null;

  constructor() {
    this.list = new MessageList({
      onChoice: (label, value) => { this.#submit(label, [], value); this.composer.focus(); },
      onScroll: () => this.#markSeen(),
    });
    this.connection = new Connection(this.#memory, {
      state: () => this.#showState(),
      reset: () => this.#startOver(),
      frame: (frame) => this.#receive(frame),
    });
    this.composer = new Composer(this.#memory, {
      submit: (text, files) => this.#submit(text, files, null),
      typing: (on) => this.connection.send({ type: "typing", on }),
      token: () => { this.connection.start(); return this.connection.token(); },
    });
    this.panel = new Panel(this.list, this.composer, {
      opened: () => { this.connection.start(); this.#markSeen(); },
      closed: () => this.#showUnread(),
      retry: () => this.connection.hurry(),
      drop: (files) => this.composer.uploads.add(files),
    });
    this.#showOutbox();
    this.#mount();
    this.#listen();
    // Who was here before may have an answer waiting; others cost no socket until they ask.
    if (this.#memory.get("token") || this.#outbox.messages.length) this.connection.start();
    if (OPTIONS.open === "true") this.panel.show();
  }

  #mount() {
    this.host = document.createElement("frontdesk-chat");
    const shadow = this.host.attachShadow({ mode: "open" });
    const styles = new CSSStyleSheet();
    styles.replaceSync(STYLES);
    shadow.adoptedStyleSheets = [styles];
    const accent = accentColour();
    const colours = {
      "--fd-accent": accent,
      "--fd-on-accent": readableOn(accent),
      "--fd-on-light": readableShade(accent, "#f4f5f8", "#000000"),
      "--fd-on-dark": readableShade(accent, "#222732", "#ffffff"),
    };
    for (const [name, colour] of Object.entries(colours)) this.host.style.setProperty(name, colour);
    this.host.lang = LANGUAGE;
    shadow.append(this.panel.panel, this.panel.launcher);
    document.body.append(this.host);
  }

  #listen() {
    document.addEventListener("visibilitychange", () => this.#markSeen());
    window.addEventListener("focus", () => this.#markSeen());
    this.#memory.onChange("seen", () => this.#showUnread());
    setInterval(() => {
      if (this.#outbox.isStuck()) this.connection.restart();
    }, 3_000);
  }

  #submit(text, files, choice) {
    this.connection.start();
    this.list.addPending(this.#outbox.add(text, choice, files));
    this.#flush();
  }

  #flush() {
    this.#outbox.flush((frame) => this.connection.send(frame));
  }

  #receive(frame) {
    switch (frame.type) {
      case "welcome":
        this.#withPerson = frame.with_person;
        this.panel.company.textContent = frame.company;
        this.#showState();
        this.#flush();
        break;
      case "entry": this.#receiveEntry(frame); break;
      case "accepted":
        this.#outbox.accept(frame.id);
        this.list.accept(frame.id);
        this.#flush();
        break;
      case "refused": this.#receiveRefusal(frame); break;
      case "typing": this.#receiveTyping(frame); break;
      case "status":
        this.#withPerson = frame.with_person;
        this.list.settle();
        this.#showState();
        this.#markSeen();
        this.#showUnread();
        break;
    }
  }

  #receiveEntry(frame) {
    if (frame.author === "customer") this.#outbox.accept(frame.external_id);
    else this.panel.showTyping(null);
    this.list.addEntry(frame);
    this.#showState();
    this.#markSeen();
    this.#showUnread();
  }

  #receiveTyping({ author, on, name }) {
    if (author === "agent" && name) this.#typingName = name;
    this.panel.showTyping(on ? name || say(author === "agent" ? "agent" : "bot") : null);
    this.#showState();
  }

  #receiveRefusal(frame) {
    const failed = frame.id && this.#outbox.refuse(frame.id, frame, () => this.#flush());
    if (failed) this.#showFailure(failed);
  }

  #showOutbox() {
    for (const message of this.#outbox.messages) {
      this.list.addPending(message);
      if (message.failed) this.#showFailure(message);
    }
  }

  #showFailure(message) {
    this.list.fail(message, (again, discarded) => {
      this.#outbox.accept(message.id);
      if (!discarded) this.#submit(again.text, again.files, again.choice);
    });
  }

  // The server knows this visitor no more: an empty thread, and what was unsent goes there.
  #startOver() {
    this.list.clear();
    this.#memory.remove("seen");
    this.#showOutbox();
  }

  #showState() {
    if (!this.panel) return;
    const { state } = this.connection;
    if (state !== "online") this.#outbox.reset();
    this.panel.showState(state, this.#stateText(state));
  }

  #stateText(state) {
    if (state === "offline") return say("stateOffline");
    if (state !== "online") return say("stateConnecting");
    if (!this.#withPerson) return say("stateOnline");
    const name = this.list.agentName ?? this.#typingName;
    return name ? say("statePerson", { name }) : say("stateWaiting");
  }

  get #seen() {
    return Number(this.#memory.get("seen") ?? 0);
  }

  #markSeen() {
    if (!this.panel?.isOpen || document.visibilityState !== "visible" || !this.list.atEnd) return;
    const position = this.list.lastPosition;
    if (position <= this.#seen) return;
    if (!this.connection.send({ type: "seen", upto: position })) return;
    this.#memory.set("seen", String(position));
    this.#showUnread();
  }

  #showUnread() {
    this.panel.showUnread(this.panel.isOpen ? 0 : this.list.unreadAfter(this.#seen));
  }
}

function startWidget() {
  // One page may load the script twice; one widget is enough.
  const started = Symbol.for(`frontdesk:${BASE}`);
  if (window[started]) return;
  window[started] = true;
  const widget = new Widget();
  window.FrontdeskChat = {
    open: () => widget.panel.show(),
    close: () => widget.panel.hide(),
  };
}

if (document.body) startWidget();
else document.addEventListener("DOMContentLoaded", startWidget);
