"""Customers found however an address is written, and their timeline."""

import pytest
from yarl import URL

from tests.console.api.bench import API, Bench, begin_conversation


@pytest.mark.parametrize(
    "identity",
    [
        "%2B15550142",
        "+15550142",  # a server reads this plus as a blank
        "%2B1%20555-0142",
        "astrid.lindqvist@example.com",
        "Astrid.Lindqvist@EXAMPLE.com",
    ],
)
async def test_a_customer_is_found_by_an_address_however_it_is_written(
    bench: Bench, identity: str
) -> None:
    url = URL(f"{API}/customers?identity={identity}", encoded=True)
    token = next(iter(bench.tokens.values()))
    response = await bench.client.get(url, headers={"Authorization": f"Bearer {token}"})
    page = await response.json()
    assert [item["id"] for item in page["items"]] == ["c-1"]
    assert page["next"] is None
    customer = page["items"][0]
    assert customer["name"] == "Astrid Lindqvist"
    assert {(each["kind"], each["value"], each["trust"]) for each in customer["identities"]} == {
        ("phone", "+15550142", "verified"),
        ("email", "astrid.lindqvist@example.com", "verified"),
    }
    assert await bench.get("/customers/c-1") == customer


async def test_an_address_of_nobody_s_gives_an_empty_list(bench: Bench) -> None:
    page = await bench.get("/customers", params={"identity": "nobody@example.com"})
    assert page == {"items": [], "next": None}


async def test_an_address_must_be_given(bench: Bench) -> None:
    problem = await bench.refused(422, "GET", "/customers")
    assert problem["errors"] == [{"field": "identity", "reason": "is missing"}]
    await bench.refused(422, "GET", "/customers", params={"identity": "a\x00b"})


async def test_a_timeline_holds_everything_newest_first_with_its_conversation(bench: Bench) -> None:
    await begin_conversation(bench, 1, text="first")
    await begin_conversation(bench, 2, text="second")
    await bench.post("/conversations/FD-00000001/replies", {"text": "third"})
    items = await bench.walk("/customers/c-1/timeline", limit="1")
    said = [(item["text"], item["conversation"]) for item in items if item["direction"] != "event"]
    assert said == [
        ("third", "FD-00000001"),
        ("second", "FD-00000002"),
        ("first", "FD-00000001"),
    ]


async def test_an_unknown_customer_is_not_found(bench: Bench) -> None:
    for path in ("/customers/c-9", "/customers/c-9/timeline"):
        problem = await bench.refused(404, "GET", path)
        assert "c-9" in problem["detail"]
