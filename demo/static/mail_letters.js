// The letters of a thread: the last one open, what was opened or closed by hand left so.
const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});
const STATES = { sending: "Sending…", sent: "Sent", failed: "Not taken by the mail server" };
const made = new Map();

export function showTime(text) {
  const at = new Date(text);
  return (at.toDateString() === new Date().toDateString() ? timeOfDay : day).format(at);
}

export function drawLetters(list, thread) {
  const fresh = list.dataset.thread !== thread.id;
  const before = list.children.length;
  list.dataset.thread = thread.id;
  const letters = thread.mails.map((mail) => made.get(mail.id) ?? make(mail));
  thread.mails.forEach((mail, index) => tellState(letters[index], mail));
  if (fresh) {
    list.replaceChildren(...letters);
    letters.forEach((letter, index) => setOpen(letter, index === letters.length - 1));
  } else {
    list.append(...letters.filter((letter) => letter.parentNode !== list));
    letters.slice(before).forEach((letter) => setOpen(letter, true));
  }
  if (fresh || letters.length > before) {
    showLast(list);
  }
}

// The newest letter from its head on; a page that scrolled as well would take the reader away.
function showLast(list) {
  const view = list.parentElement;
  view.scrollTop = list.lastElementChild.offsetTop - view.firstElementChild.offsetHeight;
}

function setOpen(letter, open) {
  letter.querySelector("details").open = open;
}

function make(mail) {
  const letter = element("li", `letter ${mail.mine ? "own" : "theirs"}`);
  const whole = element("details", "letter-whole");
  whole.append(makeHead(mail), makeBody(mail));
  letter.append(whole);
  made.set(mail.id, letter);
  return letter;
}

function makeHead(mail) {
  const head = element("summary", "letter-head");
  const who = element("span", "letter-who");
  const to = [...mail.to, ...mail.cc].map((each) => each.name).join(", ");
  who.append(element("b", "", mail.from.name), element("small", "letter-address", mail.from.address));
  who.append(element("small", "letter-to", `to ${to}`), element("small", "letter-snippet", mail.snippet));
  const when = element("span", "letter-when");
  when.append(element("time", "", showTime(mail.at)), element("small", "letter-state"));
  when.firstChild.title = dayAndTime.format(new Date(mail.at));
  head.append(element("span", "letter-face", initials(mail.from.name)), who, when);
  head.firstChild.setAttribute("aria-hidden", "true");
  return head;
}

function makeBody(mail) {
  const body = element("div", "letter-body");
  body.append(mail.html ? makeFrame(mail) : element("p", "letter-text", mail.text));
  if (!mail.html && mail.quoted) {
    const quoted = element("details", "letter-quoted");
    const dots = element("summary", "", "•••");
    dots.setAttribute("aria-label", "What is quoted");
    quoted.append(dots, element("p", "letter-text", mail.quoted));
    body.append(quoted);
  }
  if (mail.files.length) body.append(makeFiles(mail));
  return body;
}

// Nothing runs in the frame: without scripts, having our origin lets us measure it and no more.
function makeFrame(mail) {
  const frame = element("iframe", "letter-frame");
  frame.title = `The mail from ${mail.from.name}`;
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.addEventListener("load", () => {
    // The airline is invented, so that its links lead nowhere.
    frame.contentDocument?.addEventListener("click", (event) => event.preventDefault());
    fit(frame);
    const list = frame.closest("ol");
    if (list?.lastElementChild === frame.closest("li")) showLast(list);
  });
  new ResizeObserver(() => fit(frame)).observe(frame);
  frame.src = `/demo/mails/${encodeURIComponent(mail.id)}`;
  return frame;
}

function fit(frame) {
  const height = frame.contentDocument?.body?.scrollHeight ?? 0;
  if (height) frame.style.height = `${height}px`;
}

function makeFiles(mail) {
  const files = element("ul", "letter-files");
  mail.files.forEach((file, number) => {
    const link = element("a", "letter-file");
    link.href = `/demo/mails/${encodeURIComponent(mail.id)}/files/${number}`;
    link.append(element("b", "", file.name), element("small", "", size(file.size)));
    const item = document.createElement("li");
    item.append(link);
    files.append(item);
  });
  return files;
}

function tellState(letter, mail) {
  const state = letter.querySelector(".letter-state");
  state.textContent = mail.mine ? STATES[mail.state] : "";
  state.classList.toggle("failed", mail.state === "failed");
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

function element(tag, name, text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}
