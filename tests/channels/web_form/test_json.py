"""The form as a program posts it."""

from typing import Any

import pytest

from channels.web_form.parser import parse_form_message
from domain.messages import HelpVisit
from tests.channels.web_form.conftest import FIELDS, PATH, Visitor
from tests.fake_gateway import FakeGateway


async def test_a_program_is_told_the_reference_and_where_to_read_on(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    response = await visitor.post_json(FIELDS)
    answer = await response.json()
    assert response.status == 202
    assert answer["reference"] == "FD-00000001"
    assert answer["url"].startswith(f"https://desk.example.com{PATH}/t/")
    assert len(gateway.received) == 1


async def test_the_telephone_may_be_left_out(visitor: Visitor) -> None:
    fields = {name: value for name, value in FIELDS.items() if name != "phone"}
    assert (await visitor.post_json(fields)).status == 202
    assert (await visitor.post_json({**fields, "phone": None})).status == 202


async def test_the_same_key_with_the_same_content_is_one_message(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    headers = {"Idempotency-Key": "order-17"}
    answers = [await (await visitor.post_json(FIELDS, headers=headers)).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(gateway.received) == 1


async def test_somebody_elses_key_does_not_open_their_conversation(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    headers = {"Idempotency-Key": "1"}
    mine = await (await visitor.post_json(FIELDS, headers=headers)).json()
    theirs = {**FIELDS, "email": "eve@example.com"}
    other = await (await visitor.post_json(theirs, headers=headers)).json()
    assert mine["url"] != other["url"]
    assert len(gateway.received) == 2


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"mesage": "x"}, "mesage", "did you mean message?"),
        ({"zzz": "x"}, "zzz", "There is no such field."),
        ({"thread": "x"}, "thread", "There is no such field"),
        ({"name": 7}, "name", "must be a text"),
        ({"message": None}, "message", "must be a text"),
        ({"message": ["x"]}, "message", "must be a text"),
        ({"email": "nobody"}, "email", "name@example.com"),
        ({"email": "a@example.com\r\nBcc: b@example.com"}, "email", "name@example.com"),
        ({"subject": "\x00 \r\n"}, "subject", "fill in"),
        ({"message": "x" * 20_001}, "message", "20,000"),
        ({"phone": "1" * 41}, "phone", "40"),
    ],
)
async def test_each_field_that_is_wrong_is_named_with_the_reason(
    visitor: Visitor, gateway: FakeGateway, changed: dict[str, Any], field: str, words: str
) -> None:
    response = await visitor.post_json({**FIELDS, **changed})
    problem = await response.json()
    assert response.status == 422
    assert response.content_type == "application/problem+json"
    [error] = problem["errors"]
    assert error["field"] == field
    assert words in error["reason"]
    assert gateway.received == []


async def test_everything_that_is_missing_is_named_at_once(visitor: Visitor) -> None:
    problem = await (await visitor.post_json({})).json()
    assert [error["field"] for error in problem["errors"]] == [
        "name",
        "email",
        "subject",
        "message",
    ]


async def test_a_thousand_unknown_fields_get_a_short_answer(visitor: Visitor) -> None:
    response = await visitor.post_json({f"field{number}": 1 for number in range(1000)})
    assert len((await response.json())["errors"]) == 20


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[1, 2]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"name": ',
        '{"näme": 1'.encode("utf-16"),
    ],
)
async def test_what_is_no_json_object_is_refused(visitor: Visitor, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = await visitor.client.post(PATH, data=body, headers=headers)
    assert response.status == 400
    assert response.content_type == "application/problem+json"


async def test_a_megabyte_is_refused(visitor: Visitor, gateway: FakeGateway) -> None:
    response = await visitor.post_json({**FIELDS, "message": "x" * 1_000_000})
    assert response.status == 413
    assert gateway.received == []


async def test_half_a_surrogate_is_stored_as_a_sign_that_says_so(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    response = await visitor.post_json({**FIELDS, "message": "odd \ud800"})
    assert response.status == 202
    assert "odd \ufffd" in gateway.received[0].body.decode()


async def test_who_sends_too_much_is_told_how_long_to_wait(visitor: Visitor) -> None:
    for number in range(20):
        await visitor.post_json({**FIELDS, "subject": str(number)})
    response = await visitor.post_json(FIELDS)
    problem = await response.json()
    assert response.status == 429
    assert problem["retry_after"] == int(response.headers["Retry-After"]) > 0


async def test_a_message_that_could_not_be_stored_is_not_acknowledged(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    gateway.refuse_with = OSError("the disk is full")
    response = await visitor.post_json(FIELDS)
    assert response.status == 503
    assert "disk" not in await response.text()


async def test_a_key_that_is_too_long_is_refused(visitor: Visitor) -> None:
    response = await visitor.post_json(FIELDS, headers={"Idempotency-Key": "k" * 201})
    assert response.status == 400


@pytest.mark.parametrize("name", ["\ud800", "", "x\udfff"])
async def test_a_field_whose_name_is_no_text_is_refused_as_the_others(
    visitor: Visitor, name: str
) -> None:
    response = await visitor.post_json({**FIELDS, name: 1})
    assert response.status == 422
    assert (await response.json())["errors"]


@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
async def test_a_body_that_is_not_compressed_as_it_says_is_refused(
    visitor: Visitor, gateway: FakeGateway, media_type: str
) -> None:
    headers = {"Content-Type": media_type, "Content-Encoding": "gzip"}
    response = await visitor.client.post(PATH, data=b"garbage", headers=headers)
    assert response.status == 400
    assert gateway.received == []


async def test_what_was_read_in_the_help_centre_may_be_told(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    told = {"article": "late-bag", "locale": "en", "helpful": False, "searched": "bag"}
    assert (await visitor.post_json({**FIELDS, **told})).status == 202
    message = parse_form_message(gateway.received[0])
    assert message.visit == HelpVisit(
        article_id="late-bag", locale="en", helpful=False, searched="bag"
    )
    assert message.language == "en"


@pytest.mark.parametrize(
    ("told", "visit"),
    [
        ({"locale": "en", "helpful": True}, None),
        ({"searched": "bag", "helpful": True}, HelpVisit(searched="bag")),
        ({"article": "x", "locale": "not a language"}, HelpVisit(article_id="x")),
    ],
)
async def test_what_makes_no_sense_of_it_is_left_out(
    visitor: Visitor, gateway: FakeGateway, told: dict[str, Any], visit: HelpVisit | None
) -> None:
    assert (await visitor.post_json({**FIELDS, **told})).status == 202
    assert parse_form_message(gateway.received[0]).visit == visit


@pytest.mark.parametrize(
    "told", [{"article": "x" * 201}, {"helpful": "no"}, {"searched": 7}, {"locale": "x" * 36}]
)
async def test_what_cannot_be_told_so_is_refused(visitor: Visitor, told: dict[str, Any]) -> None:
    response = await visitor.post_json({**FIELDS, **told})
    assert response.status == 422
    assert [each["field"] for each in (await response.json())["errors"]] == [*told]
