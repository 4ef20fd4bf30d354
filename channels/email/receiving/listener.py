"""A socket on which other mail servers hand mail over."""

import asyncio
import ssl
from collections.abc import Callable
from typing import Final

import structlog

from channels.email.receiving.mail_session import LmtpSession, SmtpSession
from channels.email.receiving.reception import Reception, read_networks
from channels.email.receiving.server_certificate import ServerCertificate
from channels.email.settings import EmailSettings
from domain.channels import Gateway
from domain.clock import Clock, Ids
from domain.errors import FrontdeskError

_log = structlog.get_logger()

# What is under way when the server stops may take so long to be committed.
_DRAIN_SECONDS: Final = 10.0
_GREETING_SECONDS: Final = 5.0


class MailListener:
    """Listens where an account's settings say.

    Args:
        count: counts what happened, for operators.

    Attributes:
        listening: set while mail can be handed over.
        bound_port: the port, once it is listening; the system's choice where the settings say 0.

    Raises:
        FrontdeskError: the settings name nothing to listen on.
    """

    def __init__(
        self,
        settings: EmailSettings,
        *,
        clock: Clock,
        ids: Ids,  # noqa: ARG002 - every part of a channel is given the same
        count: Callable[..., None] = lambda *_args, **_labels: None,
    ) -> None:
        if settings.listen is None:
            raise FrontdeskError(f"the email account {settings.account!r} has no listen settings")
        self._settings = settings
        self._listen = settings.listen
        self._clock = clock
        self._count = count
        self._sessions: set[SmtpSession] = set()
        self.listening = asyncio.Event()
        self.bound_port: int | None = None

    async def keep_listening(self, gateway: Gateway) -> None:
        """Listen until cancelled; mails under way then are finished first.

        Raises:
            FrontdeskError: the port is taken, or the certificate cannot be used.
        """
        certificate = self._read_certificate()
        reception = Reception(
            self._settings, self._listen, gateway=gateway, clock=self._clock, count=self._count
        )
        server = await self._open(reception, certificate)
        try:
            self.bound_port = server.sockets[0].getsockname()[1]
            self.listening.set()
            _log.info("mail_listening", protocol=self._listen.protocol, place=self._place())
            await asyncio.Event().wait()
        finally:
            self.listening.clear()
            server.close()
            await self._drain(reception)

    async def check(self) -> str:
        """Say where it listens, or could, and until when its certificate is valid.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        read_networks(self._listen.allow)
        certificate = self._read_certificate()
        secured = f", certificate valid until {certificate.check()}" if certificate else ""
        if not await self._answers():
            await self._try_port()
        return f"{self._listen.protocol} on {self._place()}{secured}"

    async def _open(
        self, reception: Reception, certificate: ServerCertificate | None
    ) -> asyncio.Server:
        def make_session() -> SmtpSession:
            context = certificate.context() if certificate else None
            return self._make_session(reception, context)

        loop = asyncio.get_running_loop()
        try:
            return await loop.create_server(make_session, self._listen.host, self._listen.port)
        except OSError as error:
            raise self._explain(error) from error

    def _make_session(self, reception: Reception, context: ssl.SSLContext | None) -> SmtpSession:
        kind = LmtpSession if self._listen.protocol == "lmtp" else SmtpSession
        session = kind(
            reception,
            hostname=_greeting_name(self._settings.address),
            tls_context=context,
            loop=asyncio.get_running_loop(),
            left=self._sessions.discard,
        )
        self._sessions.add(session)
        return session

    async def _drain(self, reception: Reception) -> None:
        reception.closing = True
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                for session in tuple(self._sessions):
                    await session.goodbye()
                await asyncio.gather(*(session.over.wait() for session in self._sessions))
                await reception.finish()
        except TimeoutError:
            _log.warning("mail_cut_off", sessions=len(self._sessions))
        finally:
            for session in tuple(self._sessions):
                session.hang_up()

    async def _answers(self) -> bool:
        """Tell whether Frontdesk listens there already."""
        try:
            async with asyncio.timeout(_GREETING_SECONDS):
                reader, writer = await asyncio.open_connection(
                    self._listen.host, self.bound_port or self._listen.port
                )
                try:
                    return b" Frontdesk " in await reader.readline()
                finally:
                    writer.close()
                    await writer.wait_closed()
        except (OSError, TimeoutError, ValueError):
            return False

    async def _try_port(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            server = await loop.create_server(
                asyncio.Protocol, self._listen.host, self._listen.port
            )
        except OSError as error:
            raise self._explain(error) from error
        server.close()

    def _read_certificate(self) -> ServerCertificate | None:
        if self._listen.certificate is None or self._listen.key is None:
            return None
        return ServerCertificate(self._listen.certificate, self._listen.key)

    def _explain(self, error: OSError) -> FrontdeskError:
        return FrontdeskError(
            f"{self._place()} cannot be listened on ({error.strerror or error}); "
            "see listen.host and listen.port"
        )

    def _place(self) -> str:
        return f"{self._listen.host}:{self.bound_port or self._listen.port}"


def _greeting_name(address: str) -> str:
    host = address.rpartition("@")[2]
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return "frontdesk"
