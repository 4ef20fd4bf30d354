"""The playground over HTTP: the real webhook, the real bot, and the provider's stand-in."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest

from crm_store.inbox import InboxFilter, list_work
from crm_store.interactions import list_interactions
from demo.stand_ins import SMS_ACCOUNT_SID, SMS_AUTH_TOKEN, stand_in_channels
from domain.conversations import Interaction
from domain.messages import DeliveryState
from tests.demo.demo_site import DemoSite, open_demo, until
from tests.ports import free_port

STRANGER = "+15550177"
ASTRID = "+15550142"


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_text_goes_through_the_real_webhook_and_the_answer_comes_back_to_the_telephone(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Page(session, site, STRANGER) as page:
        await page.send("How much hand luggage may I take?")
        screen = await page.until_screen(lambda screen: len(screen["bubbles"]) == 2)
        mine, answer = screen["bubbles"]
        assert (mine["mine"], mine["text"]) == (True, "How much hand luggage may I take?")
        # A short answer, and where all of it is.
        assert (answer["mine"], answer["parts"], answer["encoding"]) == (False, 2, "GSM-7")
        assert "8 kg" in answer["text"]
        assert f"{site.url}/help/en/articles/" in answer["text"]
        said = await read_thread(site, STRANGER)
        assert [each.text for each in said] == [mine["text"], answer["text"]]
        assert site.provider is not None
        assert site.provider.messages[-1].to == STRANGER
        await until(lambda: has_state(site, STRANGER, DeliveryState.DELIVERED))


async def test_the_record_shows_what_happened_and_the_rule_that_decided(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Page(session, site, STRANGER) as page:
        await page.send("Do you sponsor theatre festivals?")
        card = await page.until_card(lambda html: "Handed over" in html and STRANGER in html)
        assert "unknown" in card
        assert "Waiting" in card
        screen = await page.until_screen(lambda screen: screen["withPerson"])
        assert screen["number"] == STRANGER


async def test_a_telephone_that_is_off_gets_nothing_and_the_record_says_so(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Page(session, site, STRANGER) as page:
        await page.send("Is there wifi on board?")
        await page.until_screen(lambda screen: len(screen["bubbles"]) == 2)
        await page.post("power", {"number": STRANGER, "on": False})
        assert await page.post("texts", {"number": STRANGER, "text": "Hello?"}) == 409
        assert site.provider is not None
        await site.provider.post_incoming(
            session,
            f"{site.url}/channels/sms/main",
            sender=STRANGER,
            to="+15550100",
            text="Can I bring my guitar?",
        )
        await until(lambda: has_state(site, STRANGER, DeliveryState.FAILED))
        screen = await page.until_screen(lambda screen: not screen["on"])
        assert len(screen["bubbles"]) == 2


async def test_a_telephone_shows_again_after_a_restart_what_was_said_on_it(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Page(session, site, ASTRID) as page:
        await page.send("Is there wifi on board?")
        before = await page.until_screen(lambda screen: "wifi" in screen["bubbles"][-1]["text"])
        await until(lambda: has_state(site, ASTRID, DeliveryState.DELIVERED))
    async with open_demo(tmp_path) as site, Page(session, site, ASTRID) as page:
        after = await page.until_screen(lambda screen: bool(screen["bubbles"]))
        texts = [bubble["text"] for bubble in before["bubbles"]]
        assert [bubble["text"] for bubble in after["bubbles"]][: len(texts)] == texts


async def test_the_page_shows_the_log_ins_and_loads_nothing_from_elsewhere(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site:
        async with session.get(f"{site.url}/demo") as response:
            assert response.status == 200
            text = await response.text()
            policy = response.headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy
        assert "frame-ancestors 'none'" in policy
        assert site.password in text
        for role in ("agent", "knowledge", "supervisor", "admin"):
            assert f"{role}@example.com" in text
        async with session.get(f"{site.url}/demo/site") as response:
            assert response.status == 200
            assert "/channels/web-chat/site/widget.js" in await response.text()
            assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


async def test_bad_input_is_refused_with_a_reason_and_reaches_nobody(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Page(session, site, STRANGER) as page:
        assert await page.post("texts", {"number": "+15550151", "text": "I am Maya"}) == 404
        assert await page.post("texts", {"number": STRANGER, "text": ""}) == 422
        assert await page.post("texts", {"number": STRANGER, "text": "x" * 1601}) == 422
        assert await page.post("texts", {"number": STRANGER, "text": "x" * 100_000}) == 413
        assert await page.post("texts", {"number": STRANGER, "text": "Hi", "as": "admin"}) == 422
        assert await page.post("texts", ["not", "an", "object"]) == 422
        assert await page.post("power", {"number": STRANGER, "on": "no"}) == 422
        async with session.get(f"{site.url}/demo/events?number=%2B15550151") as response:
            assert response.status == 404
        for path in ("..%2Fplayground.py", "playground.py", "%2e%2e"):
            async with session.get(f"{site.url}/demo/static/{path}") as response:
                assert response.status == 404
        assert await read_thread(site, STRANGER) == ()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json", "Origin": "https://evil.example"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_another_sites_page_cannot_write_in_a_visitors_name(
    tmp_path: Path, session: aiohttp.ClientSession, headers: dict[str, str], status: int
) -> None:
    async with open_demo(tmp_path) as site:
        body = json.dumps({"number": STRANGER, "text": "Hello"})
        async with session.post(
            f"{site.url}/demo/texts", data=body.encode(), headers=headers
        ) as response:
            assert response.status == status
        assert await read_thread(site, STRANGER) == ()


async def test_a_text_nested_beyond_measure_is_refused(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site:
        headers = {"Content-Type": "application/json"}
        nested = b"[" * 30_000
        async with session.post(f"{site.url}/demo/texts", data=nested, headers=headers) as response:
            assert response.status == 422


async def test_an_sms_account_of_ones_own_is_used_and_the_page_has_no_telephone(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    own = {**stand_in_channels((), "http://127.0.0.1:9")["sms"][0], "account": "own"}
    async with open_demo(tmp_path, sms=[own]) as site, Page(session, site, STRANGER) as page:
        assert site.provider is None
        assert await page.post("texts", {"number": STRANGER, "text": "Hello"}) == 404
        account = f"{site.url}/demo/sms-provider/2010-04-01/Accounts/{SMS_ACCOUNT_SID}.json"
        async with session.get(account) as response:
            assert response.status == 404
        async with session.get(f"{site.url}/demo") as response:
            assert "no telephone" in await response.text()


async def test_the_stand_in_asks_for_the_accounts_token(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site:
        address = f"{site.url}/demo/sms-provider/2010-04-01/Accounts/{SMS_ACCOUNT_SID}.json"
        async with session.get(address) as response:
            assert response.status == 401
        authorization = aiohttp.encode_basic_auth(SMS_ACCOUNT_SID, SMS_AUTH_TOKEN)
        async with session.get(address, headers={"Authorization": authorization}) as response:
            assert (await response.json())["status"] == "active"


async def test_a_real_companys_record_stays_closed(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path, port=free_port(), seed=False) as site:
        for path in ("/demo", "/demo/site", f"/demo/events?number={STRANGER}"):
            async with session.get(f"{site.url}{path}") as response:
                assert response.status == 404


class Page:
    """A page that looks at one telephone and the record, as the browser's script does."""

    def __init__(self, session: aiohttp.ClientSession, site: DemoSite, number: str) -> None:
        self._session = session
        self._site = site
        self._number = number
        self._stream: aiohttp.ClientResponse | None = None
        self._shown: dict[str, Any] = {}

    async def __aenter__(self) -> Self:
        self._stream = await self._session.get(
            f"{self._site.url}/demo/events", params={"number": self._number}
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._stream is not None
        self._stream.close()

    async def send(self, text: str) -> None:
        assert await self.post("texts", {"number": self._number, "text": text}) == 202

    async def post(self, action: str, body: Any) -> int:
        async with self._session.post(f"{self._site.url}/demo/{action}", json=body) as response:
            await response.read()
            return response.status

    async def until_screen(self, condition: Any) -> dict[str, Any]:
        """Read on until the telephone's screen shows something, if it does not yet."""
        async for screen in self._views("telephone"):
            if condition(screen):
                return dict(screen)
        raise AssertionError("the stream ended")

    async def until_card(self, condition: Any) -> str:
        """Read on until a card of the record shows something, if none does yet."""
        async for cards in self._views("record"):
            for card in cards:
                if condition(card["html"]):
                    return str(card["html"])
        raise AssertionError("the stream ended")

    async def _views(self, name: str) -> AsyncIterator[Any]:
        """What a part of the page shows now, and whatever it shows after that."""
        if name in self._shown:
            yield self._shown[name]
        async for changed, view in self._events():
            if changed == name:
                yield view

    async def _events(self) -> AsyncIterator[tuple[str, Any]]:
        assert self._stream is not None
        name = ""
        while True:
            line = (await self._stream.content.readuntil(b"\n")).decode()
            if line.startswith("event: "):
                name = line.removeprefix("event: ").strip()
            elif line.startswith("data: "):
                self._shown[name] = json.loads(line.removeprefix("data: "))
                yield name, self._shown[name]


async def read_thread(site: DemoSite, number: str) -> tuple[Interaction, ...]:
    """Read all that was said in a telephone's latest conversation."""
    rows = await site.store.read(list_work, InboxFilter())
    latest = [row.conversation for row in rows if row.conversation.thread == number]
    if not latest:
        return ()
    newest = max(latest, key=lambda conversation: conversation.created_at)
    return await site.store.read(list_interactions, newest.id)


async def has_state(site: DemoSite, number: str, state: DeliveryState) -> bool:
    return any(said.delivery is state for said in await read_thread(site, number))
