"""The reader's side: the public help centre on a telephone."""

from playwright.async_api import Page, ViewportSize, expect

from tests.end_to_end.browser import note_complaints

TELEPHONE = ViewportSize(width=375, height=740)


class ReaderWindow:
    """What somebody does in the help centre and reads there.

    Attributes:
        complaints: what the browser said was wrong.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints = note_complaints(page)

    async def search(self, text: str) -> None:
        """Ask on the first page, in one's own words."""
        await self.page.goto(f"{self.url}/help")
        await self.page.get_by_role("searchbox").fill(text)
        await self.page.get_by_role("button", name="Search").click()

    async def open_found(self, title: str) -> None:
        """Open an article that was found."""
        await self.page.get_by_role("main").get_by_role("link", name=title).first.click()
        await expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()

    async def rate_down(self, comment: str) -> None:
        """Say that it did not help, and what was missing."""
        await self.page.get_by_role("button", name="No", exact=True).click()
        await self.page.get_by_label("What was missing or wrong?").fill(comment)
        await self.page.get_by_role("button", name="Send comment").click()

    async def write(self, *, name: str, email: str, subject: str, message: str) -> None:
        """Write to the company from the article that was read."""
        await self.page.get_by_role("link", name="Write to us").first.click()
        fields = {"Your name": name, "Email": email, "Subject": subject, "Message": message}
        for label, value in fields.items():
            await self.page.get_by_label(label, exact=True).fill(value)
        # Whoever sends a form within two seconds is taken for a machine.
        await self.page.get_by_label("Message").press_sequentially(" Thanks!", delay=300)
        await self.page.get_by_role("button", name="Send message").click()
