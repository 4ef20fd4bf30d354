// Writing a mail: a new one, or an answer to one; with one file.
import { postJson } from "./posting.js";

const byId = (id) => document.getElementById(id);

let page = null;
let answered = null;
let busy = false;

export function startWriting(callbacks) {
  page = callbacks;
  byId("mail-writing").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("mail-text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("mail-writing").requestSubmit();
  });
  byId("mail-discard").addEventListener("click", page.left);
  byId("mail-file").addEventListener("change", nameFile);
}

export function beginMail(subject = "", text = "") {
  begin(null, "New mail", subject, text);
  byId(subject ? "mail-text" : "mail-subject-field").focus();
  byId("mail-text").setSelectionRange(0, 0);
  byId("mail-text").scrollTop = 0;
}

export function beginAnswer(mail, subject) {
  begin(mail, "Reply", /^re:/i.test(subject) ? subject : `Re: ${subject}`, "");
  byId("mail-text").focus();
}

function begin(mail, title, subject, text) {
  answered = mail;
  byId("mail-writing-title").textContent = title;
  byId("mail-subject-field").value = subject;
  byId("mail-subject-field").readOnly = mail !== null;
  byId("mail-quote-note").hidden = mail === null;
  byId("mail-text").value = text;
  byId("mail-file").value = "";
  nameFile();
}

async function send() {
  if (busy) return;
  busy = true;
  const body = { mailbox: page.mailbox(), text: byId("mail-text").value };
  if (answered) body.answers = answered.id;
  else body.subject = byId("mail-subject-field").value;
  const [file] = byId("mail-file").files;
  if (file) body.file = await encode(file);
  const { answer, refusal } = await postJson("/demo/mails", body);
  busy = false;
  if (refusal) page.refuse(refusal);
  else page.sent(answer.mail);
}

function nameFile() {
  const field = byId("mail-file");
  const [file] = field.files;
  const isTooLarge = file && file.size > Number(field.dataset.largest);
  if (isTooLarge) field.value = "";
  page.refuse(isTooLarge ? "The file is larger than 1 MB; choose a smaller one." : "");
  byId("mail-file-name").textContent = file && !isTooLarge ? file.name : "Attach a file";
}

function encode(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("error", () => reject(reader.error));
    reader.addEventListener("load", () => {
      const content = String(reader.result).split(",")[1] ?? "";
      const type = /^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/.test(file.type) ? file.type : "application/octet-stream";
      resolve({ name: file.name.slice(-200), media_type: type, content });
    });
    reader.readAsDataURL(file);
  });
}
