"""A connection to the mail server: opened, made safe, logged in."""

import ipaddress
import ssl
from collections.abc import Awaitable, Callable
from typing import Final

import aiosmtplib

from channels.email.oauth import AccessTokens
from channels.email.sending.faults import explain_fault
from channels.email.settings import SmtpSettings
from domain.errors import FrontdeskError, SendError

_BY_PASSWORD: Final = frozenset({"cram-md5", "plain", "login"})


class SmtpConnector:
    """Opens connections as the settings say.

    TLS is a policy, not a wish: where `security` says `tls` or `starttls` nothing is sent without
    it, and the certificate must be valid for `host`. A login goes out over TLS only; with
    `security = "none"` it is refused except to this very machine, where nobody else listens.

    Args:
        host_name: what we call ourselves in EHLO: the domain that we send for.
        tokens: gives access tokens where the settings have `oauth`.
    """

    def __init__(
        self, settings: SmtpSettings, *, host_name: str, tokens: AccessTokens | None
    ) -> None:
        self._settings = settings
        self._host_name = host_name
        self._tokens = tokens
        self._context: ssl.SSLContext | None = None

    async def open(self) -> aiosmtplib.SMTP:
        """Connect, start TLS and log in.

        Raises:
            SendError: it cannot be done; always retryable.
        """
        smtp = aiosmtplib.SMTP(
            hostname=self._settings.host,
            port=self._settings.port,
            timeout=self._settings.timeout,
            local_hostname=self._host_name,
            use_tls=self._settings.security == "tls",
            start_tls=False,
            tls_context=self._get_context(),
        )
        try:
            await self._set_up(smtp)
        except SendError:
            smtp.close()
            raise
        except FrontdeskError as error:
            smtp.close()
            raise SendError(str(error), retryable=True, code="login") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            smtp.close()
            raise explain_fault(error, self._settings) from error
        except BaseException:
            smtp.close()
            raise
        return smtp

    async def _set_up(self, smtp: aiosmtplib.SMTP) -> None:
        await smtp.connect()
        if self._settings.security == "starttls":
            await self._start_tls(smtp)
        await self._greet(smtp)
        if self._settings.username:
            self._check_safe_login()
            await self._log_in(smtp)

    async def _greet(self, smtp: aiosmtplib.SMTP) -> None:
        try:
            await smtp.ehlo()
        except aiosmtplib.SMTPHeloError:
            await smtp.helo()

    async def _start_tls(self, smtp: aiosmtplib.SMTP) -> None:
        await self._greet(smtp)
        if not smtp.supports_extension("starttls"):
            raise SendError(
                f"{self._settings.host}:{self._settings.port} offers no STARTTLS, and mail is not "
                'sent in the clear; set smtp.security = "tls" and its port, mostly 465',
                retryable=True,
                code="tls",
            )
        await smtp.starttls(server_hostname=self._settings.host)

    def _check_safe_login(self) -> None:
        if self._settings.security == "none" and not is_loopback(self._settings.host):
            raise SendError(
                "smtp.security is none, so that the login would go through the network in the "
                'clear; set it to "starttls" or "tls"',
                retryable=True,
                code="tls",
            )

    async def _log_in(self, smtp: aiosmtplib.SMTP) -> None:
        offered = {name.lower() for name in smtp.server_auth_methods}
        if self._tokens is not None:
            await self._log_in_by_token(smtp, self._tokens, offered)
        elif not offered & _BY_PASSWORD:
            raise self._no_login("a login by password")
        else:
            password = self._settings.password.get_secret_value()
            await smtp.login(self._settings.username, password)

    async def _log_in_by_token(
        self, smtp: aiosmtplib.SMTP, tokens: AccessTokens, offered: set[str]
    ) -> None:
        """Log in by XOAUTH2; a token that was refused is renewed once."""
        if "xoauth2" not in offered:
            raise self._no_login("XOAUTH2")
        try:
            await smtp.auth_xoauth2(self._settings.username, await tokens.get())
        except aiosmtplib.SMTPAuthenticationError:
            tokens.forget()
            await smtp.auth_xoauth2(self._settings.username, await tokens.get())

    def _no_login(self, what: str) -> SendError:
        return SendError(
            f"{self._settings.host}:{self._settings.port} does not offer {what}; check smtp.port "
            "and smtp.security, or leave smtp.username out",
            retryable=True,
            code="login",
        )

    def _get_context(self) -> ssl.SSLContext | None:
        if self._settings.security == "none":
            return None
        if self._context is None:
            self._context = make_tls_context(self._settings.ca_file)
        return self._context


Opener = Callable[[], Awaitable[aiosmtplib.SMTP]]


def make_tls_context(ca_file: str | None) -> ssl.SSLContext:
    """Return a context that checks certificates against the system's and those of a file.

    Raises:
        SendError: the file cannot be read; retryable, since it is the settings' fault.
    """
    context = ssl.create_default_context()
    if ca_file is None:
        return context
    try:
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SendError(
            f"ca_file {ca_file} holds no certificate that can be read "
            f"({type(error).__name__}); give the path of a PEM file",
            retryable=True,
            code="tls",
        ) from error
    return context


def is_loopback(host: str) -> bool:
    """Say whether a host is this very machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
