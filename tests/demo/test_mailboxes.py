"""The playground's mailboxes: real SMTP and LMTP on this machine, the real bot between them."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from crm_store.customers import find_customer_by_address
from crm_store.inbox import InboxFilter, list_conversations
from crm_store.interactions import list_interactions
from demo.stand_ins import MailPorts, stand_in_channels
from domain.conversations import Conversation, Direction, Interaction
from domain.messages import Address, DeliveryState
from tests.demo.demo_site import DemoSite, open_demo, until

ASTRID = "astrid.lindqvist@example.com"
STRANGER = "robin.hale@example.net"
QUESTION = "Hello,\n\nhow much cabin baggage may I take on board?\n\nMany thanks"


async def test_a_mail_is_answered_in_the_mailbox_it_came_from(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Mailbox.of(session, site, ASTRID) as mailbox:
        await mailbox.send(subject="Cabin baggage", text=QUESTION)
        mine, answer = (await mailbox.until_thread("Cabin baggage", 2))["mails"]
        assert (mine["mine"], mine["text"]) == (True, QUESTION)
        assert answer["from"]["address"] == "support@aurora.example"
        assert "8 kg" in answer["text"]
        async with session.get(f"{site.url}/demo/mails/{answer['id']}") as response:
            assert "8 kg" in await response.text()
            assert "script-src" not in response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]


async def test_a_known_customers_mail_is_on_their_own_record_and_a_strangers_on_a_new_one(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site:
        phone = Address(kind="phone", value="+15550142")
        astrid = await site.store.read(find_customer_by_address, phone)
        assert astrid is not None
        for address, is_astrid in ((ASTRID, True), (STRANGER, False)):
            async with Mailbox.of(session, site, address) as mailbox:
                await mailbox.send(subject="Cabin baggage", text=QUESTION)
                await mailbox.until_thread("Cabin baggage", 2)
            conversation, _ = await read_latest(site, address)
            assert (conversation.customer_id == astrid.id) is is_astrid


async def test_a_reply_goes_on_with_the_conversation_and_only_its_own_words_are_shown(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Mailbox.of(session, site, ASTRID) as mailbox:
        await mailbox.send(subject="Cabin baggage", text=QUESTION)
        thread = await mailbox.until_thread("Cabin baggage", 2)
        await mailbox.send(answers=thread["mails"][1]["id"], text="And is there wifi on board?")
        reply = (await mailbox.until_thread("Cabin baggage", 4))["mails"][2]
        assert "> " in reply["quoted"]
        _, said = await read_latest(site, ASTRID)
        asked = [each.text for each in said if each.direction is Direction.IN]
        assert asked[-1] == "And is there wifi on board?"
        assert len(asked) == 2


async def test_an_absence_note_is_recorded_and_not_answered(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Mailbox.of(session, site, ASTRID) as mailbox:
        await mailbox.send(subject="Cabin baggage", text=QUESTION)
        answer = (await mailbox.until_thread("Cabin baggage", 2))["mails"][1]
        await mailbox.send(answers=answer["id"], absence=True)
        await mailbox.until_card("Said nothing, because a machine")
        _, said = await read_latest(site, ASTRID)
        directions = [each.direction for each in said if each.direction is not Direction.EVENT]
        assert directions == [Direction.IN, Direction.OUT, Direction.IN]


async def test_a_file_arrives_and_can_be_taken_out_of_the_mail_again(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Mailbox.of(session, site, STRANGER) as mailbox:
        content = base64.b64encode(b"two wheels").decode()
        file = {"name": "receipt.txt", "media_type": "text/plain", "content": content}
        await mailbox.send(subject="Receipt", text="Do you sponsor theatre festivals?", file=file)
        mail = (await mailbox.until_thread("Receipt", 2))["mails"][0]
        assert mail["files"] == [{"name": "receipt.txt", "size": 10}]
        async with session.get(f"{site.url}/demo/mails/{mail['id']}/files/0") as response:
            assert await response.read() == b"two wheels"
            assert response.headers["Content-Disposition"].startswith("attachment")
        async with session.get(f"{site.url}/demo/mails/{mail['id']}/files/1") as response:
            assert response.status == 404
        _, said = await read_latest(site, STRANGER)
        assert [each.filename for each in said[0].attachments] == ["receipt.txt"]


async def test_the_mailboxes_hold_after_a_restart_what_they_held_before(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Mailbox.of(session, site, ASTRID) as mailbox:
        await mailbox.send(subject="Cabin baggage", text=QUESTION)
        before = await mailbox.until_thread("Cabin baggage", 2)
        await until(lambda: is_sent(site, ASTRID))
    async with open_demo(tmp_path) as site, Mailbox.of(session, site, ASTRID) as mailbox:
        after = await mailbox.until_thread("Cabin baggage", 2)
        assert [mail["text"] for mail in after["mails"]] == [
            mail["text"] for mail in before["mails"]
        ]
        await mailbox.send(answers=after["mails"][1]["id"], text="Thank you!")
        await mailbox.until_thread("Cabin baggage", 4)


async def test_bad_mails_are_refused_with_a_reason(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with open_demo(tmp_path) as site, Mailbox.of(session, site, STRANGER) as mailbox:
        assert await mailbox.post(text="Hi", subject="Two\r\nlines: x") == 422
        assert await mailbox.post(text="  ", subject="Nothing said") == 422
        assert await mailbox.post(text="Hi", answers="no-such-mail") == 404
        assert await mailbox.post(absence=True) == 422
        file = {"name": "x", "media_type": "text/plain", "content": "no base64!"}
        assert await mailbox.post(text="Hi", file=file) == 422
        assert await mailbox.post(text="Hi", mailbox="maya.fernandes@example.com") == 404
        async with session.get(f"{site.url}/demo/events?mailbox=maya%40example.com") as response:
            assert response.status == 404


async def test_two_demos_run_on_one_machine(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    async with open_demo(tmp_path / "one") as one, open_demo(tmp_path / "two") as two:
        for site in (one, two):
            async with Mailbox.of(session, site, ASTRID) as mailbox:
                await mailbox.send(subject="Cabin baggage", text=QUESTION)
                await mailbox.until_thread("Cabin baggage", 2)


async def test_an_email_account_of_ones_own_is_used_and_the_page_has_no_mailbox(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    own = stand_in_channels((), "", MailPorts(smtp=9, lmtp=9))["email"][0]
    own = {**own, "account": "own", "listen": {**own["listen"], "port": 0}}
    async with open_demo(tmp_path, email=[own]) as site:
        async with session.get(f"{site.url}/demo") as response:
            assert "frame-mailbox" not in await response.text()
        body = {"mailbox": ASTRID, "text": "Hello"}
        async with session.post(f"{site.url}/demo/mails", json=body) as response:
            assert response.status == 404


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


class Mailbox:
    """A page that looks at one mailbox, as the browser's script does."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        site: DemoSite,
        address: str,
        stream: aiohttp.ClientResponse,
    ) -> None:
        self._session = session
        self._site = site
        self._address = address
        self._stream = stream

    @classmethod
    @asynccontextmanager
    async def of(
        cls, session: aiohttp.ClientSession, site: DemoSite, address: str
    ) -> AsyncIterator["Mailbox"]:
        params = {"number": "+15550142", "mailbox": address}
        async with session.get(f"{site.url}/demo/events", params=params) as stream:
            yield cls(session, site, address, stream)

    async def send(self, **mail: Any) -> None:
        assert await self.post(**mail) == 202

    async def post(self, **mail: Any) -> int:
        body = {"mailbox": self._address, **mail}
        async with self._session.post(f"{self._site.url}/demo/mails", json=body) as response:
            await response.read()
            return response.status

    async def until_thread(self, subject: str, length: int) -> dict[str, Any]:
        """Read on until a thread is so long."""
        async for name, data in self._events():
            for thread in data["threads"] if name == "mailbox" else ():
                if thread["subject"] == subject and len(thread["mails"]) >= length:
                    return dict(thread)
        raise AssertionError("the stream ended")

    async def until_card(self, words: str) -> None:
        """Read on until the newest card of the record says something."""
        async for name, data in self._events():
            if name == "record" and words in data[0]["html"]:
                return

    async def _events(self) -> AsyncIterator[tuple[str, Any]]:
        name = ""
        while line := (await self._stream.content.readuntil(b"\n")).decode():
            if line.startswith("event: "):
                name = line.removeprefix("event: ").strip()
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))


async def is_sent(site: DemoSite, address: str) -> bool:
    _, said = await read_latest(site, address)
    return said[-1].delivery is DeliveryState.SENT


async def read_latest(site: DemoSite, address: str) -> tuple[Conversation, tuple[Interaction, ...]]:
    """Read the conversation by email that somebody had last, and all that was said in it."""
    latest = await site.store.read(list_conversations, InboxFilter(), limit=50)
    mine = [each for each in latest if (each.channel, each.thread) == ("email", address)]
    return mine[0], await site.store.read(list_interactions, mine[0].id)
