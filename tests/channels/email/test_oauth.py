"""Access tokens come from a provider, are kept, and are renewed in time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.email.oauth import AccessTokens, xoauth2
from channels.email.settings import OAuthSettings
from domain.errors import FrontdeskError
from tests.fakes import FakeClock


class Provider:
    """A token endpoint that gives `token-1`, `token-2` and so on, or what `answer` says."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.answer: dict[str, Any] | str = {}
        self.status = 200
        self.url = ""

    async def give(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.forms.append({name: str(value) for name, value in form.items()})
        if isinstance(self.answer, str):
            return web.Response(text=self.answer, status=self.status)
        body = {"access_token": f"token-{len(self.forms)}", "expires_in": 3600, **self.answer}
        return web.json_response(body, status=self.status)


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    provider = Provider()
    app = web.Application()
    app.router.add_post("/token", provider.give)
    async with TestServer(app) as server:
        provider.url = str(server.make_url("/token"))
        yield provider


@pytest.fixture
def tokens(provider: Provider, session: aiohttp.ClientSession, clock: FakeClock) -> AccessTokens:
    return make_tokens(provider, session, clock, refresh_token="refresh-1")


def make_tokens(
    provider: Provider, session: aiohttp.ClientSession, clock: FakeClock, **changed: str
) -> AccessTokens:
    settings = OAuthSettings.model_validate(
        {
            "token_url": provider.url,
            "client_id": "frontdesk",
            "client_secret": "secret",
            "scope": "https://outlook.office.com/SMTP.Send",
            **changed,
        }
    )
    return AccessTokens(settings, "support@aurora.example", http=lambda: session, clock=clock)


async def test_a_refresh_token_is_exchanged(tokens: AccessTokens, provider: Provider):
    assert await tokens.get() == "token-1"
    assert provider.forms == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "refresh-1",
            "client_id": "frontdesk",
            "client_secret": "secret",
            "scope": "https://outlook.office.com/SMTP.Send",
        }
    ]


async def test_an_application_asks_with_its_own_credentials(
    provider: Provider, session: aiohttp.ClientSession, clock: FakeClock
):
    assert await make_tokens(provider, session, clock).get() == "token-1"
    assert provider.forms[0]["grant_type"] == "client_credentials"
    assert "refresh_token" not in provider.forms[0]


async def test_a_token_is_kept_until_shortly_before_it_expires(
    tokens: AccessTokens, clock: FakeClock
):
    assert await tokens.get() == "token-1"
    clock.advance(timedelta(minutes=57))
    assert await tokens.get() == "token-1"
    clock.advance(timedelta(minutes=2))
    assert await tokens.get() == "token-2"


async def test_many_that_want_a_token_ask_once(tokens: AccessTokens, provider: Provider):
    assert set(await asyncio.gather(*(tokens.get() for _ in range(8)))) == {"token-1"}
    assert len(provider.forms) == 1


async def test_a_token_that_the_mail_server_refused_is_forgotten(tokens: AccessTokens):
    await tokens.get()
    tokens.forget()
    assert await tokens.get() == "token-2"


async def test_a_new_refresh_token_takes_the_place_of_the_old(
    tokens: AccessTokens, provider: Provider
):
    provider.answer = {"refresh_token": "refresh-2"}
    await tokens.get()
    tokens.forget()
    await tokens.get()
    assert [form["refresh_token"] for form in provider.forms] == ["refresh-1", "refresh-2"]


@pytest.mark.parametrize("life", [None, 0, -5, "x", "3600", 1e400])
async def test_an_odd_lifetime_does_no_harm(tokens: AccessTokens, provider: Provider, life: object):
    provider.answer = {"expires_in": life}
    assert await tokens.get() == "token-1"
    assert await tokens.get() == "token-1"


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (400, {"error": "invalid_grant"}, "authorise the mailbox anew"),
        (401, {"error": "invalid_client"}, "client_id and client_secret are not accepted"),
        (400, {"error": "odd", "error_description": "AADSTS1: a\r\nb"}, "400 odd: AADSTS1: a b"),
        (500, "<html>broken</html>", "answered 500"),
        (200, "[]", "answered 200"),
        (200, {"access_token": ""}, "answered 200"),
        (302, "", "answered 302"),
    ],
)
async def test_a_refusal_says_what_to_do(
    tokens: AccessTokens,
    provider: Provider,
    status: int,
    answer: dict[str, Any] | str,
    words: str,
):
    provider.status, provider.answer = status, answer
    if isinstance(answer, dict):
        provider.answer = {"access_token": None, **answer}
    with pytest.raises(FrontdeskError, match=r"support@aurora\.example") as caught:
        await tokens.get()
    assert words in str(caught.value)
    assert "secret" not in str(caught.value).replace("client_secret", "")
    provider.status, provider.answer = 200, {}
    assert (await tokens.get()).startswith("token-")


async def test_a_provider_that_is_not_there_is_named(
    session: aiohttp.ClientSession, clock: FakeClock
):
    provider = Provider()
    provider.url = "http://127.0.0.1:9/token"
    with pytest.raises(FrontdeskError, match=r"cannot be reached .* oauth\.token_url"):
        await make_tokens(provider, session, clock).get()


def test_the_initial_response_is_that_of_google_and_microsoft():
    assert xoauth2("a@b.c", "t") == "user=a@b.c\x01auth=Bearer t\x01\x01"
