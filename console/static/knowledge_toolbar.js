// Markdown by buttons and keys.
import { insert, selected } from "./knowledge_text.js";

const answer = document.getElementById("answer");
const toolbar = document.getElementById("toolbar");

function wrap(mark) {
  const [from, to] = [answer.selectionStart, answer.selectionEnd];
  const words = selected(answer);
  const size = mark.length;
  const outside = answer.value.slice(from - size, from) === mark && answer.value.slice(to, to + size) === mark;
  if (words && outside) {
    insert(answer, words, { from: from - size, to: to + size, select: [0, words.length] });
    return;
  }
  insert(answer, mark + words + mark, { select: [size, size + words.length] });
}

// Begins each line that is touched with a mark, or takes it away where all have it.
function begin(marks, pattern) {
  const from = answer.value.lastIndexOf("\n", answer.selectionStart - 1) + 1;
  const end = answer.value.indexOf("\n", answer.selectionEnd);
  const to = end < 0 ? answer.value.length : end;
  const lines = answer.value.slice(from, to).split("\n");
  const all = lines.every((line) => pattern.test(line));
  const bare = lines.map((line) => line.replace(/^(#{1,6} |[-*] |\d+\. )/, ""));
  const words = (all ? bare : bare.map((line, at) => marks(at) + line)).join("\n");
  insert(answer, words, { from, to, select: [words.length, words.length] });
}

function link() {
  const words = selected(answer) || "words";
  const address = /^https?:\/\/\S+$/.test(words) ? words : "https://";
  const start = words.length + 3;
  insert(answer, `[${words}](${address})`, { select: [start, start + address.length] });
}

const formats = {
  bold: () => wrap("**"),
  italic: () => wrap("*"),
  heading: () => begin(() => "## ", /^#{1,6} /),
  list: () => begin(() => "- ", /^[-*] /),
  steps: () => begin((at) => `${at + 1}. `, /^\d+\. /),
  link,
};

// A list goes on by itself, and ends with an empty item.
function goOn(event) {
  const start = answer.selectionStart;
  const from = answer.value.lastIndexOf("\n", start - 1) + 1;
  const found = answer.value.slice(from, start).match(/^(\s*)([-*]|(\d+)\.) (.*)$/);
  if (!found || start !== answer.selectionEnd) {
    return;
  }
  event.preventDefault();
  const [, indent, mark, number, words] = found;
  if (words) {
    insert(answer, `\n${indent}${number ? `${Number(number) + 1}.` : mark} `);
  } else {
    insert(answer, "", { from, to: start });
  }
}

// One stop for the Tab key; the arrows go from button to button (ARIA practices, toolbar).
function steer(tools) {
  tools.forEach((tool, at) => tool.setAttribute("tabindex", at ? "-1" : "0"));
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tools.indexOf(document.activeElement);
    if (!step || at < 0) {
      return;
    }
    event.preventDefault();
    const next = tools[(at + step + tools.length) % tools.length];
    tools.forEach((tool) => tool.setAttribute("tabindex", tool === next ? "0" : "-1"));
    next.focus();
  });
}

if (answer && toolbar) {
  toolbar.hidden = false;
  steer([...toolbar.querySelectorAll("button")]);
  toolbar.addEventListener("click", (event) => {
    const name = event.target.closest("[data-format]")?.dataset.format;
    formats[name]?.();
  });
  answer.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      const name = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
      if (name) {
        event.preventDefault();
        formats[name]();
      }
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      goOn(event);
    }
  });
}
