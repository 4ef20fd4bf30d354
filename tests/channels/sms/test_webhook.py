"""The incoming webhook: what is taken, what is refused, and what the provider is told."""

from urllib.parse import parse_qs

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from channels.contract import ChannelTools
from channels.sms import SmsChannel, SmsSettings
from tests.channels.accounts import ACCOUNTS, AUTH_TOKEN
from tests.channels.sms.conftest import PATH, SID, Twilio, incoming
from tests.fake_gateway import FakeGateway


async def test_a_signed_message_is_recorded_and_then_answered_with_empty_twiml(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    response = await twilio.post(incoming())
    assert response.status == 200
    assert response.content_type == "text/xml"
    assert await response.text() == '<?xml version="1.0" encoding="UTF-8"?><Response/>'
    [raw] = gateway.received
    assert (raw.channel, raw.account, raw.delivery_id) == ("sms", "main", SID)
    assert raw.source == "+15550142"
    assert parse_qs(raw.body.decode())["Body"] == ["Where is my bag?"]
    assert AUTH_TOKEN not in repr(raw)


async def test_the_same_message_again_is_acknowledged_and_changes_nothing(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    for _ in range(3):
        response = await twilio.post(incoming())
        assert response.status == 200
    assert len(gateway.received) == 1


async def test_a_message_that_could_not_be_stored_is_not_acknowledged(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    gateway.refuse_with = OSError("the disk is full")
    response = await twilio.post(incoming())
    assert response.status == 503
    assert response.content_type == "application/problem+json"
    assert "disk" not in await response.text()


@pytest.mark.parametrize("signature", ["", "bm9uc2Vuc2U=", "ä", "x" * 5000])
async def test_a_wrong_signature_is_refused(
    twilio: Twilio, gateway: FakeGateway, signature: str
) -> None:
    response = await twilio.post(incoming(), signature=signature)
    assert response.status == 403
    assert (await response.json())["title"] == "Wrong signature"
    assert gateway.received == []


async def test_a_message_changed_on_its_way_is_refused(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    response = await twilio.post(incoming("Send me her booking"), signed_fields=incoming())
    assert response.status == 403
    response = await twilio.post([*incoming().items(), ("Extra", "1")], signed_fields=incoming())
    assert response.status == 403
    assert gateway.received == []


async def test_a_signature_for_another_address_or_by_another_token_is_refused(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    elsewhere = await twilio.post(
        incoming(), signed_url="https://evil.example.com/channels/sms/main"
    )
    other_token = await twilio.post(incoming(), token="another token")
    assert (elsewhere.status, other_token.status) == (403, 403)
    assert gateway.received == []


async def test_a_status_signature_does_not_open_the_message_address(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    response = await twilio.post(incoming(), signed_url=f"https://desk.example.com{PATH}/status")
    assert response.status == 403
    assert gateway.received == []


async def test_the_query_is_part_of_what_is_signed(twilio: Twilio) -> None:
    assert (await twilio.post(incoming(), f"{PATH}?bucket=7")).status == 200
    forged = await twilio.post(
        incoming(), f"{PATH}?bucket=8", signed_url=f"https://desk.example.com{PATH}"
    )
    assert forged.status == 403


async def test_repeated_fields_are_signed_with_all_their_values(twilio: Twilio) -> None:
    fields = [*incoming().items(), ("Tag", "b"), ("Tag", "a")]
    assert (await twilio.post(fields)).status == 200
    assert (await twilio.post(fields, signed_fields=fields[:-1])).status == 403


async def test_a_signed_message_for_another_account_is_refused(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    response = await twilio.post(incoming(AccountSid="AC" + "1" * 32))
    assert response.status == 403
    assert gateway.received == []


async def test_an_account_that_does_not_exist_has_no_address(twilio: Twilio) -> None:
    assert (await twilio.post(incoming(), "/channels/sms/other")).status == 404


@pytest.mark.parametrize("field", ["MessageSid", "From"])
async def test_a_field_that_is_missing_is_named(
    twilio: Twilio, gateway: FakeGateway, field: str
) -> None:
    response = await twilio.post(incoming(**{field: ""}))
    assert response.status == 400
    assert field in (await response.json())["detail"]
    assert gateway.received == []


@pytest.mark.parametrize("value", ["x" * 65, "SM\x00", "SM\n"])
async def test_an_id_that_is_none_is_refused(
    twilio: Twilio, gateway: FakeGateway, value: str
) -> None:
    response = await twilio.post(incoming(MessageSid=f"a{value}b"))
    assert response.status == 400
    assert gateway.received == []


async def test_a_text_of_a_megabyte_is_refused_before_it_is_read(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    response = await twilio.post(incoming("x" * 1_000_000))
    assert response.status == 413
    assert gateway.received == []


async def test_a_form_of_a_thousand_fields_is_refused(twilio: Twilio) -> None:
    response = await twilio.post([(f"f{number}", "") for number in range(1000)])
    assert response.status == 400


@pytest.mark.parametrize(
    "text", ["", "😀" * 800, "מתי הטיסה שלי?", "nul \x00 bell \x07", "\u202eevil\u202c", "a" * 1600]
)
async def test_any_signed_text_is_taken(twilio: Twilio, gateway: FakeGateway, text: str) -> None:
    assert (await twilio.post(incoming(text))).status == 200
    assert len(gateway.received) == 1


async def test_garbage_is_refused(twilio: Twilio) -> None:
    for body in (b"\xff\xfe\x00", b'{"json": true}', b"%%%=%%%&&&&", b""):
        response = await twilio._client.post(PATH, data=body, headers={"X-Twilio-Signature": "x"})
        assert response.status == 403
    response = await twilio._client.post(f"{PATH}?q=%ff\udcff".encode("utf-8", "replace").decode())
    assert response.status == 403


async def test_behind_a_proxy_the_address_is_the_one_in_the_settings(
    tools: ChannelTools, gateway: FakeGateway
) -> None:
    settings = {**ACCOUNTS["sms"], "webhook_url": "https://hooks.example.com/twilio/in/"}
    app = web.Application()
    SmsChannel(SmsSettings.model_validate(settings), tools).add_routes(app.router, gateway)
    async with TestClient(TestServer(app)) as client:
        proxied = Twilio(client)
        url = "https://hooks.example.com/twilio/in"
        assert (await proxied.post(incoming(), signed_url=url)).status == 200
        assert (await proxied.post(incoming())).status == 403


async def test_a_body_that_is_not_compressed_as_it_says_is_refused(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    response = await twilio.post(incoming(), encoding="gzip")
    assert response.status == 400
    assert response.content_type == "application/problem+json"
    assert gateway.received == []
