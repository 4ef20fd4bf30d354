// Where the widget came from and what the page's script tag asks of it.
const SCRIPT = document.currentScript;
const OPTIONS = { ...(SCRIPT?.dataset ?? {}) };
const PATH = `/channels/web-chat/${SITE.account}`;

// The address the script was loaded from is the one this page can reach.
const BASE = SCRIPT?.src.includes(`${PATH}/widget.js`)
  ? SCRIPT.src.slice(0, SCRIPT.src.indexOf(`${PATH}/widget.js`)) + PATH
  : SITE.publicUrl + PATH;

const LOCALE = OPTIONS.language || navigator.language || "en";
const LANGUAGE = LOCALE.toLowerCase().startsWith("de") ? "de" : "en";
// What the visitor speaks, also where the widget does not.
const SPOKEN = /^[a-z]{2,3}(-[a-z0-9]{1,8}){0,4}$/i.test(LOCALE) ? LOCALE : LANGUAGE;
// The visitor's own way of writing times, as long as it is in the same language.
const TIME_LOCALE = LOCALE.toLowerCase().startsWith(LANGUAGE) ? LOCALE : LANGUAGE;

function say(key, values = {}) {
  const template = STRINGS[LANGUAGE][key] ?? STRINGS.en[key] ?? key;
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

// Files are fetched from where the script came from, whatever name the server has for itself.
function fileAddress(url) {
  const start = url.indexOf("/channels/web-chat/");
  return start < 0 ? url : BASE.slice(0, -PATH.length) + url.slice(start);
}

function accentColour() {
  const wanted = OPTIONS.colour || OPTIONS.color || SITE.colour;
  return /^#[0-9a-f]{6}$/i.test(wanted ?? "") ? wanted : "#2f4fd8";
}

function channels(colour) {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
}

// The contrast of two colours (WCAG 2.2), 1 to 21.
function contrast(one, other) {
  const [light, dark] = [one, other].map((colour) => {
    const [red, green, blue] = channels(colour).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  }).sort((first, second) => second - first);
  return light / dark;
}

// Black or white, whichever reads better on a colour.
function readableOn(colour) {
  return contrast(colour, "#ffffff") >= contrast(colour, "#000000") ? "#ffffff" : "#000000";
}

// A colour moved towards another until it reads well on a background.
function readableShade(colour, background, towards) {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = channels(colour).map((value, index) => {
      const moved = value + (channels(towards)[index] - value) * share;
      return Math.round(moved).toString(16).padStart(2, "0");
    });
    if (contrast(`#${mixed.join("")}`, background) >= 5) return `#${mixed.join("")}`;
  }
  return towards;
}
