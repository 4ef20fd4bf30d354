"""Sending through the REST API, against the stand-in behind a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer, unused_port
from yarl import URL

from channels.contract import ChannelTools
from channels.sms import SmsChannel, SmsSettings
from channels.sms.client import TwilioClient
from channels.sms.media import find_media_place
from channels.sms.segments import count_segments, to_gsm7_friendly
from domain.errors import FrontdeskError, SendError
from domain.messages import Attachment
from domain.replies import Reply
from responders.fitting import fit_reply
from tests.channels.accounts import ACCOUNTS, AUTH_TOKEN
from tests.channels.provider_servers import TwilioServer, run_twilio
from tests.channels.test_conformance import outbound


@pytest.fixture
async def provider() -> AsyncIterator[TwilioServer]:
    async with run_twilio() as provider:
        yield provider


def make_channel(tools: ChannelTools, provider: TwilioServer, **changed: Any) -> SmsChannel:
    settings = {**ACCOUNTS["sms"], **provider.settings, **changed}
    return SmsChannel(SmsSettings.model_validate(settings), tools)


async def test_the_provider_is_told_where_to_report(
    tools: ChannelTools, provider: TwilioServer
) -> None:
    message = outbound("sms")
    receipt = await make_channel(tools, provider).send(message)
    [sms] = provider.provider.messages
    assert sms.sid == receipt.external_id
    assert (sms.to, sms.sender) == ("+15550142", "+15550100")
    callback = "https://desk.example.com/channels/sms/main/status"
    assert sms.status_callback == f"{callback}?message={message.id}"


async def test_a_messaging_service_takes_the_place_of_the_number(
    tools: ChannelTools, provider: TwilioServer
) -> None:
    service = "MG" + "0" * 32
    await make_channel(tools, provider, messaging_service_sid=service).send(outbound("sms"))
    assert provider.provider.messages[0].sender == service


async def test_typography_does_not_make_a_message_dearer(
    tools: ChannelTools, provider: TwilioServer
) -> None:
    await make_channel(tools, provider).send(outbound("sms", "“Here” we are…"))
    assert provider.texts() == ['"Here" we are...']


async def test_pictures_with_a_public_address_go_along(
    tools: ChannelTools, provider: TwilioServer
) -> None:
    url = "https://www.example.com/map.png"
    picture = Attachment(filename="map.png", media_type="image/png", source_url=url)
    await make_channel(tools, provider).send(outbound("sms", attachments=(picture,)))
    assert provider.provider.messages[0].media == (url,)


async def test_an_unsubscribed_customer_is_not_tried_again(
    tools: ChannelTools, provider: TwilioServer
) -> None:
    provider.provider.fail_next("opted_out")
    with pytest.raises(SendError, match="unsubscribed") as caught:
        await make_channel(tools, provider).send(outbound("sms"))
    assert (caught.value.code, caught.value.retryable) == ("21610", False)


async def test_a_text_that_the_provider_would_refuse_is_not_sent(
    tools: ChannelTools, provider: TwilioServer
) -> None:
    with pytest.raises(SendError, match="1,601") as caught:
        await make_channel(tools, provider).send(outbound("sms", "x" * 1601))
    assert not caught.value.retryable
    assert provider.texts() == []


async def test_an_answer_that_never_comes_leaves_open_whether_it_was_sent(
    tools: ChannelTools, provider: TwilioServer
) -> None:
    provider.provider.fail_next("hang")
    settings = SmsSettings.model_validate({**ACCOUNTS["sms"], **provider.settings})
    impatient = aiohttp.ClientTimeout(total=None, sock_read=0.05)
    client = TwilioClient(settings, tools.http, timeout=impatient)
    with pytest.raises(SendError, match="not known") as caught:
        await client.send_message([("To", "+15550142"), ("Body", "x")])
    assert (caught.value.code, caught.value.retryable) == ("ambiguous", False)


async def test_credentials_do_not_follow_a_redirect(tools: ChannelTools) -> None:
    async def redirect(_request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": "https://evil.example.com/"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", redirect)
    async with TestServer(app) as server:
        settings = {**ACCOUNTS["sms"], "api_base_url": str(server.make_url("")).rstrip("/")}
        channel = SmsChannel(SmsSettings.model_validate(settings), tools)
        with pytest.raises(SendError) as caught:
            await channel.send(outbound("sms"))
    assert not caught.value.retryable


# Doctor


async def test_doctor_says_what_is_in_use(tools: ChannelTools, provider: TwilioServer) -> None:
    line = await make_channel(tools, provider).check()
    assert "+15550100" in line
    assert "https://desk.example.com/channels/sms/main" in line
    assert AUTH_TOKEN not in line


async def test_doctor_names_wrong_credentials(tools: ChannelTools, provider: TwilioServer) -> None:
    with pytest.raises(FrontdeskError, match="auth_token"):
        await make_channel(tools, provider, auth_token="old").check()


async def test_doctor_names_an_address_that_nobody_answers_at(
    tools: ChannelTools, provider: TwilioServer
) -> None:
    with pytest.raises(FrontdeskError, match="api_base_url"):
        await make_channel(tools, provider, **await provider.fail("unreachable")).check()


# Media


@asynccontextmanager
async def media_server() -> AsyncIterator[tuple[BaseTestServer, list[str]]]:
    """A server that gives a picture, or a redirect, at every path, and keeps what was asked for."""
    seen: list[str] = []

    async def serve(request: web.Request) -> web.Response:
        seen.append(request.rel_url.raw_path)
        if "to" in request.query:
            return web.Response(status=307, headers={"Location": request.query["to"]})
        return web.Response(body=b"a picture", content_type="image/jpeg")

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    async with TestServer(app) as server:
        yield server, seen


def make_media_channel(tools: ChannelTools, provider: str) -> SmsChannel:
    settings = {**ACCOUNTS["sms"], "api_base_url": provider}
    return SmsChannel(SmsSettings.model_validate(settings), tools)


async def test_media_is_fetched_with_credentials_from_the_provider_alone(
    tools: ChannelTools,
) -> None:
    seen: list[str] = []

    async def serve(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Authorization", ""))
        return web.Response(body=b"a picture", content_type="image/jpeg")

    app = web.Application()
    app.router.add_get("/media", serve)
    async with TestServer(app) as server:
        url = str(server.make_url("/media"))
        channel = SmsChannel(
            SmsSettings.model_validate(
                {**ACCOUNTS["sms"], "api_base_url": str(server.make_url("")).rstrip("/")}
            ),
            tools,
        )
        media = await channel.fetch_media(url)
        assert (media.content, media.media_type) == (b"a picture", "image/jpeg")
        assert seen == [channel._client.authorization()]
        elsewhere = SmsChannel(SmsSettings.model_validate(ACCOUNTS["sms"]), tools)
        with pytest.raises(FrontdeskError, match="not at the provider"):
            await elsewhere.fetch_media(url)
        assert len(seen) == 1, "the credentials were not shown to another host"


@pytest.mark.parametrize("path", ["", "/demo/provider"])
@pytest.mark.parametrize(
    "where",
    [
        "https://www.example.com/bag.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://api.twilio.com/bag.jpg",
        "https://api.twilio.com.example.com/bag.jpg",
        "http://127.0.0.1:{other}/media",
        "http://localhost:{port}{path}/media",
        "http://[",
        "file:///etc/passwd",
    ],
)
async def test_media_elsewhere_is_not_asked_for(tools: ChannelTools, where: str, path: str) -> None:
    async with media_server() as (server, seen):
        channel = make_media_channel(tools, f"http://127.0.0.1:{server.port}{path}")
        elsewhere = where.format(port=server.port, path=path, other=unused_port())
        redirect = f"{server.make_url(f'{path}/redirect')}?to={quote(elsewhere)}"
        with pytest.raises(FrontdeskError, match="the media"):
            await channel.fetch_media(elsewhere)
        with pytest.raises(FrontdeskError, match="the media"):
            await channel.fetch_media(redirect)
        assert seen == [f"{path}/redirect"]


@pytest.mark.parametrize(
    "path",
    [
        "/console/conversations",
        "/demo/providers/media",
        "/demo/provider/../../console",
        "/demo/provider/%2e%2e/%2e%2e/console",
        "/demo/provider/..%2f..%2fconsole",
        "/demo/provider/..%5c..%5cconsole",
        "/demo/provider/%252e%252e/console",
    ],
)
async def test_a_stand_in_on_this_server_gives_no_other_page_of_it(
    tools: ChannelTools, path: str
) -> None:
    async with media_server() as (server, seen):
        origin = f"http://127.0.0.1:{server.port}"
        channel = make_media_channel(tools, f"{origin}/demo/provider")
        assert (await channel.fetch_media(f"{origin}/demo/provider/media")).content == b"a picture"
        with pytest.raises(FrontdeskError, match="not at the provider"):
            await channel.fetch_media(f"{origin}{path}")
        assert seen == ["/demo/provider/media"]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0", "provider"),
        ("https://media.twiliocdn.com/AC0/abc", "twilio"),
        ("https://mms.dublin.twilio.com/abc", "twilio"),
        ("http://media.twiliocdn.com/AC0/abc", None),
        ("https://media.twiliocdn.com:8443/AC0/abc", None),
        ("https://eviltwiliocdn.com/abc", None),
        ("https://media.twiliocdn.com.example.com/abc", None),
        ("https://api.twilio.com@example.com/abc", None),
        ("http://api.twilio.com/abc", None),
    ],
)
def test_media_lies_at_the_provider_or_where_twilio_redirects_to(
    url: str, place: str | None
) -> None:
    assert find_media_place(URL(url), "https://api.twilio.com") == place


async def test_media_that_is_too_large_is_not_taken(tools: ChannelTools) -> None:
    async def serve(_request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 10_000_001)

    app = web.Application()
    app.router.add_get("/media", serve)
    async with TestServer(app) as server:
        base = str(server.make_url("")).rstrip("/")
        settings = SmsSettings.model_validate({**ACCOUNTS["sms"], "api_base_url": base})
        with pytest.raises(FrontdeskError, match="10,000,000"):
            await SmsChannel(settings, tools).fetch_media(f"{base}/media")


@pytest.mark.parametrize(
    "changed",
    [
        {"account_sid": "SM" + "0" * 32},
        {"auth_token": ""},
        {"from_number": "0800 12345"},
        {"provider": "pigeon"},
        {"api_base_url": "ftp://api.example.com"},
        {"webhook_url": "example.com/x"},
        {"max_segments": 0},
    ],
)
def test_settings_that_cannot_work_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(changed))):
        SmsSettings.model_validate({**ACCOUNTS["sms"], **changed})


async def test_the_providers_id_is_read_from_an_answer_that_comes_in_pieces(
    tools: ChannelTools,
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=201)
        await response.prepare(request)
        for piece in (b'{"sid": "SM', b"0" * 32, b'"}'):
            await response.write(piece)
            # Another request's turn, so that the pieces do not share a packet.
            await asyncio.sleep(0.01)
        return response

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app) as server:
        channel = make_media_channel(tools, str(server.make_url("")).rstrip("/"))
        receipt = await channel.send(outbound("sms"))
    assert receipt.external_id == "SM" + "0" * 32


@pytest.mark.parametrize("text", ["Ваш багаж. " * 60, "Your bag. " * 80, "😀 " * 200])
def test_a_reply_is_fitted_to_what_it_is_charged_as(tools: ChannelTools, text: str) -> None:
    channel = make_media_channel(tools, "https://api.twilio.com")
    fitted = fit_reply(Reply(text=text), channel.capabilities, None, "en")
    assert 2 <= count_segments(to_gsm7_friendly(fitted.text)).segments <= 3
