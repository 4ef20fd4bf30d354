"""The certificate that a listener shows, and what is wrong with it."""

import ssl
from pathlib import Path
from typing import Final

import structlog

from domain.errors import FrontdeskError

_log = structlog.get_logger()
_MOST_FLIGHTS: Final = 10


class ServerCertificate:
    """A certificate with its key; a renewed one is taken as soon as its file changes.

    Raises:
        FrontdeskError: the files cannot be used; says what to do.
    """

    def __init__(self, certificate: str, key: str) -> None:
        self._certificate = certificate
        self._key = key
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._changed_at = self._read_changed_at()
        self._load()

    def context(self) -> ssl.SSLContext:
        """Return what to secure the next connection with."""
        try:
            changed_at = self._read_changed_at()
            if changed_at != self._changed_at:
                self._changed_at = changed_at
                self._load()
                _log.info("certificate_renewed", certificate=self._certificate)
        except FrontdeskError as error:
            # It goes on with what it has: half of a renewal may be written yet.
            _log.error("certificate_not_renewed", reason=str(error))
        return self._context

    def check(self) -> str:
        """Return until when the certificate is valid.

        Raises:
            FrontdeskError: it is not valid now.
        """
        try:
            return _read_expiry(self._context, self._certificate)
        except ssl.SSLCertVerificationError as error:
            raise FrontdeskError(
                f"the certificate {self._certificate} is not valid ({error.verify_message}); "
                "renew it"
            ) from error

    def _load(self) -> None:
        try:
            self._context.load_cert_chain(self._certificate, self._key)
        except ssl.SSLError as error:
            raise FrontdeskError(
                f"{self._certificate} and {self._key} are no certificate and its private key in "
                f"PEM ({error.reason or 'they hold neither'})"
            ) from error
        except OSError as error:
            raise FrontdeskError(
                f"the certificate {self._certificate} or its key {self._key} cannot be read: "
                f"{error.strerror}"
            ) from error

    def _read_changed_at(self) -> tuple[int, int]:
        try:
            first, second = (Path(name).stat() for name in (self._certificate, self._key))
        except OSError as error:
            raise FrontdeskError(
                f"{error.filename} cannot be read: {error.strerror}; see certificate and key"
            ) from error
        return first.st_mtime_ns, second.st_mtime_ns


def _read_expiry(server: ssl.SSLContext, certificate: str) -> str:
    """Let a client that trusts this certificate alone shake hands, in memory."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.load_verify_locations(certificate)
    trusting.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client_end = trusting.wrap_bio(to_client, to_server)
    server_end = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(_MOST_FLIGHTS):
        if _shake(client_end):
            seen = client_end.getpeercert() or {}
            return str(seen.get("notAfter", "no day that it names"))
        _shake(server_end)
    raise FrontdeskError(f"no connection can be secured with the certificate {certificate}")


def _shake(end: ssl.SSLObject) -> bool:
    """Go on with a handshake; tell whether it is done."""
    try:
        end.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True
