// The server cleans every answer; here it is rebuilt from an allow-list once more, so that nothing
// the server let through can become an attribute or an element we did not mean.
const ALLOWED_TAGS = new Set(
  "A B BLOCKQUOTE BR CODE EM H3 H4 HR I LI OL P PRE S STRONG TABLE TBODY TD TH THEAD TR U UL".split(" "),
);
const DROPPED_TAGS = new Set("SCRIPT STYLE TEMPLATE IFRAME OBJECT NOSCRIPT TEXTAREA TITLE".split(" "));
const SAFE_ADDRESS = /^(https?:|mailto:|tel:)/i;

function link(address, ...children) {
  return element(
    "a",
    { href: address, target: "_blank", rel: "noopener noreferrer" },
    ...children,
  );
}

function rebuild(node) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED_TAGS.has(node.tagName)) return [];
  const children = [...node.childNodes].flatMap(rebuild);
  if (!ALLOWED_TAGS.has(node.tagName)) return children;
  if (node.tagName !== "A") return [element(node.tagName, {}, ...children)];
  const address = (node.getAttribute("href") ?? "").trim();
  return SAFE_ADDRESS.test(address) ? [link(address, ...children)] : children;
}

// DOMParser's document runs no scripts and loads nothing.
function sanitise(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].flatMap(rebuild);
}

// Plain text with its web addresses made into links.
function linkify(text) {
  const parts = text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/);
  return parts.map((part, index) => (index % 2 ? link(part, part) : document.createTextNode(part)));
}
