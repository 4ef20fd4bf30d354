"""What went wrong between us and the mail server, in words that say what to do."""

import socket
import ssl
from collections.abc import Iterator

import aiosmtplib

from channels.email.sending.refusals import read_refusal
from channels.email.settings import SmtpSettings
from domain.errors import SendError


def explain_fault(error: Exception, settings: SmtpSettings) -> SendError:
    """Turn any failure of a connection into an error for the outbox.

    All of them can be tried again: nothing is wrong with the message. A refused login and a
    greeting of 5xx (RFC 5321, 3.1) are matters of the settings too.
    """
    where = f"{settings.host}:{settings.port}"
    for cause in _causes(error):
        words = _explain(cause, where, settings)
        if words is not None:
            code, text = words
            return SendError(text, retryable=True, code=code)
    return SendError(
        f"the connection to {where} broke ({type(error).__name__})",
        retryable=True,
        code="unreachable",
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give the causes of an error, the first one first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__
    return reversed(chain)


def _explain(cause: BaseException, where: str, settings: SmtpSettings) -> tuple[str, str] | None:
    if isinstance(cause, ssl.SSLError):
        return "tls", _explain_tls(cause, where, settings)
    if isinstance(cause, socket.gaierror):
        return "unreachable", f"no host is called {settings.host}; check smtp.host"
    if isinstance(cause, ConnectionRefusedError):
        return "unreachable", f"{where} refuses connections; check smtp.host and smtp.port"
    if isinstance(cause, TimeoutError):
        return "timeout", (
            f"{where} did not answer in time; check smtp.host, smtp.port and that this machine "
            "may connect to it"
        )
    return _explain_protocol(cause, where)


def _explain_protocol(cause: BaseException, where: str) -> tuple[str, str] | None:
    if isinstance(cause, aiosmtplib.SMTPAuthenticationError):
        refusal = read_refusal(cause.code, cause.message, "the login")
        return "login", str(refusal)
    if isinstance(cause, aiosmtplib.SMTPResponseException):
        code = str(cause.code) if cause.code >= 0 else "unreachable"
        return code, str(read_refusal(cause.code, cause.message, f"our connection to {where}"))
    if isinstance(cause, aiosmtplib.SMTPServerDisconnected):
        return "disconnected", f"{where} hung up before it had taken the message"
    if isinstance(cause, OSError):
        return "unreachable", f"{where} cannot be reached: {cause.strerror or type(cause).__name__}"
    return None


def _explain_tls(cause: ssl.SSLError, where: str, settings: SmtpSettings) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {where} is not trusted: {cause.verify_message}; check smtp.host, "
            "or name its issuer's certificate in smtp.ca_file"
        )
    other = 'smtp.security = "starttls"' if settings.security == "tls" else "another smtp.port"
    return f"{where} does not speak TLS as it should ({cause.reason or 'no reason'}); try {other}"
