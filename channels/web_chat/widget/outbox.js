// Messages on their way. Each is kept until the server has committed it, one key a message so that
// several tabs cannot overwrite each other; the same id sent twice is one message to the server.
class Outbox {
  #memory;
  #messages = new Map();
  #inFlight = new Map();
  #timer = null;

  constructor(memory) {
    this.#memory = memory;
    for (const key of memory.keys("out:")) {
      try {
        const message = JSON.parse(memory.get(key));
        this.#messages.set(message.id, message);
      } catch {
        memory.remove(key);
      }
    }
  }

  get messages() {
    return [...this.#messages.values()].sort((one, other) => one.at - other.at);
  }

  add(text, choice, files) {
    const message = { id: newId(), text, choice, files, at: Date.now(), failed: null };
    this.#keep(message);
    return message;
  }

  // Send what is not under way yet, a few at a time: the server limits how fast we may go.
  flush(send) {
    for (const message of this.messages) {
      if (this.#inFlight.size >= 8) return;
      if (message.failed || this.#inFlight.has(message.id)) continue;
      const frame = { type: "message", id: message.id, text: message.text };
      if (message.choice) frame.choice = message.choice;
      if (message.files.length) frame.files = message.files.map((file) => file.id);
      if (!send(frame)) return;
      this.#inFlight.set(message.id, Date.now());
    }
  }

  // Whether a message has waited longer for its acceptance than a live connection takes.
  isStuck() {
    return [...this.#inFlight.values()].some((since) => Date.now() - since > 12_000);
  }

  // A connection ended: nobody knows whether what was under way arrived, so it goes out again.
  reset() {
    this.#inFlight.clear();
    clearTimeout(this.#timer);
  }

  accept(id) {
    this.#inFlight.delete(id);
    this.#messages.delete(id);
    this.#memory.remove(`out:${id}`);
  }

  // Refused for now: try again later. Refused for good: keep it for the visitor to decide.
  refuse(id, { code, retry_after: retryAfter }, flushAgain) {
    const message = this.#messages.get(id);
    if (!message) return null;
    if (retryAfter) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#inFlight.clear();
        flushAgain();
      }, retryAfter * 1000);
      return null;
    }
    this.#inFlight.delete(id);
    this.#keep({ ...message, failed: code });
    return this.#messages.get(id);
  }

  #keep(message) {
    this.#messages.set(message.id, message);
    this.#memory.set(`out:${message.id}`, JSON.stringify(message));
  }
}

// randomUUID exists on secure pages alone; getRandomValues everywhere.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
