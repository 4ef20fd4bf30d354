"""What keeps people from using a page, as far as a program can find it."""

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, ViewportSize

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
NEEDS_AXE = pytest.mark.skipif(
    not AXE.exists(), reason="axe-core is not installed; make install-dev brings it"
)
DESKTOP = ViewportSize(width=1280, height=800)
# The narrowest that WCAG 2.2 has in mind (success criterion 1.4.10, "Reflow").
SMALL = ViewportSize(width=320, height=640)

# Scripts hear of another width with the next picture, and the one after shows what they did.
_SETTLE = """async () => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  for (const animation of document.getAnimations()) {
    try { animation.finish(); } catch { animation.cancel(); }
  }
}"""
_RUN = "() => axe.run({resultTypes: ['violations']}).then((found) => found.violations)"
_SIDEWAYS = """() => {
  const found = [];
  const root = document.documentElement;
  const wider = root.scrollWidth - root.clientWidth;
  if (wider > 0) found.push(`the page, by ${wider} px`);
  const look = (top) => {
    for (const element of top.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      const style = getComputedStyle(element);
      const scrolls = ["auto", "scroll"].includes(style.overflowX);
      // Tables of figures are exempt: they need both directions.
      if (element.matches(".table-scroll") && element.querySelector("table")) continue;
      if (!scrolls || element.scrollWidth <= element.clientWidth || element === root) continue;
      const name = element.id ? `#${element.id}` : `.${element.className}`;
      found.push(element.localName + (name.length > 1 ? name : ""));
    }
  };
  look(document);
  return found;
}"""


class Inspection:
    """Looks at pages, one after the other, and keeps what it found.

    Attributes:
        barriers: serious and critical violations: where, which rule, which elements.
        sideways: what has to be moved sideways to be read on a small screen, and where.
    """

    def __init__(self) -> None:
        self.barriers: list[str] = []
        self.sideways: list[str] = []

    async def prepare(self, context: BrowserContext) -> None:
        """Give all pages and frames of a context the rules; call it before the first is opened."""
        await context.add_init_script(path=AXE)

    async def inspect(self, page: Page, name: str) -> None:
        """Look at a page in light and dark, wide and narrow, and leave it light and wide."""
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            await self._find_barriers(page, f"{name}, {scheme}")
        await page.set_viewport_size(SMALL)
        await self._find_barriers(page, f"{name}, narrow")
        self.sideways += [f"{name}: {each}" for each in await page.evaluate(_SIDEWAYS)]
        await page.set_viewport_size(DESKTOP)

    def check(self) -> None:
        """Fail where anything was found, and say all of it."""
        found = [*self.barriers, *self.sideways]
        assert not found, "\n".join(found)

    async def _find_barriers(self, page: Page, where: str) -> None:
        await page.evaluate(_SETTLE)
        for violation in await page.evaluate(_RUN):
            if violation["impact"] in {"serious", "critical"}:
                elements = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                self.barriers.append(f"{where}: {violation['id']}: {elements}")
