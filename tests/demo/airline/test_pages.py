"""Boarding passes and return labels: found by their address alone, and right in what they say."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from demo.airline.scan_code import Scanned, write_bcbp
from domain.business import BoardingPass, CheckInRequest, ReturnRequest, Write
from tests.airline import OpenAirline, open_airline
from tests.fakes import MONDAY_MORNING, FakeClock


@pytest.fixture
async def airline(tmp_path: Path) -> AsyncIterator[OpenAirline]:
    async with open_airline(tmp_path, clock=FakeClock()) as opened:
        yield opened


async def check_in(airline: OpenAirline, reference: str) -> tuple[BoardingPass, ...]:
    booking = await airline.business.find_booking(reference)
    assert booking is not None
    request = CheckInRequest(
        reference=reference,
        passengers=tuple(each.id for each in booking.passengers),
        flights=tuple(each.id for each in booking.flights),
    )
    return await airline.business.check_in(request, Write(key=reference))


async def read(url: str, language: str = "en") -> tuple[int, str]:
    headers = {"Accept-Language": language}
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
        assert answer.headers["Cache-Control"] in {"no-store", "no-cache"}
        return answer.status, await answer.text()


async def test_a_pass_says_who_sits_where_and_when_to_board(airline: OpenAirline):
    (given,) = await check_in(airline, "DEMO42")
    status, page = await read(given.url)

    assert status == 200
    # 15:00 in UTC, by the clocks of Norhavn; Lisbon is an hour behind.
    for words in (
        "Astrid Lindqvist",
        "AU 218",
        "B7",
        given.seat,
        "16:00",
        "15:20",
        "18:55",
        "<svg",
    ):
        assert words in page
    assert "<script" not in page
    assert "style=" not in page


async def test_a_pass_speaks_the_readers_language_and_tells_of_a_delay(airline: OpenAirline):
    (given,) = await check_in(airline, "RM8Y4T")
    _, page = await read(given.url, "de-DE,en;q=0.5")

    for words in (
        "Bordkarte",
        "Rosa Müller-Reyes",
        "Dieser Flug verspätet sich.",
        "21:55",
        "21:00",
    ):
        assert words in page


async def test_nobody_finds_a_pass_by_guessing(airline: OpenAirline):
    (given,) = await check_in(airline, "DEMO42")
    base, _, token = given.url.rpartition("/")

    assert len(token) >= 43
    for guess in ("DEMO42-1", token[:-1], "1"):
        assert (await read(f"{base}/{guess}"))[0] == 404
    assert (await read(f"{base}/pass.css"))[0] == 200


async def test_a_label_names_what_goes_back(airline: OpenAirline):
    request = ReturnRequest(order="AS-2041", items=("AS-2041-2",), reason="unwanted")
    made = await airline.business.request_return(request, Write(key="k1"))
    assert made.label_url is not None
    _, page = await read(made.label_url)

    assert made.number in page
    assert "2 \N{MULTIPLICATION SIGN} Travel pillow" in page


@pytest.mark.unit
def test_the_code_is_one_that_gates_can_read():
    text = write_bcbp(
        Scanned(
            first_name="Zoë",
            last_name="Müller-Straß",
            reference="DEMO42",
            origin="NHN",
            destination="LIS",
            flight="AU218",
            on=MONDAY_MORNING.date(),
            seat="8A",
            number=3,
        )
    )
    assert text == "M1MULLERSTRASS/ZOE    EDEMO42 NHNLISAU 0218 061Y008A0003 100"
    assert len(text) == 60
