"""What the record holds of a mailbox's mail, so that the mailboxes outlive a restart."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.reply_files import read_enclosed
from channels.email.sending.composing import compose_mail
from channels.email.settings import EmailSettings
from channels.email.tokens import TokenSigner
from console.services import Services
from crm_store.inbox import InboxFilter, list_conversations
from crm_store.interactions import list_interactions
from crm_store.outbox import get_outbound
from crm_store.raw_messages import get_raw
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Direction, Interaction
from domain.messages import DeliveryState

# Of the latest so many, those by email count; a demo rarely has more.
_MOST_CONVERSATIONS: Final = 300
_ARRIVED: Final = frozenset({DeliveryState.SENT, DeliveryState.DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricMail:
    """A mail of the past; `mine` where the mailbox's owner wrote it."""

    box: str
    mine: bool
    at: datetime
    content: bytes


async def read_history(
    services: Services, settings: EmailSettings, boxes: Collection[str]
) -> list[HistoricMail]:
    """Read the mails of some mailboxes, oldest first; what was sent is composed again."""
    reader = _Reader(settings, TokenSigner(services.secret, settings.account), services.company)
    return await services.store.run(reader.read, boxes)


class _Reader:
    def __init__(self, settings: EmailSettings, signer: TokenSigner, company: str) -> None:
        self._settings = settings
        self._signer = signer
        self._company = company

    def read(self, tx: Transaction, boxes: Collection[str]) -> list[HistoricMail]:
        latest = list_conversations(tx, InboxFilter(), limit=_MOST_CONVERSATIONS)
        mails = [
            mail
            for conversation in latest
            if conversation.channel == "email" and conversation.thread in boxes
            for mail in self._read_conversation(tx, conversation)
        ]
        return sorted(mails, key=lambda mail: mail.at)

    def _read_conversation(
        self, tx: Transaction, conversation: Conversation
    ) -> Iterator[HistoricMail]:
        for said in list_interactions(tx, conversation.id):
            content = self._read_content(tx, said)
            if content is not None:
                mine = said.direction is Direction.IN
                yield HistoricMail(box=conversation.thread, mine=mine, at=said.at, content=content)

    def _read_content(self, tx: Transaction, said: Interaction) -> bytes | None:
        if said.direction is Direction.IN:
            raw, _ = get_raw(tx, said.source_ids["raw"])
            return raw.body
        if said.direction is not Direction.OUT or said.delivery not in _ARRIVED:
            return None
        message = get_outbound(tx, f"out-{said.id}")
        message = replace(message, enclosed=read_enclosed(tx, message.attachments))
        return compose_mail(
            message,
            settings=self._settings,
            signer=self._signer,
            company=self._company,
            now=said.at,
        )
