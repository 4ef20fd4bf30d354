"""The form as a browser posts it."""

import json
from datetime import timedelta

import pytest

from channels.web_form.parser import parse_form_message
from tests.channels.web_form.conftest import FIELDS, PATH, Visitor, find_value
from tests.fake_gateway import FakeGateway

BEHIND_PROXY = {"account": "contact", "per_ip_per_hour": 1, "client_ip_header": "X-Forwarded-For"}


async def test_the_page_is_complete_without_a_script_and_keeps_strangers_out(
    visitor: Visitor,
) -> None:
    response = await visitor.client.get(PATH)
    page = await response.text()
    assert response.status == 200
    assert "Contact Aurora Airways" in page
    for name in ("name", "email", "phone", "subject", "message"):
        assert f'<label for="{name}"' in page
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in page
    assert "style=" not in page
    assert "<style" not in page


@pytest.mark.parametrize(
    ("file", "media_type"), [("form.css", "text/css"), ("thread.js", "text/javascript")]
)
async def test_style_and_script_come_from_here(
    visitor: Visitor, file: str, media_type: str
) -> None:
    response = await visitor.client.get(f"{PATH}/static/{file}")
    assert (response.status, response.content_type) == (200, media_type)


async def test_a_filled_in_form_leads_to_the_page_of_its_thread(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    response = await visitor.send()
    assert response.status == 303
    assert response.headers["Location"].startswith(f"{PATH}/t/")
    [raw] = gateway.received
    assert raw.source == "astrid.lindqvist@example.com"
    message = parse_form_message(raw)
    assert message.sender.name == "Astrid Lindqvist"
    assert message.text == "My suitcase did not arrive.\nIt is blue."
    assert [claim.value for claim in message.claims] == ["+14155550142"]
    page = await (await visitor.client.get(response.headers["Location"])).text()
    assert "FD-00000001" in page


async def test_pressing_send_twice_sends_one_message(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    fields = {**FIELDS, "token": await visitor.open_form()}
    visitor.clock.advance(timedelta(minutes=1))
    first, second = await visitor.post(fields), await visitor.post(fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(gateway.received) == 1


async def test_going_back_and_writing_something_else_sends_another_message(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    fields = {**FIELDS, "token": await visitor.open_form()}
    visitor.clock.advance(timedelta(minutes=1))
    await visitor.post(fields)
    await visitor.post({**fields, "message": "I forgot: it has a red strap."})
    assert len(gateway.received) == 2


async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    response = await visitor.send(email="astrid@example", subject=" \r\n ")
    page = await response.text()
    assert response.status == 422
    assert 'id="email-problem">This is no email address' in page
    assert 'id="subject-problem">Please fill in the subject.' in page
    assert 'aria-invalid="true"' in page
    assert "My suitcase did not arrive." in page
    assert 'value="Astrid Lindqvist"' in page
    assert gateway.received == []


async def test_what_was_typed_comes_back_as_text_and_never_as_markup(visitor: Visitor) -> None:
    evil = '"><script>alert(1)</script>'
    page = await (await visitor.send(name=evil, message=evil, email=evil)).text()
    assert "<script" not in page


@pytest.mark.parametrize("waited", [timedelta(seconds=1), timedelta(days=2)])
async def test_a_form_posted_too_soon_or_too_late_is_kindly_asked_for_again(
    visitor: Visitor, gateway: FakeGateway, waited: timedelta
) -> None:
    token = await visitor.open_form()
    visitor.clock.advance(waited)
    response = await visitor.post({**FIELDS, "token": token})
    page = await response.text()
    assert response.status == 422
    assert "once more" in page
    assert "My suitcase did not arrive." in page
    assert gateway.received == []
    visitor.clock.advance(timedelta(seconds=5))
    again = await visitor.post({**FIELDS, "token": find_value(page, "token")})
    assert again.status == 303
    assert len(gateway.received) == 1


@pytest.mark.parametrize("token", ["", "forged", "WyJ4IiwwXQ.forged", "ü" * 3000])
async def test_a_form_that_we_did_not_render_is_asked_for_again(
    visitor: Visitor, gateway: FakeGateway, token: str
) -> None:
    response = await visitor.post({**FIELDS, "token": token})
    assert response.status == 422
    assert gateway.received == []


async def test_a_thread_token_is_no_form_token(visitor: Visitor, gateway: FakeGateway) -> None:
    location = (await visitor.send()).headers["Location"]
    response = await visitor.post({**FIELDS, "token": location.rpartition("/")[2]})
    assert response.status == 422
    assert len(gateway.received) == 1


async def test_a_robot_thinks_that_it_succeeded(visitor: Visitor, gateway: FakeGateway) -> None:
    response = await visitor.send(website="https://spam.example.com")
    assert response.status == 303
    url = response.headers["Location"]
    page = await visitor.client.get(url)
    assert page.status == 200
    nonce = find_value(await page.text(), "nonce")
    assert (await visitor.client.get(f"{url}/entries?after=0&seen=1")).status == 200
    for fields in ({"message": "Buy pills", "nonce": nonce}, {"choice": "x"}, {}):
        assert (await visitor.post(fields, url)).status == 303
    assert gateway.received == []
    assert gateway.collected == []


async def test_who_sends_very_much_has_to_wait(visitor: Visitor, gateway: FakeGateway) -> None:
    for number in range(20):
        assert (await visitor.post_json({**FIELDS, "subject": str(number)})).status == 202
    refused = await visitor.send()
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "My suitcase did not arrive." in await refused.text()
    visitor.clock.advance(timedelta(hours=1))
    assert (await visitor.send()).status == 303


async def test_a_message_that_cannot_be_stored_is_not_lost(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    gateway.refuse_with = OSError("the disk is full")
    response = await visitor.send()
    page = await response.text()
    assert response.status == 503
    assert "My suitcase did not arrive." in page
    assert "disk" not in page


async def test_a_megabyte_is_refused(visitor: Visitor, gateway: FakeGateway) -> None:
    response = await visitor.send(message="x" * 1_000_000)
    assert response.status == 413
    assert (await visitor.send(message="x" * 20_001)).status == 422
    assert gateway.received == []


@pytest.mark.parametrize("text", ["😀" * 20_000, "أين حقيبتي؟", "nul \x00 bell \x07"])
async def test_any_text_up_to_the_limit_is_taken(
    visitor: Visitor, gateway: FakeGateway, text: str
) -> None:
    assert (await visitor.send(message=text)).status == 303
    assert "\x00" not in json.loads(gateway.received[0].body)["message"]


async def test_garbage_gets_a_page_and_no_error(visitor: Visitor, gateway: FakeGateway) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"\xff\xfe\x00", b"%%%&&&", b"&" * 1000, b""):
        response = await visitor.client.post(PATH, data=body, headers=headers)
        assert response.status in {400, 422}
    other = await visitor.client.post(PATH, data=b"x", headers={"Content-Type": "text/plain"})
    assert other.status == 415
    assert gateway.received == []


@pytest.mark.parametrize(
    "form_settings",
    [{"account": "contact", "per_ip_per_hour": 1, "client_ip_header": "X-Forwarded-For"}],
)
async def test_behind_a_proxy_each_client_has_its_own_share(visitor: Visitor) -> None:
    async def send(forwarded: str, subject: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return (await visitor.post_json({**FIELDS, "subject": subject}, headers=headers)).status

    assert await send("192.0.2.1", "a") == 202
    assert await send("192.0.2.2", "b") == 202
    assert await send("203.0.113.9, 192.0.2.1", "c") == 429, "only the proxy's own entry counts"
