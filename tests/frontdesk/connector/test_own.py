"""Questions and changes of a company's own: as safe as those that the connector knows."""

from typing import Any

import pytest

from demo.airline.faults import Fault
from domain.business import (
    BusinessAnswerError,
    BusinessRefusedError,
    BusinessUnavailableError,
    BusinessUnclearError,
    Write,
)
from frontdesk.connector.own_answers import DEEPEST, LONGEST_TEXT, read_own
from tests.airline import OpenAirline

VOUCHER = {"member": "M100204", "points": 900}


async def find_points(airline: OpenAirline) -> int:
    found = await airline.business.ask_own("members", {"number": "M100204"})
    assert found is not None
    points: int = found["items"][0]["points"]
    return points


async def test_what_frontdesk_has_no_word_for_is_asked(airline: OpenAirline):
    found = await airline.business.ask_own("members", {"phone": "+15550143"})

    assert found is not None
    assert [(each["number"], each["points"]) for each in found["items"]] == [("M100305", 320)]
    assert airline.faults.calls == [("GET", "/own/members")]
    assert airline.counted == [("ask_own", "ok")]


async def test_what_is_not_there_is_none_and_asked_again_after_an_outage(airline: OpenAirline):
    airline.faults.fail_always("nothing_there")
    assert await airline.business.ask_own("members", {"number": "M1"}) is None

    airline.faults.clear()
    airline.faults.fail_next("server_error")
    assert await airline.connect(retries=1).ask_own("members", {}) is not None


@pytest.mark.parametrize("name", ["", "Members", "../bookings", "a/b", "a?b", "ä", "a" * 65])
async def test_a_name_is_no_path_to_anything_else(airline: OpenAirline, name: str):
    with pytest.raises(ValueError, match="no name"):
        await airline.business.ask_own(name, {})
    with pytest.raises(ValueError, match="no name"):
        await airline.business.change_own(name, {}, Write(key="k1"))
    assert airline.faults.calls == []


async def test_parameters_stay_parameters(airline: OpenAirline):
    odd = {"number": "M1&phone=+15550142", "x y": "ä=#"}
    assert await airline.business.ask_own("members", odd) == {"items": []}


@pytest.mark.parametrize("fault", ["no_json", "redirect", "too_large"])
async def test_no_other_answer_is_believed(airline: OpenAirline, fault: Fault):
    airline.faults.fail_always(fault)
    with pytest.raises(BusinessAnswerError):
        await airline.business.ask_own("members", {})


@pytest.mark.unit
@pytest.mark.parametrize(
    "value",
    [
        [],
        None,
        "text",
        {"a": "two\nlines"},
        {"a": ["turned \u202e around"]},
        {"\u0000": 1},
        {"a": "\ud800"},
        {"a": "x" * (LONGEST_TEXT + 1)},
        {"a": float("inf")},
        {"a": float("nan")},
    ],
)
def test_what_could_not_be_shown_is_not_read(value: Any):
    with pytest.raises(BusinessAnswerError, match="cannot be true"):
        read_own(value)


@pytest.mark.unit
def test_an_answer_is_as_deep_as_it_may_be():
    deep: Any = "bottom"
    for _ in range(DEEPEST - 1):
        deep = {"a": deep}
    assert read_own(deep) == deep
    with pytest.raises(BusinessAnswerError, match="deeper"):
        read_own({"a": deep})


async def test_a_change_is_made_once(airline: OpenAirline):
    made = await airline.business.change_own("vouchers", VOUCHER, Write(key="k1"))
    again = await airline.business.change_own("vouchers", VOUCHER, Write(key="k1"))
    looked_up = await airline.business.change_own(
        "vouchers", VOUCHER, Write(key="k1", repeated=True)
    )

    assert made == again == looked_up
    assert (made["worth"], made["points"]) == (900, 340)
    assert await find_points(airline) == 340


async def test_who_dies_after_a_change_has_made_it(airline: OpenAirline):
    airline.faults.fail_next("dies_after_doing")

    made = await airline.business.change_own("vouchers", VOUCHER, Write(key="k1"))

    assert made["points"] == await find_points(airline) == 340
    assert ("GET", "/outcomes/k1") in airline.faults.calls


async def test_a_change_is_not_sent_twice_on_a_guess(airline: OpenAirline):
    airline.faults.fail_next("dies_before_doing")
    with pytest.raises(BusinessUnavailableError, match="did nothing"):
        await airline.business.change_own("vouchers", VOUCHER, Write(key="k1"))

    airline.faults.fail_next("dies_after_doing")
    airline.faults.fail_next("server_error")
    with pytest.raises(BusinessUnclearError):
        await airline.business.change_own("vouchers", VOUCHER, Write(key="k1"))
    assert await find_points(airline) == 340


async def test_a_refusal_has_a_code_of_the_company(airline: OpenAirline):
    too_much = {**VOUCHER, "points": 5000}
    for write in (Write(key="k1"), Write(key="k1", repeated=True)):
        with pytest.raises(BusinessRefusedError) as refused:
            await airline.business.change_own("vouchers", too_much, write)
        assert (refused.value.code, refused.value.facts) == ("not_enough", {"points": "1240"})
