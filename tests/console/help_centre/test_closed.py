"""A company that does not want a help centre has none."""

from dataclasses import replace

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from console.services import Services
from tests.console.help_centre.conftest import Desk
from tests.console.quick_app import make_quick_app


async def test_a_closed_help_centre_is_nowhere(help_services: Services, desk: Desk):
    app = make_quick_app(replace(help_services, help_centre=False))
    server = TestServer(app)
    client: TestClient[web.Request, web.Application] = TestClient(server)
    async with server, client:
        for path in (
            "/help",
            "/help/",
            "/help/en/",
            "/help/en/articles/late",
            "/help/en/articles",
            "/help/en/categories/lost",
            "/help/en/search?q=bag",
            "/help/en/contact",
            "/help/sitemap.xml",
            "/help/files/x/y",
        ):
            response = await client.get(path, allow_redirects=False)
            assert response.status == 404, path
            assert "bag" not in await response.text()
        rated = await client.post("/help/en/articles/late/rating", data={"helpful": "no"})
        assert rated.status == 404
        robots = await (await client.get("/robots.txt")).text()
        assert "Sitemap" not in robots
        assert "/help" not in await (await client.get("/")).text()
