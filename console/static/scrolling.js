// A conversation opens at its end, and stays there while new words come; who has scrolled up to
// read is left where they are.

const scroll = document.getElementById("scroll");
const NEAR = 80;

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

if (scroll) {
  let atEnd = true;
  const narrowTarget = location.hash && document.getElementById(location.hash.slice(1));
  if (!narrowTarget || !scroll.contains(narrowTarget)) {
    toEnd();
  }
  scroll.addEventListener("scroll", () => {
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  }, { passive: true });
  document.getElementById("timeline").addEventListener("htmx:afterSwap", () => atEnd && toEnd());
  scroll.addEventListener("load", () => atEnd && toEnd(), { capture: true });
  new ResizeObserver(() => atEnd && toEnd()).observe(scroll);
}
