"""The demo airline's own system on a socket of this machine, and the connector pointed at it.

What there is, from the moment at which it opens (`clock.now()`); see demo/airline/story.toml:

- `DEMO42` Astrid Lindqvist, leaves in 6 h, open; `DEMO43` Jonas and Miriam Weber, in 10 days;
- `SM3R8K` three passengers on two flights, both open; `QK7M2P` checked in already (two flights);
- `C0P3NH` cancelled; `RB7Q2M` rebooked to `RB9T5K`; `LT2E8P` leaves in 30 min, closed;
  `FC5W1R` its flight is cancelled; `RM8Y4T` its flight is late, on one telephone with `PN6V2K`;
- orders `AS-2041` delivered and returnable but for item 3, `AS-2007` past its window, `AS-2055`
  sent with tracking, `AS-2058` packed, `AS-2060` placed, `AS-2033` cancelled;
- appointments `AP-501` of Lindqvist, proposed, and `AP-502` of Weber, confirmed; free times;
- members `M100204` Lindqvist with 1240 points and `M100305` Weber with 320, asked for as `/own/`.

A passenger's id is the reference, a dash and their number: `DEMO42-1`.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp.typedefs import Middleware
from pydantic import SecretStr

from bot.tools import Counter
from demo.airline.database import AirlineDatabase
from demo.airline.faults import Faults
from demo.airline.running import RunningAirline, running_airline
from demo.airline.story import ToldBooking, load_airline_story
from domain.business import Business
from domain.clock import Clock
from frontdesk.connector.of_site import make_business
from frontdesk.http_client import SharedClient
from frontdesk.settings.model import BusinessSettings
from frontdesk.system import SystemClock, SystemIds

SECRET = "an airline's secret for tests alone"


@dataclass(slots=True, kw_only=True)
class OpenAirline:
    """An airline that answers, and the connector pointed at it.

    Attributes:
        faults: `fail_next("dies_after_doing")` and the like; see `Fault`.
        bookings: as the story tells them, by reference.
        counted: what the connector counted, as (operation, outcome).
        settings: with which another connector to the same airline can be made.
    """

    business: Business
    running: RunningAirline
    settings: BusinessSettings
    bookings: dict[str, ToldBooking]
    counted: list[tuple[str, str]]
    connect: Callable[..., Business] = field(repr=False)

    @property
    def faults(self) -> Faults:
        return self.running.faults

    @property
    def url(self) -> str:
        return self.running.url

    @property
    def database(self) -> AirlineDatabase:
        return self.running.database

    async def go_down(self) -> None:
        """Refuse connections."""
        await self.running.go_down()

    async def come_up(self) -> None:
        """Take them again."""
        await self.running.come_up()


@asynccontextmanager
async def open_airline(
    folder: Path,
    *,
    clock: Clock | None = None,
    watching: Sequence[Middleware] = (),
    **settings: Any,
) -> AsyncIterator[OpenAirline]:
    """Open an airline with a database in `folder`.

    Args:
        clock: of both sides.
        watching: see `running_airline`.
        **settings: of `[business]`, such as `timeout_seconds=0.2` or `retries=0`.
    """
    clock = clock or SystemClock()
    http = SharedClient()
    counted: list[tuple[str, str]] = []
    path = folder / "airline.db"
    async with running_airline(
        path, secret=SECRET, clock=clock, ids=SystemIds(clock), watching=watching
    ) as running:
        given = {"url": running.url, "secret": SecretStr(SECRET), **settings}

        def connect(**other: Any) -> Business:
            business = make_business(
                BusinessSettings(**{**given, **other}), http, clock, _count_into(counted)
            )
            assert business is not None
            return business

        try:
            yield OpenAirline(
                business=connect(),
                running=running,
                settings=BusinessSettings(**given),
                bookings={each.reference: each for each in load_airline_story().bookings},
                counted=counted,
                connect=connect,
            )
        finally:
            await http.close()


def _count_into(counted: list[tuple[str, str]]) -> Counter:
    def count(event: str, **labels: str) -> None:
        counted.append((labels["operation"], labels["outcome"]))

    return count
