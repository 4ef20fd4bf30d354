// Files on their way to the server, shown as chips above the input.
const UPLOAD_TRIES = 5;
const UPLOAD_LONGEST_WAIT_S = 30;

class Uploads {
  #token;
  #onChange;
  #files = new Map();
  #queue = Promise.resolve();

  // token: returns a promise of the visitor's token.
  constructor(token, onChange) {
    this.#token = token;
    this.#onChange = onChange;
    this.notice = element("div", { class: "fd-notice", role: "alert", hidden: true });
    this.list = element("div", { class: "fd-chips" });
  }

  get ready() {
    return [...this.#files.values()].filter((entry) => entry.file).map((entry) => entry.file);
  }

  get busy() {
    return [...this.#files.values()].some((entry) => !entry.file);
  }

  add(files) {
    this.#tell("");
    for (const file of files) {
      const fault = this.#faultOf(file);
      if (fault) this.#tell(fault);
      else this.#start(file);
    }
  }

  // Hand over what was uploaded, and forget it here.
  take() {
    const files = this.ready;
    this.#files.clear();
    this.list.replaceChildren();
    this.#tell("");
    return files;
  }

  #faultOf(file) {
    const name = file.name;
    const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
    if (!SITE.extensions.includes(extension)) return say("errorKind", { name });
    if (file.size > SITE.maxFileBytes) {
      return say("errorLarge", { name, size: SITE.maxFileBytes / 1024 / 1024 });
    }
    return this.#files.size >= SITE.maxFiles ? say("errorMany", { count: SITE.maxFiles }) : null;
  }

  async #start(file) {
    const key = newId();
    const remove = element(
      "button",
      { type: "button", "aria-label": say("remove", { name: file.name }), onclick: () => this.#remove(key) },
      icon("close"),
    );
    const chip = element("div", { class: "fd-chip", "data-busy": true }, icon("file"),
      element("span", {}, file.name), remove);
    this.#files.set(key, { chip, file: null });
    this.list.append(chip);
    this.#onChange();
    try {
      const sent = await this.#enqueue(file, key);
      if (!this.#files.has(key)) return;
      this.#files.get(key).file = sent;
      chip.removeAttribute("data-busy");
      this.#onChange();
    } catch {
      this.#remove(key);
      this.#tell(say("errorUpload", { name: file.name }));
    }
  }

  // One after the other: the line is the same, and the server reads few from one network at once.
  #enqueue(file, key) {
    const sent = this.#queue.then(() => this.#files.has(key) ? this.#sendPatiently(file, key) : null);
    this.#queue = sent.catch(() => {});
    return sent;
  }

  // Refused for now: the server says when to try again.
  async #sendPatiently(file, key) {
    for (let tries = 1; ; tries += 1) {
      const response = await this.#send(file);
      if (response.ok) return response.json();
      const wait = [429, 503].includes(response.status) && (await response.json()).retry_after;
      const again = wait && wait <= UPLOAD_LONGEST_WAIT_S && tries < UPLOAD_TRIES;
      if (!again) throw new Error(`the server answered ${response.status}`);
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
      if (!this.#files.has(key)) return null;
    }
  }

  async #send(file) {
    return fetch(`${BASE}/files`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${await this.#token()}`,
        "Content-Type": "application/octet-stream",
        "X-Filename": encodeURIComponent(file.name),
      },
      body: file,
    });
  }

  #remove(key) {
    this.#files.get(key)?.chip.remove();
    this.#files.delete(key);
    this.#onChange();
  }

  #tell(text) {
    this.notice.textContent = text;
    this.notice.hidden = !text;
  }
}
