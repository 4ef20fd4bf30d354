// One message as elements.
const TICKS = { pending: "clock", accepted: "check", delivered: "checks", read: "checks", failed: "alert" };

const timeFormat = new Intl.DateTimeFormat(TIME_LOCALE, { hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(TIME_LOCALE, { weekday: "long", day: "numeric", month: "long" });

function dayName(at) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((midnight(new Date()) - midnight(at)) / 86_400_000);
  if (days <= 0) return say("today");
  return days === 1 ? say("yesterday") : dayFormat.format(at);
}

function authorName(entry) {
  if (entry.author === "customer") return say("you");
  return entry.author_name || say(entry.author === "agent" ? "agent" : "bot");
}

function sizeText(bytes) {
  if (bytes === null || bytes === undefined) return "";
  const kilobytes = bytes / 1024;
  const format = (value, digits) => value.toLocaleString(TIME_LOCALE, { maximumFractionDigits: digits });
  return kilobytes < 1000 ? `${format(Math.max(1, kilobytes), 0)} KB` : `${format(kilobytes / 1024, 1)} MB`;
}

function attachmentView(file) {
  const label = [element("span", { class: "fd-file-name" }, file.filename), element("small", {}, sizeText(file.size))];
  if (!file.url) {
    return element("span", { class: "fd-file", title: say("unavailable") }, icon("file"), element("span", {}, ...label));
  }
  const address = fileAddress(file.url);
  const attributes = { href: address, target: "_blank", rel: "noopener noreferrer" };
  if (!/^image\/(png|jpeg|gif|webp)$/.test(file.media_type)) {
    attributes["aria-label"] = say("download", { name: file.filename });
    return element("a", { class: "fd-file", ...attributes }, icon("file"), element("span", {}, ...label));
  }
  const picture = element("img", { src: address, alt: file.filename, loading: "lazy" });
  const view = element("a", { class: "fd-picture", ...attributes }, picture);
  // A page whose policy forbids our images still gets the link.
  picture.addEventListener("error", () => {
    view.className = "fd-file";
    view.replaceChildren(icon("file"), element("span", {}, ...label));
  });
  return view;
}

function initials(name) {
  return name.split(/\s+/).map((word) => [...word][0] ?? "").slice(0, 2).join("").toUpperCase();
}

class EntryView {
  constructor(entry) {
    this.entry = entry;
    this.at = new Date(entry.at);
    const body = entry.html ? sanitise(entry.html) : linkify(entry.text);
    const bubble = element("div", { class: entry.html ? "fd-bubble fd-rich" : "fd-bubble", dir: "auto" }, ...body);
    this.tick = element("span", { class: "fd-tick" });
    this.foot = element(
      "div",
      { class: "fd-foot" },
      element("time", { datetime: this.at.toISOString() }, timeFormat.format(this.at)),
      this.tick,
    );
    this.element = element(
      "div",
      { class: "fd-entry", part: "entry", "data-author": entry.author },
      entry.author === "customer" ? null : this.#avatar(),
      element(
        "div",
        { class: "fd-body" },
        element("div", { class: "fd-name" }, authorName(entry)),
        entry.author === "customer" ? hidden(`${say("you")}: `) : null,
        entry.text || entry.html ? bubble : null,
        ...entry.attachments.map(attachmentView),
        this.foot,
      ),
    );
    if (entry.position !== null) this.element.dataset.position = entry.position;
  }

  #avatar() {
    const name = entryAvatarName(this.entry);
    return element("div", { class: "fd-avatar", "aria-hidden": "true" }, name ? initials(name) : icon("chat"));
  }

  // pending, accepted, delivered, read or failed; of one's own messages alone.
  set state(state) {
    if (this.element.dataset.state === state) return;
    this.element.dataset.state = state;
    this.tick.title = say(state);
    this.tick.replaceChildren(icon(TICKS[state]), hidden(say(state)));
  }

  get state() {
    return this.element.dataset.state;
  }

  showFailure(code, retry, discard) {
    this.state = "failed";
    const key = `code_${code}`;
    const reason = key in STRINGS.en ? key : "code_other";
    this.foot.replaceChildren(
      element("span", { class: "fd-reason" }, this.tick, say(reason)),
      element("button", { type: "button", onclick: retry }, say("again")),
      element("button", { type: "button", onclick: discard }, say("discard")),
    );
  }

  // Tell a message's place among its neighbours: first and last of a group, first of a day.
  relate(before, after) {
    this.element.toggleAttribute("data-first", !belongTogether(before, this));
    this.element.toggleAttribute("data-last", !belongTogether(this, after));
    const newDay = !before || before.at.toDateString() !== this.at.toDateString();
    if (newDay) this.element.dataset.day = dayName(this.at);
    else delete this.element.dataset.day;
  }
}

function entryAvatarName(entry) {
  return entry.author === "agent" ? authorName(entry) : null;
}

function belongTogether(one, other) {
  if (!one || !other) return false;
  return (
    one.entry.author === other.entry.author &&
    one.entry.author_name === other.entry.author_name &&
    one.at.toDateString() === other.at.toDateString() &&
    Math.abs(other.at - one.at) < 5 * 60_000
  );
}
