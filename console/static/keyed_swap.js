// A way for htmx to swap that touches only what has changed, so that scrolling, focus, open
// disclosures and chosen values survive: children are matched by their ids.

const sources = new WeakMap();

function remember(parent) {
  for (const child of parent.children) {
    sources.set(child, child.outerHTML);
  }
}

function openOnes(element) {
  const all = [element, ...element.querySelectorAll("details[id]")];
  return all.filter((each) => each.open && each.id).map((each) => each.id);
}

function replace(old, fresh) {
  const open = openOnes(old);
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  for (const id of open) {
    const again = document.getElementById(id);
    if (again) {
      again.open = true;
    }
  }
  if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

// Makes the children of `parent` those of `wanted`, and returns the ones that are new.
function reconcile(parent, wanted) {
  const added = [];
  const before = new Map([...parent.children].map((child) => [child.id, child]));
  let cursor = parent.firstElementChild;
  for (const fresh of [...wanted.children]) {
    const source = fresh.outerHTML;
    const old = fresh.id ? before.get(fresh.id) : undefined;
    before.delete(fresh.id);
    if (old && sources.get(old) === source) {
      cursor = place(parent, old, cursor);
      continue;
    }
    if (old && keyed(old) && keyed(fresh)) {
      added.push(...reconcile(old, fresh));
      sources.set(old, source);
      cursor = place(parent, old, cursor);
      continue;
    }
    if (old === cursor && old) {
      cursor = old.nextElementSibling;
    }
    if (old) {
      replace(old, fresh);
      cursor = place(parent, fresh, cursor);
    } else {
      parent.insertBefore(fresh, cursor);
    }
    sources.set(fresh, source);
    if (keyed(fresh)) {
      remember(fresh);
    }
    added.push(fresh);
  }
  for (const gone of before.values()) {
    gone.remove();
  }
  return added;
}

function place(parent, element, cursor) {
  if (element === cursor) {
    return cursor.nextElementSibling;
  }
  // An element that is moved loses its focus, even where it was already.
  if (element.nextElementSibling === cursor) {
    return cursor;
  }
  parent.insertBefore(element, cursor);
  return cursor;
}

function keyed(element) {
  return element.hasAttribute("data-keyed");
}

// Taken before htmx marks the elements with classes of its own.
for (const parent of document.querySelectorAll('[hx-swap="keyed"], [data-keyed]')) {
  remember(parent);
}

window.htmx.defineExtension("keyed", {
  isInlineSwap: (style) => style === "keyed",
  handleSwap: (style, target, fragment) =>
    style === "keyed" ? reconcile(target, fragment) : false,
});
