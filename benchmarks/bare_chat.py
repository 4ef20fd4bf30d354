"""A WebSocket that keeps each frame in one durable row and echoes it; prints its port.

python -m benchmarks.bare_chat DATABASE_URL CONCURRENCY
"""

import asyncio
import sys

from aiohttp import WSMsgType, web

from benchmarks.durable_inserts import Inserter, open_inserter
from benchmarks.serving import serve

INSERTER = web.AppKey("inserter", Inserter)


async def echo(request: web.Request) -> web.WebSocketResponse:
    """Keep and echo frame after frame."""
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    async for frame in socket:
        if frame.type is WSMsgType.TEXT:
            await request.app[INSERTER].insert(frame.data.encode())
            await socket.send_str(frame.data)
    return socket


async def main() -> None:
    """Serve until the process is ended."""
    url, concurrency = sys.argv[1:]
    async with open_inserter(url, concurrency=int(concurrency)) as inserter:
        app = web.Application()
        app[INSERTER] = inserter
        app.router.add_get("/ws", echo)
        await serve(app)


if __name__ == "__main__":
    asyncio.run(main())
