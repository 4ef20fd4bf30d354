// The socket: says hello, comes back after every loss, and goes on where it was.
const HANDSHAKE_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;

class Connection {
  #memory;
  #handlers;
  #socket = null;
  #timer = null;
  #failures = 0;
  #acked = 0;
  #ackTimer = null;
  #waiting = [];
  #visitor = null;
  state = "idle";
  cursor = 0;

  // handlers: state(name), reset(), frame(frame)
  constructor(memory, handlers) {
    this.#memory = memory;
    this.#handlers = handlers;
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.hurry();
    });
    // Another tab became the visitor first: be the same one.
    memory.onChange("token", (token) => {
      if (token && this.state === "online" && this.#visitorOf(token) !== this.#visitor) this.restart();
    });
  }

  start() {
    if (this.state === "idle") this.#open();
  }

  // Do not wait any longer for the next try.
  hurry() {
    if (this.state === "offline") this.#open();
  }

  restart() {
    this.#drop();
    this.#open();
  }

  // False where the frame could not be sent.
  send(frame) {
    if (this.state !== "online") return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  // The visitor's token as soon as there is one.
  token() {
    if (this.state === "online") return Promise.resolve(this.#memory.get("token"));
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #open() {
    clearTimeout(this.#timer);
    this.#become("connecting");
    try {
      this.#socket = new WebSocket(`${BASE.replace(/^http/, "ws")}/ws`);
    } catch {
      this.#lose(null);
      return;
    }
    const socket = this.#socket;
    const mine = (listener) => (event) => {
      if (socket === this.#socket) listener(event);
    };
    socket.onopen = mine(() => this.#hello());
    socket.onmessage = mine((event) => this.#receive(JSON.parse(event.data)));
    socket.onclose = mine((event) => this.#lose(event));
    this.#timer = setTimeout(mine(() => this.#lose(null)), HANDSHAKE_MS);
  }

  #hello() {
    const token = this.#memory.get("token");
    const frame = { type: "hello", token, after: token ? this.cursor : 0, language: SPOKEN };
    this.#socket.send(JSON.stringify(frame));
  }

  #receive(frame) {
    if (frame.type === "welcome") this.#welcome(frame);
    if (frame.type === "entry") this.#count(frame.position);
    this.#handlers.frame(frame);
  }

  #welcome(frame) {
    clearTimeout(this.#timer);
    this.#failures = 0;
    if (this.#visitor !== null && this.#visitor !== frame.visitor) this.#handlers.reset();
    this.#visitor = frame.visitor;
    this.cursor = frame.position;
    this.#acked = frame.position;
    this.#memory.set("token", frame.token);
    this.#become("online");
    for (const resolve of this.#waiting.splice(0)) resolve(frame.token);
  }

  #visitorOf(token) {
    return token.slice(0, token.lastIndexOf(".", token.lastIndexOf(".") - 1));
  }

  #count(position) {
    this.cursor = Math.max(this.cursor, position);
    clearTimeout(this.#ackTimer);
    this.#ackTimer = setTimeout(() => {
      if (this.cursor <= this.#acked) return;
      if (this.send({ type: "ack", upto: this.cursor })) this.#acked = this.cursor;
    }, 250);
  }

  #lose(event) {
    const code = event?.code;
    this.#drop();
    this.#become("offline");
    // 1013: this visitor has too many tabs open. Otherwise wait longer each time, and not all
    // pages of a site at the same moment.
    const longest = code === 1013 ? LONGEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#open(), longest * (0.5 + Math.random() / 2));
  }

  #drop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#ackTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #become(state) {
    this.state = state;
    this.#handlers.state(state);
  }
}
