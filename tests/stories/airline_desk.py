"""A desk whose company is the demo airline, on a socket of its own behind the real connector."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from domain.knowledge import Matcher
from frontdesk.settings import Settings, load_settings
from tests.airline import SECRET, OpenAirline, open_airline
from tests.stories.story_desk import StoryDesk

BUSINESS = """
[business]
url = "{url}"
secret = "{secret}"
retries = 0
"""


class AirlineDesk(StoryDesk):
    """A desk that asks an airline; `airline` says what there is to be asked."""

    airline: OpenAirline

    def _load_settings(self) -> Settings:
        super()._load_settings()
        file = self._folder / "frontdesk.toml"
        business = BUSINESS.format(url=self.airline.url, secret=SECRET)
        file.write_text(file.read_text() + business)
        return load_settings(file, (), {}).settings

    async def answers(self, number: str, *texts: str) -> list[str]:
        """Send texts one after the other; return what was answered to each, all parts together."""
        answered = []
        for text in texts:
            before = len(self.said_to(number))
            await self.customer_texts(number, text)
            answered.append("\n\n".join(self.said_to(number)[before:]))
        return answered

    async def chat_answers(self, visitor: str, *texts: str) -> list[str]:
        """Write into the chat instead."""
        answered = []
        for text in texts:
            before = await self._last_entry(visitor)
            await self.visitor_writes(visitor, text, language="en")
            shown = await self.page_shows(visitor, after=before)
            said = [entry.text for entry in shown.entries if entry.author != "customer"]
            answered.append("\n\n".join(said))
        return answered

    async def _last_entry(self, visitor: str) -> int:
        shown = await self.page_shows(visitor)
        return max((entry.position for entry in shown.entries), default=0)


@asynccontextmanager
async def open_airline_desk(url: str, folder: Path, matcher: Matcher) -> AsyncIterator[AirlineDesk]:
    """Open an airline and its desk on one clock, and close both whatever happens."""
    desk = AirlineDesk(url, folder, matcher)
    async with open_airline(folder, clock=desk.clock) as airline:
        desk.airline = airline
        try:
            await desk.open()
            yield desk
        finally:
            await desk.close()
