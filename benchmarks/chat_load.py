"""Many chats at once, each asking again once it is answered; prints JSON.

    python -m benchmarks.chat_load URL CHATS QUESTIONS bare|frontdesk

Times run from the frame with the question to the frame with the answer. Like the widget, a chat
tells Frontdesk what it has taken; the first questions of each chat are not counted.
"""

import asyncio
import json
import statistics
import sys
from urllib.parse import urlsplit

import aiohttp

_UNCOUNTED = 3
_PATIENCE = 60.0
_QUESTION = "How much cabin baggage may I take?"


async def converse(
    session: aiohttp.ClientSession, url: str, questions: int, *, bare: bool
) -> list[float]:
    """Hold one chat; return the seconds that each answer took."""
    loop = asyncio.get_running_loop()
    times = []
    origin = f"http://{urlsplit(url).netloc}"  # as a page of that very server has it
    async with session.ws_connect(url, origin=origin) as socket:
        if not bare:
            await socket.send_json({"type": "hello", "token": None})
        for number in range(questions):
            began = loop.time()
            await socket.send_json({"type": "message", "id": f"m{number}", "text": _QUESTION})
            position = await _wait_for_answer(socket, bare=bare)
            times.append(loop.time() - began)
            if not bare:
                await socket.send_json({"type": "ack", "upto": position})
    return times[_UNCOUNTED:]


async def _wait_for_answer(socket: aiohttp.ClientWebSocketResponse, *, bare: bool) -> int:
    while True:
        frame = await socket.receive_json(timeout=_PATIENCE)
        if bare:
            return 0
        if frame["type"] == "refused":
            raise RuntimeError(frame["reason"])
        if frame["type"] == "entry" and frame["author"] == "bot":
            if frame["quick_replies"] or "8 kg" not in frame["text"]:
                raise RuntimeError(f"not the answer: {frame['text']}")
            position: int = frame["position"]
            return position


async def main() -> None:
    """Hold all chats and print what came of it."""
    url, chats, questions, kind = sys.argv[1:]
    connector = aiohttp.TCPConnector(limit=0)
    loop = asyncio.get_running_loop()
    async with aiohttp.ClientSession(connector=connector) as session:
        began = loop.time()
        found = await asyncio.gather(
            *(
                converse(session, url, int(questions), bare=kind == "bare")
                for _ in range(int(chats))
            )
        )
        seconds = loop.time() - began
    cuts = statistics.quantiles([time for times in found for time in times], n=100)
    answered = int(chats) * int(questions)
    print(json.dumps({"p50": cuts[49], "p99": cuts[98], "rate": answered / seconds}))


if __name__ == "__main__":
    asyncio.run(main())
