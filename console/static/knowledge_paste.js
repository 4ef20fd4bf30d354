// What is pasted: pictures are added, what a word processor laid out becomes Markdown.
import { upload } from "./knowledge_files.js";
import { insert } from "./knowledge_text.js";

const form = document.getElementById("article-form");
const answer = document.getElementById("answer");
const LARGEST = 1_500_000; // characters; the server takes no larger form
// Marks of a layout; plain words that happen to come as HTML are pasted as they are.
const LAID_OUT = /<(h[1-6]|ul|ol|li|table|b|strong|i|em|a|p|img|blockquote)\b/i;

// A heading, a list or several paragraphs are none in the middle of a line.
function setApart(markdown) {
  if (!/\n|^(#|[-*] |\d+\. |\||>)/.test(markdown.trim())) {
    return markdown;
  }
  const before = answer.value.slice(0, answer.selectionStart);
  const after = answer.value.slice(answer.selectionEnd);
  const gap = (words) => (words.trim() && !/\n\s*\n$/.test(words) ? "\n\n" : "");
  return gap(before) + markdown.trim() + (after.trim() ? "\n\n" : "");
}

async function convert(html, plain) {
  const said = document.getElementById("answer-said");
  try {
    const response = await fetch("/console/knowledge/paste", {
      method: "POST",
      body: new URLSearchParams({ html }),
      headers: { Accept: "application/json", "X-CSRF-Token": form.dataset.csrf },
    });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    const { markdown, dropped } = await response.json();
    insert(answer, setApart(markdown));
    said.textContent = dropped.length
      ? `Pasted as Markdown. Left out: ${dropped.join("; ")}.`
      : "Pasted as Markdown.";
  } catch {
    insert(answer, plain);
    said.textContent = "Pasted as plain words; the layout could not be read.";
  }
}

answer?.addEventListener("paste", (event) => {
  const data = event.clipboardData;
  const html = data?.getData("text/html") ?? "";
  const plain = data?.getData("text/plain") ?? "";
  const files = [...(data?.files ?? [])];
  // Word processors send a picture of the words along with them; the words are what is meant.
  if (files.length && !plain.trim()) {
    event.preventDefault();
    upload(files);
  } else if (LAID_OUT.test(html) && html.length < LARGEST) {
    event.preventDefault();
    convert(html, plain);
  }
});
