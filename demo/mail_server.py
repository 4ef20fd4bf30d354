"""A mail server on this machine: takes what Frontdesk sends, hands over what customers write."""

import asyncio
import smtplib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from demo.stand_ins import LOOPBACK, MAIL_HOST, MailPorts

_LARGEST: Final = 30 * 1024 * 1024  # bytes; as much as most providers take
_HAND_OVER_SECONDS: Final = 10.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TakenMail:
    """A mail that Frontdesk sent, and whom it is to be put into the mailbox of."""

    recipients: tuple[str, ...]
    content: bytes


Take: TypeAlias = Callable[[TakenMail], Awaitable[None]]


class MailServer:
    """Speaks SMTP with what Frontdesk sends by, and LMTP with what it listens by.

    Args:
        take: called with each mail that Frontdesk sent.
    """

    def __init__(self, ports: MailPorts, take: Take) -> None:
        self._ports = ports
        self._take = take
        self._server: asyncio.Server | None = None
        self._sessions: set[_Session] = set()

    async def start(self) -> None:
        """Listen until `stop`."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._open_session, LOOPBACK, self._ports.smtp)

    async def stop(self) -> None:
        """Leave off listening and hang up; senders keep connections open for their next mail."""
        if self._server is not None:
            self._server.close()
        for session in tuple(self._sessions):
            session.hang_up()

    async def hand_over(self, content: bytes, *, sender: str, recipient: str) -> bool:
        """Hand a customer's mail to Frontdesk; say whether it was taken."""
        try:
            await asyncio.to_thread(self._deliver, content, sender, recipient)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("demo.mail_refused", error=type(error).__name__)
            return False
        return True

    def _deliver(self, content: bytes, sender: str, recipient: str) -> None:
        # The event-loop's mail libraries speak no LMTP (RFC 2033).
        lmtp = smtplib.LMTP(LOOPBACK, self._ports.lmtp, MAIL_HOST, timeout=_HAND_OVER_SECONDS)
        try:
            lmtp.sendmail(sender, [recipient], content)
        finally:
            lmtp.close()

    def _open_session(self) -> SMTP:
        session = _Session(self._take, self._sessions.discard)
        self._sessions.add(session)
        return session


class _Hooks:
    """What the library calls once a mail is there."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        recipients = tuple(each.lower() for each in envelope.rcpt_tos)
        await self._take(TakenMail(recipients, envelope.original_content or b""))
        return "250 2.0.0 Taken"


class _Session(SMTP):
    """One connection."""

    # None before the first byte alone, as the library has it.
    transport: Any

    def __init__(self, take: Take, left: Callable[["_Session"], None]) -> None:
        super().__init__(
            _Hooks(take),
            data_size_limit=_LARGEST,
            enable_SMTPUTF8=True,
            hostname=MAIL_HOST,
            ident="Stand-in",
            loop=asyncio.get_running_loop(),
        )
        self._left = left

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._left(self)

    def hang_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()
