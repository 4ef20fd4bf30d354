"""A server that reads a request and answers it, and nothing else; prints its port."""

import asyncio

from aiohttp import web

from benchmarks.serving import serve

_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


async def answer(request: web.Request) -> web.Response:
    """Answer as the provider's webhook does."""
    await request.read()
    return web.Response(text=_ANSWER, content_type="text/xml", charset="utf-8")


async def main() -> None:
    """Serve until the process is ended."""
    app = web.Application()
    app.router.add_post("/channels/sms/main", answer)
    await serve(app)


if __name__ == "__main__":
    asyncio.run(main())
