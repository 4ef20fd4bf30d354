"""The customer's side: a page with the chat in it."""

from re import Pattern

from playwright.async_api import Locator, Page, expect

from tests.end_to_end.browser import PATIENCE, note_complaints

Line = tuple[str, str | Pattern[str]]


class ChatWindow:
    """What a customer does in the chat and reads there.

    Attributes:
        complaints: what the browser said was wrong.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints = note_complaints(page)

    @property
    def entries(self) -> Locator:
        return self.page.locator(".fd-entry")

    async def open(self) -> None:
        """Go to the page and open the chat."""
        await self.page.goto(self.url)
        await self.page.get_by_role("button", name="Chat with us").click()

    async def reload(self) -> None:
        """Load the page again and open the chat again."""
        await self.page.reload()
        await self.page.get_by_role("button", name="Chat with us").click()

    async def write(self, text: str) -> None:
        """Type a message and send it by the Enter key."""
        box = self.page.get_by_role("textbox", name="Your message")
        await box.fill(text)
        await box.press("Enter")

    async def expect_lines(self, *lines: Line) -> None:
        """Wait until exactly this is in the chat, in this order, by these authors."""
        texts = [text for _, text in lines]
        await expect(self.entries.locator(".fd-bubble")).to_have_text(texts, timeout=PATIENCE)
        authors = await self.entries.evaluate_all("all => all.map(one => one.dataset.author)")
        assert authors == [author for author, _ in lines]

    async def expect_connected(self) -> None:
        await expect(self.page.locator(".fd-banner")).to_be_hidden(timeout=PATIENCE)

    async def expect_cut_off(self) -> None:
        await expect(self.page.locator(".fd-banner")).to_be_visible(timeout=PATIENCE)

    async def read_last(self) -> str:
        """The last words in the chat."""
        return await self.entries.last.locator(".fd-bubble").inner_text()
