"""The agent's side: the console in a browser."""

import re
from re import Pattern
from typing import Final

from playwright.async_api import Locator, Page, expect

from tests.end_to_end.browser import PATIENCE, note_complaints

_FIRST_PAGES: Final = re.compile(r"^(All waiting|Exceptions)$")


class ConsoleWindow:
    """What an agent does in the console and reads there.

    Attributes:
        complaints: what the browser said was wrong.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints = note_complaints(page)

    @property
    def said(self) -> Locator:
        return self.page.locator("#timeline .said")

    async def log_in(self, email: str, password: str) -> None:
        """Log in, from the console's front door on; supervisors land at what is wrong."""
        await self.page.goto(f"{self.url}/console")
        await self.page.get_by_label("Email address").fill(email)
        await self.page.get_by_label("Password").fill(password)
        await self.page.get_by_role("button", name="Log in").click()
        first = self.page.get_by_role("heading", name=_FIRST_PAGES)
        await expect(first).to_be_visible()

    async def expect_queue(self, *references: str) -> None:
        """Wait until exactly these conversations wait, in this order."""
        rows = self.page.locator("#rows .row-reference")
        await expect(rows).to_have_text(references, timeout=PATIENCE)

    async def open_first(self) -> None:
        """Open the conversation at the top of the list."""
        await self.page.locator("#rows .row-link").first.click()
        await expect(self.page.locator("#timeline")).to_be_visible()

    async def expect_lines(self, *lines: tuple[str, str]) -> None:
        """Wait until exactly this was said, in this order, by these authors."""
        texts = [text for _, text in lines]
        await expect(self.said.locator(".words")).to_have_text(texts, timeout=PATIENCE)
        authors = await self.said.evaluate_all(
            "all => all.map(one => /by-(\\w+)/.exec(one.className)[1])"
        )
        assert authors == [author for author, _ in lines]

    async def expect_why(self, text: str, sentence: str | Pattern[str]) -> None:
        """Ask why the bot did what it did about some words, and read this."""
        why = self.said.filter(has_text=text).first.locator(".why")
        await why.locator("summary").first.click()
        await expect(why.locator(".why-sentence")).to_have_text(sentence)

    async def take(self) -> None:
        await self.page.get_by_role("button", name="Take", exact=True).click()
        await expect(self.page.get_by_role("button", name="Release")).to_be_visible()

    async def reply(self, text: str) -> None:
        """Write a reply and press the button."""
        await self.page.get_by_label("Your words").fill(text)
        await self.press_send()

    async def press_send(self) -> None:
        await self.page.get_by_role("button", name="Send reply").click()

    async def resolve(self, disposition: str) -> None:
        """Say that it is settled, and how."""
        await self.page.locator("#menu-resolve summary").click()
        await self.page.get_by_role("button", name=disposition, exact=True).click()
        await expect(self.page.get_by_role("button", name="Open again")).to_be_visible()
