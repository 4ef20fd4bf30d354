"""The demo asks the airline's own system by the connector, and passes its pages on."""

from pathlib import Path

import aiohttp

from domain.business import CheckInRequest, Write
from tests.demo.demo_site import open_demo


async def test_a_boarding_pass_opens_on_the_main_servers_port(tmp_path: Path):
    async with open_demo(tmp_path) as site, aiohttp.ClientSession() as http:
        assert site.business is not None
        booking = await site.business.find_booking("DEMO42")
        assert booking is not None
        (given,) = await site.business.check_in(
            CheckInRequest(
                reference="DEMO42", passengers=("DEMO42-1",), flights=(booking.flights[0].id,)
            ),
            Write(key="k1"),
        )
        assert given.url.startswith(f"{site.url}/demo/airline/boarding-passes/")

        async with http.get(given.url, headers={"Accept-Language": "de"}) as page:
            assert page.status == 200
            assert page.headers["Cache-Control"] == "no-store"
            assert "Bordkarte" in await page.text()
        folder, _, token = given.url.rpartition("/")
        async with http.get(f"{folder}/pass.css") as style:
            assert (style.status, style.content_type) == (200, "text/css")
        for elsewhere in (f"{folder}/{token[:-1]}", f"{site.url}/demo/airline/bookings/DEMO42"):
            async with http.get(elsewhere) as page:
                assert page.status == 404
        assert (tmp_path / "airline.db").exists()
