"""The server dies after the airline has checked somebody in, and before it could note so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from crm_store.store import Store
from demo.sms_provider import SmsProvider
from tests.airline import SECRET, OpenAirline, open_airline
from tests.end_to_end.processes import Site
from tests.end_to_end.test_killed import read_what_was_said, settle
from tests.end_to_end.texting import Texts
from tests.engines import SLOW_ON_POSTGRES

SID = f"SM{6:032x}"
STRANGER = "+15550999"
WAIT_SECONDS = 30.0

pytestmark = SLOW_ON_POSTGRES


@dataclass
class LateAnswer:
    """Keeps the airline's first answer to a change back, once the change is made."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)
    changes: int = 0

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Count changes, and hold the first answer."""
        response = await handler(request)
        if request.method == "POST":
            self.changes += 1
            self.changed.set()
            await self.release.wait()
        return response


@asynccontextmanager
async def open_slow_airline(folder: Path) -> AsyncIterator[tuple[OpenAirline, LateAnswer]]:
    late = LateAnswer()
    async with open_airline(folder, watching=(late.middleware,)) as airline:
        yield airline, late
        late.release.set()


async def test_whoever_is_checked_in_as_the_server_dies_is_so_once_and_hears_of_it_once(
    site: Site, record: Store, provider: tuple[SmsProvider, str], tmp_path: Path
):
    async with open_slow_airline(tmp_path) as (airline, late):
        site.further_settings = f'[business]\nurl = "{airline.url}"\nsecret = "{SECRET}"\n'
        site.write_settings()
        process = await site.start_server()
        texts = Texts(site, {SID: (STRANGER, "checkin DEMO42 Lindqvist")})
        await texts.send_all()
        async with asyncio.timeout(WAIT_SECONDS):
            await late.changed.wait()
        process.kill()
        await process.wait()
        late.release.set()
        process = await site.start_server()
        await settle(record)
        process.terminate()
        assert await process.wait() == 0
        assert late.changes == 1
        said = [
            text
            for _, _, direction, text in await record.read(read_what_was_said)
            if direction == "out"
        ]
        booking = await airline.business.find_booking("DEMO42")
    assert booking is not None
    (boarding,) = booking.passes
    assert len(said) == 1
    assert said[0].startswith("Checked in: Astrid")
    assert boarding.url in said[0]
    assert [sms.text for sms in provider[0].messages] == said
