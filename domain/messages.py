"""Messages as every channel knows them, on their way in and on their way out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

# Bytes that a button of a messenger can carry; Telegram's limit for `callback_data`.
_SHORT: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where somebody can be reached.

    Attributes:
        kind: `phone`, `email`, `visitor`, `telegram` or `api`.
        value: the normalised address (E.164 for telephones, lower case for email).
        name: what its owner calls themselves, where they said so.
        verified: whether the channel vouches that the writer holds the address.
    """

    kind: str
    value: str
    name: str | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMessage:
    """What arrived on the wire, before anybody looked into it.

    Attributes:
        delivery_id: the sender's own id; the same id twice is the same message.
        source: who sent it, as far as the transport tells; orders processing.
        headers: what the parser needs beside the body, secrets left out.
    """

    channel: str
    account: str
    delivery_id: str
    source: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadHint:
    """What a message says about the conversation it belongs to.

    Attributes:
        external_thread: the channel's own thread: the visitor, the telephone, the form submission.
        message_id: the sender's id of the message, without angle brackets (RFC 5322, 3.6.4).
        references: ids of the messages before it, oldest first.
        reply_token: the reference of a conversation, as a token proves that Frontdesk signed: one
            in a plus-address, else one in a message id of ours.
        answers: the outbox id of the message of ours that it answers or reports on, proven alike.
        subject_reference: a reference that the subject names, which proves nothing.
    """

    external_thread: str | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_token: str | None = None
    answers: str | None = None
    subject_reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message.

    Attributes:
        file_id: where the store keeps the content; None until it was fetched.
        source_url: where the provider keeps it; None once it came with the message itself.
        size: bytes; None where not yet known.
    """

    filename: str
    media_type: str
    size: int | None = None
    file_id: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosedFile:
    """A file that travels inside a message, with its content.

    Attributes:
        content_id: by which the HTML of the message refers to it, without angle brackets.
        inline: shown within the text rather than beside it.
    """

    filename: str
    media_type: str
    content: bytes = field(repr=False)
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedRecipient:
    """An address that a message did not reach.

    Attributes:
        permanent: nothing sent there will arrive; otherwise the sending server still tries.
        status: the enhanced status code (RFC 3463), such as `5.1.1`, where one was given.
        reason: the words of the server that refused it, in one line.
        hard: the address itself is dead, so that later messages would not arrive either; not so
            where the mailbox is full or this one message was refused.
    """

    address: str
    permanent: bool
    status: str | None = None
    reason: str = ""
    hard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceReport:
    """What a delivery report says; the message it is about is named by the thread hint."""

    failed: tuple[FailedRecipient, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpVisit:
    """What somebody is said to have done in the help centre before they wrote; a mere claim.

    Attributes:
        article_id: what they read last, or None.
        locale: the language they read in, or None.
        helpful: what they said of the article, or None.
        searched: what they looked for, or None.
    """

    article_id: str | None = None
    locale: str | None = None
    helpful: bool | None = None
    searched: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One message from a customer, in the form all channels share.

    Attributes:
        external_id: the sender's id of the message.
        claims: further addresses the sender says are theirs.
        text: only what was written now; `full_text` keeps everything.
        automatic: why a machine is taken to have written it, or None for a person.
        consent: `stop`, `start` or `help` where the text is such a keyword, else None.
        choice: the value of a quick reply that was pressed, or None.
        offered_at: when the message was written below which it was pressed, where that is known.
        language: the language the sender's page or device is set to, or None.
        enclosed: files whose content came with the message itself.
        copies: whom else it was addressed to, our own addresses left out.
        bounce: what it reports as undelivered, where it is a delivery report.
        notes: what else the channel knows and staff should read beside it, by name: `verified`
            says why the sender's address counts as proven or not, `refuted` (only where it was)
            how the receiving server found it to be forged, `truncated` that a part is missing,
            `reply_to` where replies go instead of to the sender.
        visit: what the sender did in the help centre before, where the message says so.
        edits: the external id of an earlier message that this one stands in for, or None.
        deletes: external ids of earlier messages that the sender took back.
        reachable: whether what is sent to the sender arrives, where that is known: False once they
            have blocked us. Without any words or files it is only word of that.
        link: a token by which the sender asks to be joined with the record of a customer; empty
            where what they gave is none of ours.
    """

    channel: str
    account: str
    external_id: str
    sender: Address
    recipient: Address
    sent_at: datetime
    received_at: datetime
    text: str
    full_text: str = ""
    subject: str | None = None
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    claims: tuple[Address, ...] = ()
    thread: ThreadHint = field(default_factory=ThreadHint)
    automatic: str | None = None
    consent: str | None = None
    choice: str | None = None
    offered_at: datetime | None = None
    language: str | None = None
    enclosed: tuple[EnclosedFile, ...] = ()
    copies: tuple[Address, ...] = ()
    bounce: BounceReport | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    visit: HelpVisit | None = None
    edits: str | None = None
    deletes: tuple[str, ...] = ()
    reachable: bool | None = None
    link: str | None = None


class DeliveryState(StrEnum):
    """How far an outgoing message got; `unknown` is a crash between sending and its receipt."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickReply:
    """An answer the customer can give by pressing (or, on SMS, by its number)."""

    label: str
    value: str

    @property
    def short_value(self) -> str:
        """The value, or its digest behind a tilde where it has more than 64 bytes or none."""
        if 0 < len(self.value.encode()) <= _SHORT and not self.value.startswith("~"):
            return self.value
        return f"~{hashlib.sha256(self.value.encode()).hexdigest()[:40]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """One message to a customer, waiting in the outbox or on its way.

    Attributes:
        id: deterministic for a delivery, so that the provider can drop a repetition.
        attempts: how many times it was handed to the channel so far.
        composed_at: when it was put into the outbox; None while it is not there yet.
        cc: who else gets it and is seen to; `bcc`: who is not.
        automatic: nobody pressed a button for it: the bot wrote it.
        enclosed: the content of `attachments`, read for the sending and not kept here.
    """

    id: str
    interaction_id: str
    conversation_id: str
    reference: str
    channel: str
    account: str
    to: Address
    text: str
    subject: str | None = None
    html: str | None = None
    quick_replies: tuple[QuickReply, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    thread: ThreadHint = field(default_factory=ThreadHint)
    state: DeliveryState = DeliveryState.QUEUED
    attempts: int = 0
    external_id: str | None = None
    composed_at: datetime | None = None
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    automatic: bool = False
    enclosed: tuple[EnclosedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a channel says after it took a message over.

    Attributes:
        refused: copies that were not taken, while the message itself was.
    """

    external_id: str | None
    state: DeliveryState = DeliveryState.SENT
    refused: tuple[FailedRecipient, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryUpdate:
    """Later word about a message that went out.

    Attributes:
        external_id: the provider's id of it.
        outbound_id: our own, where the word carries it; it may come before we know the other.
    """

    channel: str
    account: str
    external_id: str
    state: DeliveryState
    at: datetime
    error: str | None = None
    outbound_id: str | None = None
