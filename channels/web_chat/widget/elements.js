// Building elements without any markup as text, so that a strict content policy has no objection.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  chat: ["M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.6 3.4 6-.1 1-.6 2.2-1.5 3.2 1.9-.1 3.6-.8 4.8-1.7.7.1 1.5.2 2.3.2 5 0 9-3.4 9-7.7s-4-7.7-9-7.7z"],
  down: ["M5 9l7 7 7-7"],
  close: ["M6 6l12 12M18 6L6 18"],
  send: ["M4 12l16-8-5.5 16-3-6.500z", "M11.500 13.500L20 4"],
  clip: ["M20 11.500l-8.400 8.400a5.200 5.200 0 0 1-7.400-7.400l8.800-8.800a3.500 3.500 0 0 1 4.900 4.900l-8.700 8.700a1.700 1.700 0 0 1-2.500-2.400l8-8"],
  file: ["M13 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9z", "M13 3v6h6"],
  clock: ["M12 7v5l3 2", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z"],
  check: ["M4 12.500l5 5L20 6.500"],
  checks: ["M1.500 12.500l5 5L17 7", "M11 16.500l1 1L22.500 7"],
  alert: ["M12 7.500v5.500M12 16.500v.01", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z"],
};

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `fd-icon fd-icon-${name}`);
  for (const line of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}

function hidden(text) {
  return element("span", { class: "fd-hidden" }, text);
}
