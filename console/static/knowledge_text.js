// Changing a text field so that it can be undone, and everything that listens hears of it.

export function insert(field, words, { from, to, select } = {}) {
  field.focus();
  if (from !== undefined) {
    field.setSelectionRange(from, to);
  }
  const start = field.selectionStart;
  // The only way that keeps the browser's own undo; the other one is for browsers without it.
  const done = words
    ? document.execCommand("insertText", false, words)
    : document.execCommand("delete");
  if (!done) {
    field.setRangeText(words, start, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  if (select) {
    field.setSelectionRange(start + select[0], start + select[1]);
  }
}

export function selected(field) {
  return field.value.slice(field.selectionStart, field.selectionEnd);
}
