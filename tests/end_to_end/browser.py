"""A real browser, and what it complained of while people used it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, ConsoleMessage, Error, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NEEDS_CHROMIUM_ALONE = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
NEEDS_CHROMIUM = [*NEEDS_CHROMIUM_ALONE, pytest.mark.xdist_group("browser")]
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What browser and htmx write where a server is away; the last is the event of a broken stream.
AWAY = (
    "WebSocket connection to",
    "htmx:sendError",
    # Of a request that was still under way as its page was left.
    "htmx:sendAbort",
    "htmx:afterRequest",
    "[object Event]",
)
# Milliseconds. Whoever was killed on PostgreSQL holds its work for a minute; others wait for it.
PATIENCE = 120_000
# What is there is seen at once; the five seconds it has by itself are short on a busy machine.
expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start Chromium; only root, who cannot have its sandbox, goes without."""
    sandbox = () if os.getuid() else ("--no-sandbox",)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox]
        )
        yield browser
        await browser.close()


async def open_window(browser: Browser, **context: Any) -> Page:
    """Open a window of somebody new: no cookie and no memory is shared with the others."""
    made = await browser.new_context(**{"locale": "en-GB", **context})
    made.set_default_timeout(PATIENCE)
    return await made.new_page()


def note_complaints(page: Page) -> list[str]:
    """Keep what scripts threw and what the browser blocked; a server that is away is no fault."""
    complaints: list[str] = []

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    def note_line(line: ConsoleMessage) -> None:
        if line.type == "error" and not _is_network(line.text):
            complaints.append(line.text)

    page.on("pageerror", note_error)
    page.on("console", note_line)
    return complaints


def _is_network(words: str) -> bool:
    return words.startswith(AWAY) or "net::ERR_" in words
