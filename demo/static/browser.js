// The browser window with its tabs, worked by mouse and by arrow keys.
const tabs = [...document.querySelectorAll('.tabs [role="tab"]')];

export function startBrowser() {
  for (const tab of tabs) {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      select(next);
      next.focus();
    });
  }
}

function select(chosen) {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    const frame = document.getElementById(tab.getAttribute("aria-controls"));
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    frame.hidden = !isChosen;
    // A form that nobody looks at need not be fetched.
    if (isChosen && frame.dataset.src && !frame.src) frame.src = frame.dataset.src;
    if (isChosen) document.getElementById("address-text").textContent = frame.dataset.address;
  }
}
