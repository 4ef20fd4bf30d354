// What survives a reload. Where the browser forbids storage it lasts as long as the page.
class Memory {
  #prefix = `frontdesk:${BASE}:`;
  #fallback = new Map();

  get(key) {
    try {
      return localStorage.getItem(this.#prefix + key);
    } catch {
      return this.#fallback.get(key) ?? null;
    }
  }

  set(key, value) {
    try {
      localStorage.setItem(this.#prefix + key, value);
    } catch {
      this.#fallback.set(key, value);
    }
  }

  remove(key) {
    try {
      localStorage.removeItem(this.#prefix + key);
    } catch {
      this.#fallback.delete(key);
    }
  }

  // All keys that begin so, without the widget's own prefix.
  keys(start) {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.#prefix + start))
        .map((key) => key.slice(this.#prefix.length));
    } catch {
      return [...this.#fallback.keys()].filter((key) => key.startsWith(start));
    }
  }

  // Hear when another tab changes a key.
  onChange(key, listener) {
    window.addEventListener("storage", (event) => {
      if (event.key === this.#prefix + key) listener(this.get(key));
    });
  }
}
