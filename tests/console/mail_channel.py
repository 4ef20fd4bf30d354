"""A mail account as far as the console looks at it, and mails put on record as it leaves them."""

from datetime import datetime
from typing import Any

from aiohttp import web

from crm_store.conversations import record_conversation
from crm_store.files import record_file
from crm_store.interactions import record_interaction
from crm_store.participants import record_participant
from crm_store.raw_messages import Arrival, record_raws
from crm_store.transaction import Transaction
from crm_store.whole_bodies import record_whole_body
from domain.channels import Capabilities, Gateway, ThreadKey, Upload
from domain.conversations import Author, Conversation, Direction, Role
from domain.messages import (
    Address,
    Attachment,
    InboundMessage,
    OutboundMessage,
    RawMessage,
    Receipt,
)

KEY = ThreadKey(channel="email", account="support", thread="astrid@example.org")
PNG = b"\x89PNG\r\n\x1a\n-a-picture-"
ORIGINAL = b"From: astrid@example.org\r\n\r\n<script>alert(1)</script>\r\n"
HTML = (
    '<p>My <b>suitcase</b></p><img src="cid:photo@x" alt="photo">'
    '<img data-remote-src="https://tracker.example/a.png" alt="logo">'
)


class MailAccount:
    """Tells what mail can carry."""

    kind = "email"
    account = "support"
    capabilities = Capabilities(html=True, files=True, copies=True, threaded=True)

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Mail needs none."""

    def parse(self, raw: RawMessage) -> InboundMessage:
        raise AssertionError("nothing is parsed here")

    async def send(self, message: OutboundMessage) -> Receipt:
        raise AssertionError("nothing is sent here")

    async def check(self) -> str:
        return "fine"


def begin_mail(tx: Transaction, now: datetime) -> Conversation:
    """Record a conversation that Astrid began by mail, with a copy to Jonas."""
    conversation = record_conversation(
        tx,
        conversation_id="v-mail",
        reference="FD-MAIL0001",
        customer_id="c-astrid",
        key=KEY,
        subject="A broken suitcase",
        language="en",
        now=now,
    )
    people = (("astrid@example.org", Role.REQUESTER), ("jonas@example.org", Role.COPIED))
    for value, role in people:
        address = Address(kind="email", value=value)
        record_participant(tx, conversation.id, address, role, now=now)
    for file_id, name, kind, content in (
        ("f-photo", "photo.png", "image/png", PNG),
        ("f-svg", "evil.svg", "image/svg+xml", b"<svg onload='alert(1)'/>"),
    ):
        upload = Upload(thread=KEY, filename=name, media_type=kind, content=content)
        record_file(tx, upload, file_id=file_id, now=now)
    raw = RawMessage(
        channel="email",
        account="support",
        delivery_id="d-1",
        source="astrid@example.org",
        body=ORIGINAL,
        received_at=now,
    )
    record_raws(tx, [Arrival(raw=raw, raw_id="r-1", reference="FD-MAIL0001")])
    say_mail(
        tx,
        conversation,
        "x-mail",
        now=now,
        text="My suitcase",
        facts={
            "copies": ["jonas@example.org"],
            "cids": {"photo@x": "f-photo"},
            "verified": "DMARC passed for example.org",
            "proven": True,
        },
    )
    record_whole_body(tx, "x-mail", text="My suitcase\n> the <i>quoted</i> thread", html=HTML)
    return conversation


def say_mail(
    tx: Transaction,
    conversation: Conversation,
    interaction_id: str,
    *,
    now: datetime,
    text: str,
    sender: str = "astrid@example.org",
    author: Author = Author.CUSTOMER,
    facts: dict[str, Any],
) -> None:
    """Record a mail that came in."""
    record_interaction(
        tx,
        conversation,
        interaction_id=interaction_id,
        direction=Direction.IN,
        author=author,
        now=now,
        text=text,
        attachments=(
            Attachment(filename="photo.png", media_type="image/png", size=15, file_id="f-photo"),
        ),
        source_ids={"raw": "r-1", "from": sender, **facts},
    )
