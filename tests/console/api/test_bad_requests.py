"""Hostile and mistaken requests: each is refused in particular, none stops the server."""

import asyncio
import gzip
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog
from yarl import URL

from tests.console.api.bench import API, Bench, StoringGateway, begin_conversation, read_problem

JSON = {"Content-Type": "application/json"}
REPLIES = "/conversations/FD-00000001/replies"


@pytest.fixture(autouse=True)
async def conversation(bench: Bench) -> AsyncIterator[None]:
    await begin_conversation(bench, 1)
    yield
    # Whatever was sent, the server goes on and nothing was said in anybody's name.
    answer = await bench.get("/conversations/FD-00000001")
    assert [each["text"] for each in answer["interactions"]] == ["Hello"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"{", "line 1 column 1"),
        (b'{"text": "Hi",}', "trailing comma at line 1 column 15"),
        (b'{"text":\n tru}', "line 2"),
        (b'{"text": "Hi"} {}', "trailing characters"),
        (b'{"text": NaN}', "line 1 column 10"),
        (b'{"text": "\xff\xfe"}', "unicode"),
        (b'{"text": "\\ud800"}', "line 1"),
        (b"\xff\xfe{\x00}\x00", "line 1 column 1"),
        (b"[" * 100_000, "recursion"),
        (b'{"a":' * 100_000, "recursion"),
        (b"text=Hi", "line 1"),
        (b"9" * 100_000, "line 1"),
    ],
)
async def test_a_body_that_is_no_json_is_refused_with_the_place(
    bench: Bench, body: bytes, said: str
) -> None:
    problem = await bench.refused(400, "POST", REPLIES, data=body, headers=JSON)
    assert said in problem["detail"]


@pytest.mark.parametrize("body", [b"[]", b'"Hi"', b"7", b"7.5", b"null", b"true"])
async def test_json_that_is_no_object_is_refused(bench: Bench, body: bytes) -> None:
    problem = await bench.refused(422, "POST", REPLIES, data=body, headers=JSON)
    assert "must be a JSON object" in problem["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "  \n "},
        {"text": "\x01\x02"},
        {"text": "a\x00b"},
        {"text": None},
        {"text": 5},
        {"text": ["a"]},
        {"text": {"text": "a"}},
        {"text": "x" * 20_001},
    ],
)
async def test_a_text_of_no_use_is_refused_by_its_field(bench: Bench, body: dict[str, Any]) -> None:
    problem = await bench.refused(422, "POST", REPLIES, json=body)
    assert [entry["field"] for entry in problem["errors"]] == ["text"]
    assert len(json.dumps(problem)) < 1000


async def test_an_unknown_field_is_refused_with_the_nearest_known_one(bench: Bench) -> None:
    problem = await bench.refused(422, "POST", REPLIES, json={"text": "Hi", "txt": "Hi"})
    assert problem["errors"] == [
        {"field": "txt", "reason": "is not known here; did you mean text?"}
    ]


async def test_a_hundred_thousand_unknown_fields_are_answered_in_brief(bench: Bench) -> None:
    body = json.dumps({f"f{number}": 0 for number in range(70_000)}).encode()
    problem = await bench.refused(422, "POST", REPLIES, data=body, headers=JSON)
    assert len(problem["errors"]) == 50
    assert "more" in problem["detail"]


async def test_a_field_name_of_a_megabyte_is_not_sent_back(bench: Bench) -> None:
    body = json.dumps({"x" * 1_000_000: 0}).encode()
    problem = await bench.refused(422, "POST", REPLIES, data=body, headers=JSON)
    assert len(json.dumps(problem)) < 2000


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_another_media_type_is_refused(bench: Bench, content_type: str) -> None:
    problem = await bench.refused(
        415, "POST", REPLIES, data=b'{"text": "Hi"}', headers={"Content-Type": content_type}
    )
    assert "application/json" in problem["detail"]


async def test_a_body_above_a_megabyte_is_refused_however_it_comes(bench: Bench) -> None:
    body = json.dumps({"text": "x" * 1_100_000}).encode()
    announced = await bench.refused(413, "POST", REPLIES, data=io.BytesIO(body), headers=JSON)
    assert "1,048,576 bytes" in announced["detail"]

    async def stream() -> Any:
        for start in range(0, len(body), 65_536):
            yield body[start : start + 65_536]

    await bench.refused(413, "POST", REPLIES, data=stream(), headers=JSON)
    packed = gzip.compress(json.dumps({"text": "x" * 50_000_000}).encode())
    headers = {**JSON, "Content-Encoding": "gzip"}
    await bench.refused(413, "POST", REPLIES, data=packed, headers=headers)


async def test_a_body_that_does_not_match_its_encoding_is_refused(bench: Bench) -> None:
    headers = {**JSON, "Content-Encoding": "gzip"}
    problem = await bench.refused(400, "POST", REPLIES, data=b"no gzip at all", headers=headers)
    assert "encoding" in problem["detail"]


async def test_a_path_with_nothing_at_it_names_the_nearest(bench: Bench) -> None:
    problem = await bench.refused(404, "GET", "/conversation")
    assert "did you mean /api/v1/conversations?" in problem["detail"]
    problem = await bench.refused(404, "GET", "/zzz")
    assert "/api/v1 lists what there is" in problem["detail"]
    await bench.refused(404, "POST", "/conversations/FD-00000001/replies/1")


@pytest.mark.parametrize(
    "reference", ["%00", "FD-%00", "%0a", "x" * 500, "%ff", "..%2f..", "FD-'%20OR%201=1--"]
)
async def test_a_reference_that_cannot_be_one_is_not_found(bench: Bench, reference: str) -> None:
    url = URL(f"{API}/conversations/{reference}", encoded=True)
    token = next(iter(bench.tokens.values()))
    response = await bench.client.get(url, headers={"Authorization": f"Bearer {token}"})
    assert response.status == 404
    assert response.content_type == "application/problem+json"


async def test_another_method_is_refused_with_those_allowed(bench: Bench) -> None:
    for method, path, allowed in (
        ("DELETE", "/conversations", "GET, HEAD"),
        ("GET", REPLIES, "POST"),
        ("PUT", "/messages", "POST"),
        ("OPTIONS", "/articles", "GET, HEAD"),
    ):
        response = await bench.send(method, path)
        problem = await read_problem(response, 405)
        assert response.headers["Allow"] == allowed
        assert allowed in problem["detail"]


async def test_a_fault_of_ours_is_told_by_its_id_and_logged_without_what_was_said(
    bench: Bench,
) -> None:
    body = {"from": "crm-17", "text": "a secret of the customer's", "external_id": "m-1"}
    gateway = bench.services.gateway
    assert isinstance(gateway, StoringGateway)
    gateway.refuse_with = RuntimeError(f"no space left for {body}")
    with structlog.testing.capture_logs() as events:
        problem = await bench.refused(500, "POST", "/messages", json=body)
    assert problem["id"] in problem["detail"]
    (event,) = [each for each in events if each["event"] == "api.failed"]
    assert event["id"] == problem["id"]
    assert event["route"] == "/api/v1/messages"
    assert "secret" not in json.dumps(events) + json.dumps(problem)


async def test_a_client_that_goes_away_in_the_middle_of_its_body_harms_nobody(bench: Bench) -> None:
    url = bench.client.make_url("/")
    _reader, writer = await asyncio.open_connection(url.host, url.port)
    token = next(iter(bench.tokens.values()))
    head = (
        f"POST {API}{REPLIES} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n{{"
    )
    writer.write(head.encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
