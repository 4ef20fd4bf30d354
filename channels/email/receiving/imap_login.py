"""Getting into a mailbox: TLS, logging in, and what to do where either fails."""

import imaplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from channels.email.receiving.imap_client import ImapClient, TlsImapClient
from channels.email.settings import ImapSettings
from domain.errors import AuthenticationError, FrontdeskError

# A connection over which nothing is said for long is lost unseen where a firewall forgot it.
_PROBE_AFTER_SECONDS: Final = 60
_MOST_WORDS: Final = 200


def connect(settings: ImapSettings) -> ImapClient:
    """Connect, and secure the connection as the settings say.

    Raises:
        FrontdeskError: there is no mail server that can be talked to; says what to do.
    """
    try:
        client = _open(settings)
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise FrontdeskError(explain_connecting(settings, error)) from error
    _watch(client.sock)
    return client


def _open(settings: ImapSettings) -> ImapClient:
    host, port, timeout = settings.host, settings.port, settings.timeout
    if settings.security == "tls":
        context = _make_context(settings.ca_file)
        return TlsImapClient(host, port, ssl_context=context, timeout=timeout)
    client = ImapClient(host, port, timeout=timeout)
    if settings.security == "starttls":
        try:
            client.starttls(_make_context(settings.ca_file))
        except BaseException:
            # The library may have closed it already.
            with suppress(OSError):
                client.shutdown()
            raise
    return client


def _make_context(ca_file: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            reason = error.strerror or "it holds no certificate in PEM"
            raise FrontdeskError(f"ca_file {ca_file} cannot be read: {reason}") from error
    return context


def _watch(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    # Not every system can tell after how long.
    if hasattr(socket, "TCP_KEEPIDLE"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _PROBE_AFTER_SECONDS)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _PROBE_AFTER_SECONDS // 4)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4)


def log_in(client: ImapClient, settings: ImapSettings, access_token: str | None) -> None:
    """Log in with the password, or with an access token (XOAUTH2).

    Raises:
        AuthenticationError: the server lets nobody in with these; says what to do.
        imaplib.IMAP4.abort: the connection broke.
    """
    try:
        if access_token is not None:
            client.authenticate("XOAUTH2", _answer_once(_bearer(settings.username, access_token)))
        elif settings.username.isascii() and settings.password.get_secret_value().isascii():
            client.log_in(settings.username, settings.password.get_secret_value())
        else:
            # RFC 4616: the one mechanism whose names and passwords are UTF-8.
            client.authenticate("PLAIN", _answer_once(_plain(settings)))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise AuthenticationError(_explain_login(settings, error)) from error


def _bearer(username: str, access_token: str) -> bytes:
    return f"user={username}\1auth=Bearer {access_token}\1\1".encode()


def _plain(settings: ImapSettings) -> bytes:
    return f"\0{settings.username}\0{settings.password.get_secret_value()}".encode()


def _answer_once(answer: bytes) -> Callable[[bytes], bytes]:
    """Answer the first challenge; one that follows tells of an error and wants an empty answer."""
    answers = [answer]
    return lambda _challenge: answers.pop() if answers else b""


def explain_connecting(settings: ImapSettings, error: Exception) -> str:
    """Say why no connection came about, and what to do."""
    place = f"{settings.host}:{settings.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {place} is not trusted ({error.verify_message}); name the "
            "authority that signed it as ca_file, or the host as the certificate names it"
        )
    if isinstance(error, ssl.SSLError):
        return f"{place} does not speak TLS as it should; set security to what its port is for"
    if isinstance(error, socket.gaierror):
        return f"there is no host {settings.host}; correct imap.host"
    if isinstance(error, TimeoutError):
        return (
            f"{place} does not answer within {settings.timeout:g} seconds; see imap.host and port"
        )
    if isinstance(error, OSError):
        return f"{place} cannot be reached ({error.strerror or error}); see imap.host and port"
    return f"{place} does not answer as an IMAP server; see imap.port and security"


def _explain_login(settings: ImapSettings, error: Exception) -> str:
    words = one_line(str(error))
    remedy = "see oauth" if settings.oauth else "see username and password"
    return f"{settings.host} does not let {settings.username or 'nobody'} in: {words}; {remedy}"


def one_line(text: str) -> str:
    """Return a server's words as they may stand in a line of ours."""
    if text.startswith(("b'", 'b"')):
        text = text[2:-1]
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_MOST_WORDS]
