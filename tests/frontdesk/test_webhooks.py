"""Webhooks over a real socket: signed as their receivers check it, and sent nowhere else."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from domain.errors import NotFoundError
from domain.webhooks import WebhookError
from frontdesk.http_client import SharedClient
from frontdesk.settings import SettingsError, load_settings
from frontdesk.webhooks.http_webhooks import HttpWebhooks
from frontdesk.webhooks.of_site import make_webhooks
from tests.fakes import MONDAY_MORNING, FakeClock
from tests.ports import free_port

SECRET = "whsec_" + base64.b64encode(b"a key of thirty-two bytes, so far").decode()
BODY = '{"event": "sla.breach", "queue": "Größe"}'.encode()


class Pager:
    """A program that is told; it answers as it is bidden to.

    Attributes:
        heard: headers and body of each message.
    """

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.elsewhere = 0

    async def take(self, request: web.Request) -> web.Response:
        self.heard.append((dict(request.headers), await request.read()))
        headers = {"Location": "/elsewhere"} if self.status == 307 else {}
        return web.Response(status=self.status, headers=headers)

    async def take_elsewhere(self, request: web.Request) -> web.Response:
        self.elsewhere += 1
        return web.Response()


@pytest.fixture
def pager() -> Pager:
    return Pager()


@pytest.fixture
async def url(pager: Pager) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hooks/frontdesk", pager.take)
    app.router.add_post("/elsewhere", pager.take_elsewhere)
    async with TestServer(app) as server:
        yield str(server.make_url("/hooks/frontdesk?team=a%2Fb"))


@pytest.fixture
async def http() -> AsyncIterator[SharedClient]:
    client = SharedClient()
    yield client
    await client.close()


def make(
    folder: Path, url: str, http: SharedClient, clock: FakeClock | None = None
) -> HttpWebhooks:
    file = folder / "frontdesk.toml"
    file.write_text(f'[[webhooks]]\nname = "paging"\nurl = "{url}"\nsecret = "{SECRET}"\n')
    settings = load_settings(file, (), {}).settings
    return make_webhooks(settings.webhooks, http.session, clock or FakeClock())


async def test_a_message_is_signed_as_standard_webhooks_has_it(
    pager: Pager, url: str, http: SharedClient, tmp_path: Path
):
    await make(tmp_path, url, http).send("paging", message_id="sla_1_0", body=BODY)
    ((headers, body),) = pager.heard
    assert body == BODY
    assert headers["Content-Type"] == "application/json"
    timestamp = headers["webhook-timestamp"]
    assert timestamp == str(int(MONDAY_MORNING.timestamp()))
    # As a receiver does it by the specification, with the secret's base64 alone.
    key = base64.b64decode(SECRET.split("_", 1)[1])
    expected = hmac.new(key, f"sla_1_0.{timestamp}.".encode() + body, hashlib.sha256).digest()
    assert headers["webhook-id"] == "sla_1_0"
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"


async def test_each_try_is_signed_anew_under_the_same_id(
    pager: Pager, url: str, http: SharedClient, tmp_path: Path
):
    clock = FakeClock()
    webhooks = make(tmp_path, url, http, clock)
    await webhooks.send("paging", message_id="sla_1_0", body=BODY)
    clock.advance(timedelta(hours=1))
    await webhooks.send("paging", message_id="sla_1_0", body=BODY)
    first, second = (headers for headers, _ in pager.heard)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]


@pytest.mark.parametrize("status", [400, 410, 500, 503])
async def test_whoever_does_not_say_yes_has_not_taken_it(
    pager: Pager, url: str, http: SharedClient, tmp_path: Path, status: int
):
    pager.status = status
    with pytest.raises(WebhookError, match=f"'paging' answered {status}"):
        await make(tmp_path, url, http).send("paging", message_id="x", body=BODY)


async def test_nobody_can_send_it_on_to_another_address(
    pager: Pager, url: str, http: SharedClient, tmp_path: Path
):
    pager.status = 307
    with pytest.raises(WebhookError, match="answered 307"):
        await make(tmp_path, url, http).send("paging", message_id="x", body=BODY)
    assert pager.elsewhere == 0


async def test_what_cannot_be_reached_is_told_without_its_address(
    http: SharedClient, tmp_path: Path
):
    webhooks = make(tmp_path, f"http://127.0.0.1:{free_port()}/?key=hidden", http)
    with pytest.raises(WebhookError, match="'paging' cannot be reached") as refused:
        await webhooks.send("paging", message_id="x", body=BODY)
    assert "hidden" not in str(refused.value)


async def test_a_name_that_the_settings_no_longer_have_is_not_found(
    url: str, http: SharedClient, tmp_path: Path
):
    with pytest.raises(NotFoundError, match="name no webhook 'old'"):
        await make(tmp_path, url, http).send("old", message_id="x", body=BODY)


def describe(**given: str) -> str:
    """One webhook as the settings have it."""
    values = {"name": "paging", "url": "https://pager.example.com/in", "secret": SECRET, **given}
    return "[[webhooks]]\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items())


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "why"),
    [
        (describe(url="file:///etc/passwd"), "webhooks.0.url: must be an address"),
        (describe(url="https://user:pass@pager.example.com/"), "webhooks.0.url: must be an"),
        (describe(secret="short"), "webhooks.0.secret: must have at least 32"),
        (describe(secret="whsec_" + "?" * 40), "what follows whsec_ must be base64"),
        (describe(name="Pager 1"), "webhooks.0.name"),
        (describe() + describe(), "two are called 'paging'"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused_before_anything_starts(
    tmp_path: Path, text: str, why: str
):
    file = tmp_path / "frontdesk.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as refused:
        load_settings(file, (), {})
    assert why in str(refused.value)


@pytest.mark.unit
def test_a_plain_text_may_be_the_secret_and_its_address_is_kept_as_it_is(tmp_path: Path):
    file = tmp_path / "frontdesk.toml"
    file.write_text(describe(secret="s" * 32, url="https://pager.example.com/in/?a=1"))
    (webhook,) = load_settings(file, (), {}).settings.webhooks
    assert webhook.url == "https://pager.example.com/in/?a=1"
    assert webhook.secret.get_secret_value() == "s" * 32
