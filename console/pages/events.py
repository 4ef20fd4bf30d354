"""The stream by which open pages learn that something changed."""

import asyncio
import contextlib
from typing import Final

from aiohttp import hdrs, web

from console.event_words import HEARTBEAT, render_burst, render_event
from console.form_reading import read_line
from console.keys import STOP_TOPIC, get_services, get_signed_in
from console.sessions import find_signed_in
from crm_store.agent_presence import presence_topic
from crm_store.alerts import ALERTS_TOPIC
from crm_store.complaints import COMPLAINTS_TOPIC
from crm_store.conversations import INBOX_TOPIC, conversation_topic, get_conversation
from domain.channels import Follower, Signal, ThreadKey

# Seconds; proxies cut connections that say nothing for a minute.
_BEAT_EVERY: Final = 20.0
# Seconds of quiet that end a burst of signals, and the least between two of them: each makes
# every page that shows the conversation look again, so that a customer who writes without a
# pause must not set their pace.
_QUIET: Final = 0.1
_APART: Final = 1.0
_HEADERS: Final = {
    hdrs.CONTENT_TYPE: "text/event-stream",
    hdrs.CACHE_CONTROL: "no-store",
    "X-Accel-Buffering": "no",
}


async def stream_events(request: web.Request) -> web.StreamResponse:
    """Tell a page what changed, until it goes, its session ends or the server stops.

    `?conversation=` names the conversation the page shows, if any. On (re)connecting a page is
    told to look at everything once, since it may have missed something.
    """
    conversation, thread = await _find_topics(request)
    stop = request.app[STOP_TOPIC]
    presence = presence_topic(get_signed_in(request).member.id)
    followed = (
        *(INBOX_TOPIC, ALERTS_TOPIC, COMPLAINTS_TOPIC, presence, stop),
        *(conversation, thread),
    )
    topics = [topic for topic in followed if topic]
    response = web.StreamResponse(headers=_HEADERS)
    now = asyncio.get_running_loop().time
    earliest = now()
    async with get_services(request).store.follow(*topics) as follower:
        # The page may go at any moment; then there is nobody left to tell.
        with contextlib.suppress(ConnectionResetError):
            await response.prepare(request)
            await response.write(render_event("inbox", "look"))
            await response.write(render_event("conversation", "look"))
            await response.write(render_event("alerts", "look"))
            await response.write(render_event("complaints", "look"))
            await response.write(render_event("presence", "look"))
            while (burst := await _next_burst(follower, stop, earliest)) is not None:
                if not burst and not await _still_signed_in(request):
                    break
                await response.write(render_burst(burst, conversation, thread) or HEARTBEAT)
                earliest = now() + _APART
    return response


async def _find_topics(request: web.Request) -> tuple[str, str]:
    reference = read_line(request, "conversation")
    if not reference:
        return "", ""
    found = await get_services(request).store.read(get_conversation, reference)
    key = ThreadKey(channel=found.channel, account=found.account, thread=found.thread)
    return conversation_topic(found.id), key.topic


async def _next_burst(follower: Follower, stop: str, earliest: float) -> list[Signal] | None:
    """Gather what comes in one breath; empty after a while of quiet, None when it is over.

    Args:
        earliest: the loop's time before which a burst does not end.
    """
    now = asyncio.get_running_loop().time
    burst: list[Signal] = []
    signal = await follower.next(_BEAT_EVERY)
    latest = max(earliest, now() + _APART)
    while signal is not None:
        if signal.topic == stop:
            return None
        burst.append(signal)
        if now() >= latest:
            break
        signal = await follower.next(max(_QUIET, earliest - now()))
    return burst


async def _still_signed_in(request: web.Request) -> bool:
    return await find_signed_in(get_services(request), request) is not None
