"""A real SMTP server behind a real socket, which refuses, hangs and hangs up as it is told.

async with run_smtp_server() as server:
    server.script("dot", "451 4.3.0 try later")     # once; then it takes mail again
    ... settings: {"smtp": server.settings} ...
    server.received[0].message["Subject"]
"""

import asyncio
import base64
import contextlib
import ssl
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, cast

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG: Final = "hang"  # say nothing until the server is closed
DROP: Final = "drop"  # close the connection without a word
OK: Final = ""  # go on as if nothing were scripted

Stage = Literal["connect", "auth", "rset", "noop", "mail", "rcpt", "data", "body", "dot"]
Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True, kw_only=True)
class ReceivedMail:
    """A mail that reached its final dot."""

    sender: str
    recipients: list[str]
    content: bytes
    options: list[str] = field(default_factory=list)

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return body.get_content() if body is not None else ""


class ScriptedSmtpServer:
    """Takes mail as aiosmtpd does, except where its script says otherwise.

    Attributes:
        received: what was answered with 250.
        unanswered: what got as far as its final dot and was then refused or left without answer.
        connections: how many were opened so far; `open_connections` are open now.
        commands: how often each stage was reached.
        refused_recipients: the reply to RCPT by address, for as long as it is there.
    """

    def __init__(
        self,
        *,
        security: Security = "none",
        authority: trustme.CA | None = None,
        certificate_for: str = "127.0.0.1",
        logins: Mapping[str, str] | None = None,
        tokens: Mapping[str, str] | None = None,
        mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN", "XOAUTH2"),
        smtputf8: bool = True,
        size_limit: int = 33_554_432,
    ) -> None:
        self.security = security
        self.logins = dict(logins or {})
        self.tokens = dict(tokens or {})
        self.mechanisms = mechanisms
        self.smtputf8 = smtputf8
        self.size_limit = size_limit
        self.received: list[ReceivedMail] = []
        self.unanswered: list[ReceivedMail] = []
        self.connections = 0
        self.commands: Counter[str] = Counter()
        self.mechanisms_used: list[str] = []
        self.refused_recipients: dict[str, str] = {}
        self._script: dict[str, deque[str]] = defaultdict(deque)
        self._always: dict[str, str] = {}
        self._sessions: set[_Session] = set()
        self._arrived = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._context = _server_context(authority, certificate_for) if authority else None

    def script(self, stage: Stage, *actions: str) -> None:
        """Do these, one each time the stage is reached: a reply such as `451 …`, HANG, DROP, OK."""
        self._script[stage].extend(actions)

    def always(self, stage: Stage, action: str) -> None:
        """Do this whenever the stage is reached and nothing else is scripted; OK ends it."""
        self._always[stage] = action

    def next_action(self, stage: str) -> str:
        self.commands[stage] += 1
        if self._script[stage]:
            return self._script[stage].popleft()
        return self._always.get(stage, OK)

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def settings(self) -> dict[str, Any]:
        """What to put under `smtp` in the settings of an email account."""
        return {"host": "127.0.0.1", "port": self.port, "security": self.security}

    @property
    def open_connections(self) -> int:
        return len(self._sessions)

    async def wait_for(self, count: int, timeout: float = 10) -> list[ReceivedMail]:  # noqa: ASYNC109 - a test's own limit
        """Wait until so many mails were received in all."""
        async with asyncio.timeout(timeout), self._arrived:
            await self._arrived.wait_for(lambda: len(self.received) >= count)
        return self.received

    async def wait_until_idle(self) -> None:
        """Wait until all connections are closed."""
        async with asyncio.timeout(60), self._arrived:
            await self._arrived.wait_for(lambda: not self._sessions)

    def drop_connections(self) -> None:
        """Close what is open, as a server that restarts does."""
        for session in list(self._sessions):
            session.hang_up()

    async def start(self, port: int = 0) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Session(self),
            "127.0.0.1",
            port,
            ssl=self._context if self.security == "tls" else None,
        )

    async def stop(self) -> None:
        """Stop as a server that goes down; `start(port)` brings it back."""
        if self._server is None:
            return
        self._server.close()
        self.drop_connections()
        await self.wait_until_idle()
        self._server = None

    def make_session_arguments(self) -> dict[str, Any]:
        starttls = self._context if self.security == "starttls" else None
        return {
            "hostname": "mail.test",
            "ident": "Scripted",
            "data_size_limit": self.size_limit,
            "enable_SMTPUTF8": self.smtputf8,
            "tls_context": starttls,
            "require_starttls": starttls is not None,
            "auth_require_tls": starttls is not None,
            "authenticator": self._check_login,
            "auth_exclude_mechanism": {"PLAIN", "LOGIN", "XOAUTH2"} - set(self.mechanisms),
        }

    def _check_login(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        self.mechanisms_used.append(mechanism)
        assert isinstance(data, LoginPassword)
        known = self.logins.get(data.login.decode())
        return AuthResult(success=known == data.password.decode(), handled=False)

    async def keep(self, envelope: Envelope, *, answered: bool) -> None:
        mail = ReceivedMail(
            sender=(envelope.mail_from or "").removeprefix("<>"),
            recipients=list(envelope.rcpt_tos),
            content=envelope.original_content or b"",
            options=list(envelope.mail_options),
        )
        (self.received if answered else self.unanswered).append(mail)
        await self.tell()

    async def tell(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()

    def joined(self, session: "_Session") -> None:
        self.connections += 1
        self._sessions.add(session)

    def left(self, session: "_Session") -> None:
        self._sessions.discard(session)
        self._telling = asyncio.get_running_loop().create_task(self.tell())


class _Handler:
    """Keeps the mail, and logs in by XOAUTH2, which aiosmtpd does not know."""

    def __init__(self, script: ScriptedSmtpServer) -> None:
        self._script = script

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd finds it by this name
        self._script.mechanisms_used.append("XOAUTH2")
        said = base64.b64decode(args[1]).decode()
        if any(
            said == f"user={user}\x01auth=Bearer {token}\x01\x01"
            for user, token in self._script.tokens.items()
        ):
            return AuthResult(success=True)
        await server.challenge_auth('{"status":"400"}')
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server: "_Session", _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd finds it by this name
        action = self._script.next_action("dot")
        await self._script.keep(envelope, answered=action == OK)
        if action in {HANG, DROP}:
            await server.act(action)
        return action or "250 2.0.0 kept"


class _Session(SMTP):
    """One connection."""

    def __init__(self, script: ScriptedSmtpServer) -> None:
        self._script = script
        super().__init__(
            _Handler(script), loop=asyncio.get_running_loop(), **script.make_session_arguments()
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:
            self._script.joined(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._script.left(self)

    def hang_up(self) -> None:
        transport = self._original_transport or self.transport
        # Python 3.11 fails to abort TLS that has ended by itself.
        if transport is not None and not transport.is_closing():
            with contextlib.suppress(AttributeError):
                cast("asyncio.Transport", transport).abort()
        # Where that breaks a handshake off, neither the task nor `connection_lost` hears of it.
        if self._handler_coroutine is not None:
            self._handler_coroutine.cancel()
        self._script.left(self)

    async def _acted(self, stage: str) -> bool:
        """Do what the script says at a stage; say whether that was all there is to do."""
        return await self.act(self._script.next_action(stage))

    async def act(self, action: str) -> bool:
        if action == OK:
            return False
        if action == HANG:
            await asyncio.Event().wait()  # until the connection ends, which cancels this
        if action == DROP:
            self.hang_up()
            await asyncio.Event().wait()
        await self.push(action)
        if action.startswith("421"):
            cast("asyncio.Transport", self.transport).close()
        return True

    async def _handle_client(self) -> None:
        if await self._acted("connect"):
            cast("asyncio.Transport", self.transport).close()
        else:
            await super()._handle_client()

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802 - aiosmtpd finds it by this name
        if not await self._acted("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_RSET(self, arg: str) -> None:  # noqa: N802 - as above
        if not await self._acted("rset"):
            await super().smtp_RSET(arg)

    async def smtp_NOOP(self, arg: str) -> None:  # noqa: N802 - as above
        if not await self._acted("noop"):
            await super().smtp_NOOP(arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802 - as above
        if not await self._acted("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802 - as above
        for address, reply in self._script.refused_recipients.items():
            if f"<{address}>" in arg:
                await self.act(reply)
                return
        if not await self._acted("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - as above
        if await self._acted("data"):
            return
        action = self._script.next_action("body")
        if action != OK:
            await self.push("354 go on")
            await self._reader.readuntil()
            await self.act(action)
            return
        await super().smtp_DATA(arg)


def _server_context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def write_ca_file(authority: trustme.CA, folder: Path) -> str:
    """Write the authority's certificate for `ca_file`."""
    path = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@asynccontextmanager
async def run_smtp_server(**arguments: Any) -> AsyncIterator[ScriptedSmtpServer]:
    """Run a server on a free port of this machine."""
    server = ScriptedSmtpServer(**arguments)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
