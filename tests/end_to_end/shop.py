"""Somebody else's website, on another origin, with the chat in it by one script tag."""

from aiohttp import web

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>Shop</title></head>
<body><main><h1>Shop</h1><p>Flights, and what goes with them.</p></main>
<script src="{site}/channels/web-chat/site/widget.js" async></script></body>
</html>
"""


class Shop:
    """The website's server.

    Attributes:
        url: its origin; the site it embeds the chat of must allow it.
        site_url: where that site is; set it before a page is opened.
    """

    def __init__(self) -> None:
        self.url = ""
        self.site_url = ""
        app = web.Application()
        app.router.add_get("/", self._show)
        self._runner = web.AppRunner(app)

    async def start(self) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        # Another host than the server's 127.0.0.1, not just another port.
        self.url = f"http://localhost:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _show(self, _request: web.Request) -> web.Response:
        return web.Response(text=PAGE.format(site=self.site_url), content_type="text/html")
