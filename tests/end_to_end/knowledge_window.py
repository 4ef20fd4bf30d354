"""The knowledge manager's side: gaps, articles and their versions, in a browser."""

from playwright.async_api import Locator, Page, expect

from tests.end_to_end.browser import PATIENCE, note_complaints


class KnowledgeWindow:
    """What a knowledge manager does in the console and reads there.

    Attributes:
        complaints: what the browser said was wrong.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints = note_complaints(page)

    @property
    def wordings(self) -> Locator:
        """The fields in which it is said how customers ask."""
        return self.page.get_by_label("A way customers ask it")

    async def log_in(self, email: str, password: str) -> None:
        await self.page.goto(f"{self.url}/console/login?next=/console/knowledge")
        await self.page.get_by_label("Email address").fill(email)
        await self.page.get_by_label("Password").fill(password)
        await self.page.get_by_role("button", name="Log in").click()
        await expect(self.page.get_by_role("heading", name="Articles")).to_be_visible()

    async def go(self, name: str) -> None:
        """Follow an entry of the sidebar."""
        await self.page.locator(".sidebar").get_by_role("link", name=name, exact=True).click()

    async def find_gap(self, about: str) -> None:
        """Have questions nobody answered looked at, and open the gap that they make."""
        await self.go("Gaps")
        await self.page.get_by_role("button", name="Look again").click()
        gap = self.page.get_by_role("main").get_by_role("link").filter(has_text=about).first
        await expect(gap).to_be_visible(timeout=PATIENCE)
        await gap.click()

    async def draft_from_gap(self) -> None:
        """Begin an article from the gap that is open."""
        await self.page.get_by_role("button", name="Draft an article").first.click()
        await expect(self.page.get_by_label("Title", exact=True)).to_be_visible()

    async def begin(self, title: str) -> None:
        """Begin an article from nothing."""
        await self.page.goto(f"{self.url}/console/knowledge")
        await self.page.get_by_text("New article").first.click()
        await self.page.locator("form[action='/console/knowledge/articles'] [name=title]").fill(
            title
        )
        await self.page.get_by_role("button", name="Begin writing").click()
        await expect(self.page.get_by_label("Title", exact=True)).to_have_value(title)

    async def write(self, *, title: str | None = None, answer: str, variants: str = "") -> None:
        """Fill the form in; each wording of `variants` stands on a line of its own."""
        if title is not None:
            await self.page.get_by_label("Title", exact=True).fill(title)
        await self.page.locator("#answer").fill(answer)
        for wording in variants.splitlines():
            await self.page.get_by_role("button", name="Add another way").click()
            await self.wordings.last.fill(wording)

    async def look_before_publishing(self) -> None:
        """Save, and go to the page that says what publishing would do."""
        await self.page.locator(".article-acts").get_by_role("button", name="Publish…").click()
        await expect(self.page.get_by_role("button", name="Publish now")).to_be_visible()
        await expect(self.page.locator("#conflicts [data-waiting]")).to_have_count(0)

    async def publish(self) -> None:
        await self.page.get_by_role("button", name="Publish now").click()
        await expect(self.page.locator("#article-state")).to_contain_text("Published")

    async def restore(self, version: int) -> None:
        """Make a draft of an earlier version of the article that is open."""
        await self.page.locator("#menu-article summary").click()
        await self.page.get_by_role("link", name="Versions").click()
        await self.page.get_by_role("button", name=f"Restore version {version}", exact=True).click()
        await expect(self.page.get_by_label("Title", exact=True)).to_be_visible()
