"""What a knowledge manager does on the pages of articles, by HTTP alone."""

import html
import re

from aiohttp import ClientResponse

from tests.console.browser import Browser

ARTICLES = "/console/knowledge"


async def begin(browser: Browser, title: str, locale: str = "en") -> str:
    """Begin an article, and return the address of its editor."""
    response = await browser.act(f"{ARTICLES}/articles", title=title, locale=locale)
    assert response.status == 303, await response.text()
    return response.headers["Location"].split("?")[0]


def field_of(page: str, name: str) -> str:
    """Read what a field of the editor holds."""
    found = re.search(
        rf'<textarea id="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL
    ) or re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


async def fill(browser: Browser, here: str) -> dict[str, str]:
    """Read all that the editor's form would send."""
    page = await browser.read(here)
    names = ("title", "answer", "variants", "tags", "precision")
    hidden = ("revision", "base_version", "source_version", "source_seen")
    fields = {name: field_of(page, name) for name in (*names, *hidden)}
    chosen = re.search(r'<option value="([^"]+)" selected', page)
    return fields | ({"category": chosen[1]} if chosen else {})


async def save(browser: Browser, here: str, **changes: str) -> ClientResponse:
    """Save with some fields changed."""
    return await browser.act(f"{here}/save", **(await fill(browser, here) | changes))


async def write(browser: Browser, title: str, *, locale: str = "en", **changes: str) -> str:
    """Write an article, and return the address of its editor."""
    here = await begin(browser, title, locale)
    words = {"answer": "One bag of 8 kg.", "variants": "how many bags\nhand luggage size"}
    response = await save(browser, here, **(words | changes))
    assert response.status == 303, await response.text()
    return here


async def publish(browser: Browser, here: str) -> None:
    """Publish what is saved."""
    page = await browser.read(f"{here}/publish")
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found is not None
    response = await browser.act(f"{here}/publish", revision=found[1])
    assert response.status == 303, await response.text()


async def read_revision(browser: Browser, here: str) -> str:
    """Read the revision that the editor was filled from."""
    return field_of(await browser.read(here), "revision")
