// The mailbox: its threads, which of them is open, and whose mailbox it is.
import { drawLetters, showTime } from "./mail_letters.js";
import { beginAnswer, beginMail, startWriting } from "./mail_writing.js";
import { postJson } from "./posting.js";

const byId = (id) => document.getElementById(id);

let threads = [];
let address = null;
let open = null; // the id of the thread that is read
let awaited = null; // the id of a mail just sent, whose thread is to be opened
const seen = new Set();

export function chosenMailbox() {
  return byId("mailbox-owner")?.value ?? "";
}

export function startMailbox(reconnect) {
  if (!byId("frame-mailbox")) return;
  byId("mailbox-owner").addEventListener("change", () => {
    address = null;
    threads = [];
    showOwner();
    show("list");
    drawRows();
    reconnect();
  });
  byId("mail-new").addEventListener("click", () => {
    show("writing");
    beginMail();
  });
  byId("mail-back").addEventListener("click", closeThread);
  byId("mail-reply").addEventListener("click", () => {
    show("writing");
    beginAnswer(latest(), currentThread().subject);
  });
  byId("mail-absence").addEventListener("click", answerAsMachine);
  for (const button of document.querySelectorAll(".mail-try")) {
    button.addEventListener("click", () => {
      show("writing");
      beginMail(button.dataset.subject, button.dataset.text);
    });
  }
  startWriting({ mailbox: chosenMailbox, sent: openLater, left: leaveWriting, refuse });
  showOwner();
}

export function showMailbox(mailbox) {
  if (mailbox.address !== chosenMailbox()) return;
  const isFirst = address !== mailbox.address;
  address = mailbox.address;
  threads = mailbox.threads;
  // What was there before anybody looked is no news.
  const mails = threads.flatMap((thread) => thread.mails);
  for (const mail of mails) if (isFirst || mail.mine) seen.add(mail.id);
  const sent = threads.find((thread) => thread.mails.some((mail) => mail.id === awaited));
  if (sent) {
    awaited = null;
    openThread(sent.id, "subject");
  } else {
    drawThread();
  }
  drawRows();
}

function openLater(mailId) {
  awaited = mailId;
  show("list");
  const thread = threads.find((each) => each.mails.some((mail) => mail.id === mailId));
  if (thread) {
    awaited = null;
    openThread(thread.id, "subject");
  }
}

function leaveWriting() {
  show(currentThread() ? "thread" : "list");
  byId(currentThread() ? "mail-reply" : "mail-new").focus();
}

function openThread(id, focus) {
  open = id;
  show("thread");
  drawThread();
  drawRows();
  if (focus) byId("mail-subject").focus({ preventScroll: true });
}

function closeThread() {
  const row = [...byId("mail-rows").querySelectorAll("button")].find((each) => each.dataset.thread === open);
  show("list");
  (row ?? byId("mail-new")).focus();
}

function show(view) {
  if (view === "list") open = null;
  byId("frame-mailbox").dataset.view = view;
  byId("mail-list").classList.toggle("apart", view !== "list");
  refuse("");
}

function currentThread() {
  return threads.find((thread) => thread.id === open);
}

function latest() {
  const { mails } = currentThread();
  return mails.findLast((mail) => !mail.mine) ?? mails.at(-1);
}

function drawThread() {
  const thread = currentThread();
  if (!thread) return;
  for (const mail of thread.mails) seen.add(mail.id);
  byId("mail-subject").textContent = thread.subject;
  byId("mail-absence").hidden = !thread.mails.some((mail) => !mail.mine);
  drawLetters(byId("mail-letters"), thread);
}

function drawRows() {
  const list = byId("mail-rows");
  const held = document.activeElement?.dataset?.thread;
  list.replaceChildren(...threads.map(drawRow));
  if (held) [...list.querySelectorAll("button")].find((each) => each.dataset.thread === held)?.focus();
  const count = threads.flatMap((thread) => thread.mails).filter(isUnread).length;
  const badge = byId("mail-unread");
  if (count && badge.textContent !== `${count} new`) byId("said").textContent = "New mail in the mailbox";
  badge.hidden = !count;
  badge.textContent = count ? `${count} new` : "";
}

function drawRow(thread) {
  const last = thread.mails.at(-1);
  const unread = thread.mails.some(isUnread);
  const row = document.createElement("button");
  row.type = "button";
  row.dataset.thread = thread.id;
  row.className = `mail-row${unread ? " unread" : ""}${thread.id === open ? " current" : ""}`;
  row.append(
    word("span", "mail-who", people(thread)),
    word("time", "mail-when", showTime(last.at)),
    word("span", "mail-about", thread.subject),
    word("span", "mail-snippet", last.snippet),
  );
  if (unread) row.append(word("span", "hidden", "unread"));
  if (thread.mails.some((mail) => mail.files.length)) row.append(word("span", "mail-clip", "with a file"));
  row.addEventListener("click", () => openThread(thread.id, "subject"));
  const item = document.createElement("li");
  item.append(row);
  return item;
}

function people(thread) {
  const names = [...new Set(thread.mails.map((mail) => (mail.mine ? "me" : mail.from.name)))];
  const count = thread.mails.length;
  return names.join(", ").replace(/^me/, "Me") + (count > 1 ? `  ${count}` : "");
}

function isUnread(mail) {
  return !mail.mine && !seen.has(mail.id);
}

async function answerAsMachine() {
  const body = { mailbox: chosenMailbox(), answers: latest().id, absence: true };
  const { refusal } = await postJson("/demo/mails", body);
  refuse(refusal);
}

function showOwner() {
  const { language, initials, role } = byId("mailbox-owner").selectedOptions[0].dataset;
  byId("mailbox-face").textContent = initials;
  byId("mailbox-role").textContent = role;
  for (const list of document.querySelectorAll(".mail-tries ul")) list.hidden = list.dataset.language !== language;
}

function refuse(words) {
  byId("mail-refusal").textContent = words;
  byId("mail-refusal").hidden = !words;
}

function word(tag, name, text) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}
