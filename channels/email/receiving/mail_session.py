"""One connection of another mail server: SMTP (RFC 5321) or LMTP (RFC 2033)."""

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from channels.email.receiving.mail_data import (
    DataFault,
    EndlessDataError,
    SlowDataError,
    read_data,
)
from channels.email.receiving.reception import MailEnvelope, Reception

_log = structlog.get_logger()

# The library logs commands, addresses and the lines of mails.
logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)

IDLE_SECONDS: Final = 300.0
# Parameters make commands longer than the 512 octets of RFC 5321, 4.5.3.1.4.
_COMMAND_OCTETS: Final = 4_096
# Beside the recipients of a mail; a mail itself takes MAIL and DATA alone.
_COMMANDS_WITHOUT_MAIL: Final = 100
# Commands that came in one packet are answered without a pause otherwise.
_FAIR_SHARE: Final = 16
# A path (RFC 5321, 4.1.2), whose route is to be ignored (appendix C); many leave the brackets out.
_PATH: Final = re.compile(
    r"""\s*(?:<(?:@[^:<>\s]*:)?(?P<address>(?:"(?:[^"\\]|\\.)*"|[^<>"\s])*)>|(?P<bare>[^<>"\s]+))
    (?:\s+(?P<rest>.*))?""",
    re.VERBOSE | re.DOTALL,
)
_BARE_REPLY: Final = re.compile(r"(?!220)([245])\d\d (?!\d\.\d{1,3}\.\d{1,3} |ENHANCED)")
_ENHANCED: Final = {
    "500": "5.5.2",
    "501": "5.5.4",
    "502": "5.5.1",
    "503": "5.5.1",
    "530": "5.7.0",
    "552": "5.3.4",
    "553": "5.1.3",
    "555": "5.5.4",
}


class _Hooks:
    """What the library asks before it does something."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        session.host_name = name
        offered = [line for line in lines if not line.startswith(("250-AUTH", "250 "))]
        return [
            *offered,
            f"250-SIZE {self._reception.largest}",
            "250-PIPELINING",
            "250 ENHANCEDSTATUSCODES",
        ]

    async def handle_MAIL(  # noqa: N802 - the library's name
        self,
        _server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: Sequence[str],
    ) -> str:
        if self._reception.require_tls and session.ssl is None:
            return "530 5.7.0 Issue STARTTLS first"
        refusal = self._reception.refuse_mail(client_of(session), _read_size(options))
        if refusal is not None:
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - the library's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: Sequence[str],
    ) -> str:
        refusal = self._reception.refuse_recipient(address, len(envelope.rcpt_tos))
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        _log.error("mail_session_failed", error=type(error).__name__)
        return "451 4.3.0 Something failed here; try again later"


class SmtpSession(SMTP):
    """A session that keeps mail before it says so.

    Args:
        left: called once it is over.

    Attributes:
        busy: a mail is under way.
        over: set once the client is gone.
    """

    # None before the first byte alone, as the library has it.
    envelope: Any
    session: Any
    transport: Any

    line_length_limit = 65_536
    protocol = "ESMTP"

    def __init__(
        self,
        reception: Reception,
        *,
        hostname: str,
        left: Callable[["SmtpSession"], object],
        **options: Any,
    ) -> None:
        # The library's own is one for all sessions, and each empties it.
        self.command_size_limits = defaultdict(lambda: _COMMAND_OCTETS)
        super().__init__(
            _Hooks(reception),
            data_size_limit=None,
            enable_SMTPUTF8=True,
            hostname=hostname,
            ident=f"Frontdesk {self.protocol}",
            timeout=IDLE_SECONDS,
            **options,
        )
        self.command_size_limit = _COMMAND_OCTETS
        self.busy = False
        self._commands = 0
        self.over = asyncio.Event()
        self._reception = reception
        self._left = left

    def hang_up(self) -> None:
        """Close at once."""
        if self.transport is not None:
            self.transport.abort()

    async def goodbye(self) -> None:
        """Ask the client to come back later and close; a mail under way is finished first."""
        if not self.busy and self.transport is not None:
            await self._close("421 4.3.2 Restarting; try again soon")

    async def push(self, status: Any) -> None:
        """Send a reply, with the enhanced status code that RFC 2034 asks for.

        Who says much that leads to no mail hears that instead, and nothing after it.
        """
        reply = _enhance(str(status))
        # Each command has one such line, whether it is known, too long or empty.
        self._commands += not reply.startswith("250-")
        if self._commands > _COMMANDS_WITHOUT_MAIL + len(self.envelope.rcpt_tos):
            await self._cut_off(self._reception.refuse_chatter())
        if self._commands % _FAIR_SHARE == 0:
            # Before the reply: TLS starts in the same turn in which the client is told to.
            await asyncio.sleep(0)
        await super().push(reply)

    async def _cut_off(self, reply: str) -> NoReturn:
        await self._close(reply)
        # What is in the buffer is not read any more; the library ends a session so.
        raise asyncio.CancelledError

    async def _close(self, reply: str) -> None:
        transport = self.transport
        await super().push(reply)
        transport.close()

    def _timeout_cb(self) -> None:
        # Who does not read its replies either would keep a transport that is closed gently.
        self.hang_up()

    async def _handle_client(self) -> None:
        client = client_of(self.session)
        refusal = self._reception.admit(client)
        try:
            if refusal is not None:
                await self.push(refusal)
                self.transport.close()
                return
            await super()._handle_client()
        finally:
            self._reception.leave(client)
            self._left(self)
            self.over.set()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        # The standard library's parser, which is used otherwise, fails on nested comments.
        found = _PATH.fullmatch(arg)
        if found is None:
            return None, None
        return found["address"] or found["bare"] or "<>", found["rest"] or ""

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - the library's name
        """Take a mail: read it, keep it, and say so only then."""
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Send RCPT first")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self.busy = True
        try:
            replies = await self._take_mail()
        except EndlessDataError:
            await self._cut_off("421 4.7.0 Too much data")
        except SlowDataError:
            await self._cut_off(self._reception.refuse_data(DataFault.TOO_SLOW))
        finally:
            self.busy = False
        self._commands = 0
        self.envelope = self._create_envelope()
        await self.push("\r\n".join(replies))
        if self._reception.closing:
            await self.goodbye()

    async def _take_mail(self) -> Sequence[str]:
        envelope = self._read_envelope()
        data = self._reception.make_data(envelope.client, self._reset_timeout)
        try:
            await read_data(self._reader, data)
            fault = data.fault
            if fault is not None:
                return self._replies(self._reception.refuse_data(fault), envelope)
            return self._replies(await self._reception.keep(data, envelope), envelope)
        finally:
            # Before any reply: it may take long until a sender reads it.
            data.close()

    def _read_envelope(self) -> MailEnvelope:
        sender = self.envelope.mail_from or ""
        return MailEnvelope(
            client=client_of(self.session),
            sender="" if sender == "<>" else sender,
            recipients=tuple(self.envelope.rcpt_tos),
        )

    def _replies(self, reply: str, _envelope: MailEnvelope) -> Sequence[str]:
        return [reply]

    async def smtp_VRFY(self, _arg: str | None) -> None:  # noqa: N802 - the library's name
        """Tell nobody which addresses there are."""
        await self.push("252 2.1.5 Send the mail and see")

    async def smtp_AUTH(self, _arg: str | None) -> None:  # noqa: N802 - the library's name
        """Nobody can log in here."""
        await self.push("502 5.5.1 Not implemented")


class LmtpSession(SmtpSession):
    """A session in which each recipient has a reply of its own (RFC 2033, 4.2)."""

    protocol = "LMTP"

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str | None) -> None:  # noqa: N802 - the library's name
        """Greet."""
        await super().smtp_EHLO(arg)

    async def smtp_HELO(self, _arg: str | None) -> None:  # noqa: N802 - the library's name
        """Greet as one must not here."""
        await self.push("500 5.5.1 This is LMTP; greet with LHLO")

    async def smtp_EHLO(self, _arg: str | None) -> None:  # noqa: N802 - the library's name
        """Greet as one must not here."""
        await self.push("500 5.5.1 This is LMTP; greet with LHLO")

    def _replies(self, reply: str, envelope: MailEnvelope) -> Sequence[str]:
        return [reply] * len(envelope.recipients)


def client_of(session: Session) -> str:
    """Return the address of the client."""
    peer: Any = session.peer
    return str(peer[0]) if peer else "unknown"


def _enhance(reply: str) -> str:
    bare = _BARE_REPLY.match(reply)
    if bare is None:
        return reply
    code = reply[:3]
    return f"{code} {_ENHANCED.get(code, f'{bare[1]}.0.0')} {reply[4:]}"


def _read_size(options: Sequence[str]) -> int:
    for option in options:
        name, _, value = option.partition("=")
        if name == "SIZE" and value.isdecimal():
            return int(value[:20])
    return 0
