"""What a channel must be able to do, and what Frontdesk offers it in return."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.messages import (
    Attachment,
    DeliveryState,
    DeliveryUpdate,
    InboundMessage,
    OutboundMessage,
    QuickReply,
    RawMessage,
    Receipt,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a channel can show.

    Attributes:
        max_length: how much one message should hold; None where there is no such limit.
        measure: how much of `max_length` a text takes up; its characters unless they differ.
        html: whether a message may carry HTML.
        buttons: whether quick replies can be pressed; numbered choices are written otherwise.
        collected: the customer's own page collects messages from the store, so that nothing is
            sent: a message stays `queued` until the page has taken it.
        receipts: whether word of delivery comes back by itself.
        files: whether a message may carry files.
        copies: whether a message may go to others than the customer as well.
        threaded: whether each message says which it follows, so that one sender may have several
            conversations at a time; otherwise a thread has one.
        repeatable: whether a message may be handed over again where nobody knows whether it was
            taken, since it carries the same id each time and losing it is worse than its coming
            twice; otherwise it is `unknown` then.
    """

    max_length: int | None = None
    measure: Callable[[str], int] = len
    html: bool = False
    buttons: bool = False
    collected: bool = False
    receipts: bool = False
    files: bool = False
    copies: bool = False
    threaded: bool = False
    repeatable: bool = False


class Parser(Protocol):
    """Reads the wire format; pure."""

    def parse(self, raw: RawMessage) -> InboundMessage:
        """Read one raw message.

        Raises:
            MalformedMessage: the only error it may raise, whatever the bytes.
        """
        ...


class Outlet(Protocol):
    """Hands messages over to the outside."""

    @property
    def capabilities(self) -> Capabilities:
        """What messages on this channel may look like."""
        ...

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand one message over.

        Raises:
            SendError: with `retryable` saying whether trying again makes sense.
        """
        ...


class Channel(Parser, Outlet, Protocol):
    """One account on one kind of channel."""

    @property
    def kind(self) -> str:
        """The channel's name in settings and on records: `sms`, `web_chat` and so on."""
        ...

    @property
    def account(self) -> str:
        """Which of several accounts of this kind it is."""
        ...

    async def check(self) -> str:
        """Say in a line what `frontdesk doctor` should print when all is well.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The answer to a message that is committed.

    Attributes:
        duplicate: the same delivery id was here before; nothing changed.
        reference: the reference a conversation begun by this message has.
    """

    raw_id: str
    reference: str
    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadKey:
    """One customer's thread on one account: the visitor, the telephone, the form submission."""

    channel: str
    account: str
    thread: str

    @property
    def topic(self) -> str:
        """The wake-up topic of the thread."""
        return f"thread:{self.channel}:{self.account}:{self.thread}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadEntry:
    """One message as the customer may see it; internal notes and events never are.

    Attributes:
        position: grows along the thread; ask for what came after the last one you have.
        author: `customer`, `bot` or `agent`.
        author_name: the name to show for an agent or the bot, else None.
        external_id: the id the sender gave it, for the page to know its own messages.
        delivery: None for what the customer wrote.
    """

    position: int
    id: str
    reference: str
    author: str
    author_name: str | None
    at: datetime
    text: str
    html: str | None
    quick_replies: tuple[QuickReply, ...]
    attachments: tuple[Attachment, ...]
    external_id: str | None
    delivery: DeliveryState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """The part of a thread that was asked for, and who is at the other end.

    Attributes:
        status: of the latest conversation (`open`, `resolved`, …), None where there is none.
        with_person: whether an agent has the conversation.
    """

    entries: tuple[ThreadEntry, ...]
    status: str | None
    with_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file on its way into the store; its thread alone may read it again."""

    thread: ThreadKey
    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file with its content."""

    id: str
    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorKey:
    """A place that a channel reads from by itself, such as a folder of a mailbox."""

    channel: str
    account: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a place has been read; one process holds it at a time.

    Attributes:
        payload: what the channel recorded last; empty where nothing was read yet.
    """

    key: CursorKey
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Something that happened under a topic; `payload` is empty for "look again"."""

    topic: str
    payload: str


class Follower(Protocol):
    """Hears the signals of the topics it follows, while its context is open."""

    async def next(self, timeout: float) -> Signal | None:  # noqa: ASYNC109 - None after `timeout` is its meaning
        """Wait for the next signal; None where `timeout` seconds passed without one."""
        ...


class Gateway(Protocol):
    """What Frontdesk offers to the sockets of a channel."""

    async def receive(self, raw: RawMessage) -> Accepted:
        """Commit one raw message, then work on it; acknowledge the sender after this returns."""
        ...

    async def record_delivery(self, update: DeliveryUpdate) -> None:
        """Record what a provider says became of a message; unknown ids are logged and dropped."""
        ...

    async def read_thread(self, key: ThreadKey, *, after: int, limit: int) -> ThreadView:
        """Read what the customer may see of a thread after a position, oldest first."""
        ...

    async def record_collected(self, key: ThreadKey, *, upto: int, seen: bool) -> None:
        """Record that the customer's page has taken, or (`seen`) shown, all up to a position."""
        ...

    async def store_file(self, upload: Upload) -> Attachment:
        """Keep a file and return what a message needs to refer to it."""
        ...

    async def get_file(self, key: ThreadKey, file_id: str) -> StoredFile:
        """Read a file of this thread.

        Raises:
            NotFoundError: there is none, or it belongs to another thread.
        """
        ...

    async def claim_cursor(self, key: CursorKey, *, holder: str, seconds: int) -> Cursor | None:
        """Take, or keep, a place to read from for so long; None while another process has it."""
        ...

    async def record_cursor(
        self, key: CursorKey, payload: Mapping[str, Any], *, holder: str
    ) -> None:
        """Record how far a place has been read, after all before it is committed.

        Raises:
            LeaseLostError: another process has taken the place over.
        """
        ...

    async def release_cursor(self, key: CursorKey, *, holder: str) -> None:
        """Leave a place to other processes."""
        ...

    def follow(self, *topics: str) -> AbstractAsyncContextManager[Follower]:
        """Hear what happens under `topics` from now on."""
        ...

    async def announce(self, topic: str, payload: str) -> None:
        """Tell the followers of a topic something that need not be kept, such as typing."""
        ...
