// A browser that shows another page meanwhile leaves `autofocus` undone for good.
function focusFirst() {
  if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();
}

addEventListener("pageshow", focusFirst);
