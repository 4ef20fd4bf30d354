"""The airline's own system: whom it lets in, and what it tells anew at each start."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from domain.business import BusinessUnavailableError, CheckInRequest, Write
from frontdesk.connector.signing import Unsigned, sign
from tests.airline import SECRET, OpenAirline, open_airline
from tests.fakes import MONDAY_MORNING as NOW
from tests.fakes import FakeClock


async def get(airline: OpenAirline, path: str, headers: dict[str, str]) -> int:
    async with aiohttp.ClientSession() as http, http.get(airline.url + path, headers=headers) as a:
        return a.status


async def test_only_what_is_signed_comes_in_and_only_once(tmp_path: Path):
    async with open_airline(tmp_path, clock=FakeClock()) as airline:
        unsigned = Unsigned(method="GET", path="/bookings/DEMO42", query="", body=b"")
        signed = sign(unsigned, secret=SECRET.encode(), created=NOW, nonce="n1")
        forged = sign(unsigned, secret=b"guessed", created=NOW, nonce="n2")
        old = NOW - timedelta(minutes=6)
        stale = sign(unsigned, secret=SECRET.encode(), created=old, nonce="n3")

        assert await get(airline, "/bookings/DEMO42", {}) == 401
        assert await get(airline, "/bookings/DEMO42", forged) == 401
        assert await get(airline, "/bookings/DEMO42", stale) == 401
        assert await get(airline, "/bookings/DEMO43", signed) == 401
        assert await get(airline, "/bookings/DEMO42?give_up=x", signed) == 401
        assert await get(airline, "/bookings/DEMO42", signed) == 200
        assert await get(airline, "/bookings/DEMO42", signed) == 401


async def test_each_start_tells_the_story_anew_and_keeps_outcomes(tmp_path: Path):
    async with open_airline(tmp_path, clock=FakeClock()) as airline:
        flight = f"AU218-{NOW + timedelta(hours=6):%Y%m%d%H%M}"
        request = CheckInRequest(reference="DEMO42", passengers=("DEMO42-1",), flights=(flight,))
        first = await airline.business.check_in(request, Write(key="k1"))

    later = FakeClock(NOW + timedelta(days=3))
    async with open_airline(tmp_path, clock=later) as airline:
        booking = await airline.business.find_booking("DEMO42")
        assert booking is not None
        assert booking.passes == ()
        assert booking.flights[0].departs_at == later.now() + timedelta(hours=6)
        looked_up = await airline.business.check_in(request, Write(key="k1", repeated=True))
        assert [each.seat for each in looked_up] == [each.seat for each in first]


async def test_what_is_down_takes_no_connection(tmp_path: Path):
    async with open_airline(tmp_path, retries=0) as airline:
        await airline.go_down()
        with pytest.raises(BusinessUnavailableError):
            await airline.business.check()


async def test_it_runs_alone(tmp_path: Path):
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "demo.airline", "--database", str(tmp_path / "alone.db")),
        *("--secret", SECRET),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert program.stdout is not None
    try:
        url = (await program.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as http, http.get(f"{url}/bookings/DEMO42") as answer:
            assert answer.status == 401
    finally:
        program.terminate()
        await program.wait()
