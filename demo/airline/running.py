"""The airline's system from its start to its end."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Middleware

from demo.airline.database import AirlineDatabase
from demo.airline.faults import Faults
from demo.airline.pages import Pages
from demo.airline.service import LARGEST_BODY, AirlineService
from demo.airline.story import load_airline_story, tell
from domain.clock import Clock, Ids

LOOPBACK = "127.0.0.1"
_GRACE = 0.01  # seconds; aiohttp takes 0 for as long as it lasts


def _bind(port: int) -> socket.socket:
    """Take the port at once, so that its number is known before anybody answers there."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    return listening


@dataclass(slots=True, kw_only=True)
class RunningAirline:
    """An airline that answers.

    Attributes:
        url: where, without a slash at the end.
        secret: what requests are signed with.
        faults: what goes wrong.
    """

    url: str
    secret: str
    faults: Faults
    database: AirlineDatabase
    runner: web.AppRunner
    port: int

    async def go_down(self) -> None:
        """Take no connection any more, and cut those that are open."""
        for site in list(self.runner.sites):
            await site.stop()
        if self.runner.server is not None:
            await self.runner.server.shutdown(_GRACE)
        for _ in range(5):
            # Those at the other end hear of it in the next rounds of the loop.
            await asyncio.sleep(0)

    async def come_up(self) -> None:
        """Listen again, where it did before."""
        await web.SockSite(self.runner, _bind(self.port)).start()


@asynccontextmanager
async def running_airline(
    path: Path,
    *,
    secret: str,
    clock: Clock,
    ids: Ids,
    port: int = 0,
    pages_url: str | None = None,
    watching: Sequence[Middleware] = (),
) -> AsyncIterator[RunningAirline]:
    """Tell the story anew and answer on a port of this machine.

    Args:
        path: the database's file; made where there is none.
        port: 0 for any free one.
        pages_url: what the addresses of boarding passes begin with; the airline's own otherwise.
        watching: middlewares that see what comes in and goes out.
    """
    database = AirlineDatabase(path)
    runner: web.AppRunner | None = None
    try:
        await database.run(partial(tell, story=load_airline_story(), now=clock.now(), ids=ids))
        faults = Faults()
        listening = _bind(port)
        port = listening.getsockname()[1]
        url = f"http://{LOOPBACK}:{port}"
        service = AirlineService(
            database, secret=secret, pages_url=pages_url or url, clock=clock, ids=ids
        )
        app = web.Application(
            middlewares=(*watching, faults.middleware, service.middleware),
            client_max_size=LARGEST_BODY,
        )
        service.add_routes(app)
        Pages(database).add_routes(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        yield RunningAirline(
            url=url, secret=secret, faults=faults, database=database, runner=runner, port=port
        )
    finally:
        if runner is not None:
            faults.release.set()
            await runner.cleanup()
        database.close()
