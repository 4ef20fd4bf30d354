"""The stream by which the playground shows telephone, mailbox and record as they change."""

import contextlib
import json
from typing import Final

from aiohttp import hdrs, web

from console.event_words import HEARTBEAT, render_event
from console.keys import STOP_TOPIC
from crm_store.conversations import INBOX_TOPIC
from demo.mailboxes import Mailboxes, topic_of
from demo.playground_pages import PlaygroundPages
from demo.playground_parts import Playground
from demo.telephones import Telephone, Telephones
from domain.channels import Follower

# Seconds; proxies cut connections that say nothing for a minute.
_BEAT_EVERY: Final = 20.0
# Seconds of quiet that end a burst of signals, and how many signals one may have.
_QUIET: Final = 0.05
_LONGEST_BURST: Final = 50
_MOST_STREAMS: Final = 200
_HEADERS: Final = {
    hdrs.CONTENT_TYPE: "text/event-stream",
    hdrs.CACHE_CONTROL: "no-store",
    "X-Accel-Buffering": "no",
}


class PlaygroundStream:
    """Serves `GET /demo/events?number=…&mailbox=…`: the events `telephone`, `mailbox`, `record`.

    A page that names no mailbox is told of none.
    """

    def __init__(
        self,
        playground: Playground,
        pages: PlaygroundPages,
        telephones: Telephones | None,
        mailboxes: Mailboxes | None,
    ) -> None:
        self._store = playground.services.store
        self._pages = pages
        self._telephones = telephones
        self._mailboxes = mailboxes
        self._open = 0

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Tell a page what to show, until it goes or the server stops."""
        if self._open >= _MOST_STREAMS:
            raise web.HTTPServiceUnavailable(text="too many pages look on; close some")
        telephone = None
        if self._telephones is not None:
            telephone = self._telephones.get(request.query.get("number", ""))
        mailbox = request.query.get("mailbox") if self._mailboxes is not None else None
        if self._mailboxes is not None and mailbox is not None:
            self._mailboxes.get_owner(mailbox)
        stop = request.app[STOP_TOPIC]
        topics = [INBOX_TOPIC, stop]
        topics += [] if telephone is None else [telephone.topic]
        topics += [] if mailbox is None else [topic_of(mailbox)]
        response = web.StreamResponse(headers=_HEADERS)
        self._open += 1
        try:
            async with self._store.follow(*topics) as follower:
                # The page may go at any moment; then there is nobody left to tell.
                with contextlib.suppress(ConnectionResetError):
                    await response.prepare(request)
                    await self._follow(response, follower, stop, (telephone, mailbox))
        finally:
            self._open -= 1
        return response

    async def _follow(
        self,
        response: web.StreamResponse,
        follower: Follower,
        stop: str,
        wanted: tuple[Telephone | None, str | None],
    ) -> None:
        shown: dict[str, str] = {}
        while True:
            changed = {
                name: data
                for name, data in (await self._look(*wanted)).items()
                if shown.get(name) != data
            }
            shown |= changed
            events = b"".join(render_event(name, data) for name, data in changed.items())
            await response.write(events or HEARTBEAT)
            if await _next_burst(follower, stop):
                return

    async def _look(self, telephone: Telephone | None, mailbox: str | None) -> dict[str, str]:
        views = {"record": json.dumps(await self._pages.render_record())}
        if telephone is not None and self._telephones is not None:
            views["telephone"] = json.dumps(await self._telephones.describe(telephone))
        if mailbox is not None and self._mailboxes is not None:
            views["mailbox"] = json.dumps(self._mailboxes.describe(mailbox))
        return views


async def _next_burst(follower: Follower, stop: str) -> bool:
    """Wait for a burst of signals to end, or for a while of quiet; True when it is all over."""
    signal = await follower.next(_BEAT_EVERY)
    for _ in range(_LONGEST_BURST):
        if signal is None:
            break
        if signal.topic == stop:
            return True
        signal = await follower.next(_QUIET)
    return False
