// A browser that shows another page meanwhile leaves `autofocus` undone for good, and one that goes
// to a part of the page may focus that part instead of what is in it.
function focusFirst() {
  const wanted = document.querySelector("[autofocus]");
  if (wanted && document.activeElement?.contains(wanted)) wanted.focus();
}

addEventListener("pageshow", focusFirst);
