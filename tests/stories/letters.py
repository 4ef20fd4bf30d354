"""Letters to the desk: a channel as email is one, whose wire format is JSON and whose tokens hold.

What a real channel reads from headers and proves by signatures stands here in plain words, so that
the stories tell what becomes of a letter and not how a mail is read.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from crm_store.participants import list_participants
from crm_store.schema import message_ids, outbox
from crm_store.transaction import Transaction
from crm_store.whole_bodies import WholeBody, find_whole_body
from domain.channels import Capabilities
from domain.conversations import Conversation, Interaction
from domain.errors import MalformedMessage
from domain.messages import (
    Address,
    BounceReport,
    DeliveryState,
    EnclosedFile,
    FailedRecipient,
    InboundMessage,
    OutboundMessage,
    RawMessage,
    Receipt,
    ThreadHint,
)
from tests.stories.story_desk import StoryDesk

MARA = "mara@example.com"
NILS = "nils@example.com"
MALLORY = "mallory@example.org"
DAEMON = "mailer-daemon@mx.example.com"


def mail(value: str, name: str | None = None) -> Address:
    """An email address."""
    return Address(kind="email", value=value, name=name)


class LetterChannel:
    """One account for letters; it keeps what it was to send.

    Attributes:
        sent: every letter that went out, oldest first.
    """

    kind = "email"
    capabilities = Capabilities(html=True, files=True, copies=True, threaded=True, repeatable=True)

    def __init__(self, account: str = "support") -> None:
        self.account = account
        self.sent: list[OutboundMessage] = []

    def parse(self, raw: RawMessage) -> InboundMessage:
        try:
            letter: dict[str, Any] = json.loads(raw.body)
        except ValueError as error:
            raise MalformedMessage("this is no letter") from error
        return InboundMessage(
            channel=self.kind,
            account=self.account,
            external_id=letter["id"] or raw.delivery_id,
            sender=Address(
                kind="email",
                value=letter["from"],
                name=letter["name"],
                verified=letter["verified"],
            ),
            recipient=mail(f"{self.account}@desk.example"),
            sent_at=raw.received_at,
            received_at=raw.received_at,
            subject=letter["subject"],
            text=letter["text"],
            full_text=letter["whole"] or letter["text"],
            html=letter["html"],
            thread=ThreadHint(
                external_thread=letter["replies_to"] or letter["from"],
                message_id=letter["id"],
                in_reply_to=letter["in_reply_to"],
                references=tuple(letter["references"]),
                reply_token=letter["token"],
                answers=letter["answers"],
                subject_reference=letter["reference"],
            ),
            automatic=letter["automatic"],
            consent=letter["consent"],
            copies=tuple(mail(each) for each in letter["copies"]),
            enclosed=tuple(
                EnclosedFile(
                    filename=name,
                    media_type="image/png",
                    content=content.encode(),
                    content_id=content_id,
                    inline=content_id is not None,
                )
                for name, content, content_id in letter["files"]
            ),
            bounce=_read_bounce(letter["bounce"]),
            notes=_note_trust(letter["refuted"]),
        )

    async def send(self, message: OutboundMessage) -> Receipt:
        self.sent.append(message)
        return Receipt(external_id=sent_id(message), state=DeliveryState.SENT)

    async def check(self) -> str:
        return "letters arrive"


def sent_id(message: OutboundMessage) -> str:
    """The id under which a letter of ours went out."""
    return f"{message.id.lower()}@desk.example"


def _note_trust(refuted: str | None) -> dict[str, str]:
    notes = {"verified": "as the story says"}
    return notes if refuted is None else {**notes, "refuted": refuted}


def _read_bounce(failed: list[dict[str, Any]] | None) -> BounceReport | None:
    if failed is None:
        return None
    return BounceReport(failed=tuple(FailedRecipient(**each) for each in failed))


class Letters:
    """The desk's letterbox, and what the record says of letters."""

    def __init__(self, desk: StoryDesk) -> None:
        self.desk = desk
        self.channels = {account: LetterChannel(account) for account in ("support", "billing")}
        known = desk.system.tools.channels
        assert isinstance(known, dict)
        known |= {("email", account): channel for account, channel in self.channels.items()}
        self._count = 0

    @property
    def sent(self) -> list[OutboundMessage]:
        """What went out from the support address, oldest first."""
        return self.channels["support"].sent

    def said_to(self, address: str) -> list[str]:
        """What was written to an address, oldest first."""
        return [each.text for each in self.sent if each.to.value == address]

    # What arrives

    async def arrive(
        self,
        sender: str,
        text: str,
        *,
        delivery_id: str | None = None,
        source: str | None = None,
        account: str = "support",
        **facts: Any,
    ) -> None:
        """Take a letter in and see what comes of it."""
        self._count += 1
        letter: dict[str, Any] = {
            "id": f"letter-{self._count}@mail.example",
            "from": sender,
            "name": None,
            "verified": True,
            "refuted": None,
            "subject": None,
            "text": text,
            "whole": "",
            "html": None,
            "replies_to": None,
            "in_reply_to": None,
            "references": [],
            "token": None,
            "answers": None,
            "reference": None,
            "automatic": None,
            "consent": None,
            "copies": [],
            "files": [],
            "bounce": None,
        }
        assert facts.keys() <= letter.keys()
        raw = RawMessage(
            channel="email",
            account=account,
            delivery_id=delivery_id or f"delivery-{self._count}",
            source=source or sender,
            body=json.dumps(letter | facts).encode(),
            received_at=self.desk.clock.now(),
        )
        await self.desk.system.gateway.receive(raw)
        await self.desk.settle()

    async def answer(self, letter: OutboundMessage, text: str, **facts: Any) -> None:
        """Press "reply" on a letter of ours in a mail program that keeps all headers."""
        sender = facts.pop("sender", letter.to.value)
        proven = {
            "token": letter.reference,
            "answers": letter.id.lower(),
            "in_reply_to": sent_id(letter),
            "references": [sent_id(letter)],
            "subject": f"Re: {letter.subject}",
        }
        await self.arrive(sender, text, **(proven | facts))

    async def come_back(
        self, letter: OutboundMessage, *failed: dict[str, Any], **facts: Any
    ) -> None:
        """Have a mail server report on a letter of ours."""
        proven = {"answers": letter.id.lower(), "references": [sent_id(letter)]}
        text = "Your message could not be delivered."
        sender = facts.pop("sender", DAEMON)
        await self.arrive(sender, text, **({"bounce": list(failed)} | proven | facts))

    # What the record says

    async def conversations(self) -> list[Conversation]:
        """All conversations by letter, oldest first."""
        return [each for each in await self.desk.conversations() if each.channel == "email"]

    async def conversation(self, reference: str) -> Conversation:
        (found,) = (each for each in await self.conversations() if each.reference == reference)
        return found

    async def parts(self, conversation: Conversation) -> dict[str, str]:
        """Who takes part in a conversation, and as what."""
        found = await self.desk.system.store.read(list_participants, conversation.id)
        return {each.address.value: each.role.value for each in found}

    async def whole(self, said: Interaction) -> WholeBody | None:
        return await self.desk.system.store.read(find_whole_body, said.id)

    async def state(self, letter: OutboundMessage) -> str:
        """How far a letter of ours got."""

        def read(tx: Transaction) -> str:
            found = select(outbox.c.state).where(outbox.c.id == letter.id)
            return str(tx.execute(found).scalar_one())

        return await self.desk.system.store.read(read)

    async def kept_ids(self) -> Sequence[str]:
        def read(tx: Transaction) -> Sequence[str]:
            return tx.execute(select(message_ids.c.message_id)).scalars().all()

        return await self.desk.system.store.read(read)


def failed(address: str, *, permanent: bool = True, hard: bool = False) -> dict[str, Any]:
    """What a report says of one address."""
    return {
        "address": address,
        "permanent": permanent,
        "hard": hard,
        "status": "5.1.1" if permanent else "4.4.1",
        "reason": "no such mailbox" if permanent else "the host does not answer",
    }
