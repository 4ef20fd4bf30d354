"""Signed tokens: who a visitor is, and which file a link may fetch."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, TimestampSigner

from domain.clock import Clock


class _ClockSigner(TimestampSigner):
    """Signs with the time of the clock that everything else goes by."""

    def __init__(self, secret: str, salt: str, clock: Clock) -> None:
        super().__init__(secret, salt=salt, digest_method=hashlib.sha256)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock.now().timestamp())

    def read(self, token: str, max_age: timedelta) -> str | None:
        """Return what was signed; None where it is forged or too old.

        A token from a server whose clock is a little ahead is as good as any, so that only age
        counts and not a time yet to come.
        """
        try:
            value, signed_at = self.unsign(token, return_timestamp=True)
            return value.decode() if self._age(signed_at) <= max_age else None
        except (BadData, ValueError, OverflowError, OSError):
            return None

    def _age(self, signed_at: datetime) -> timedelta:
        return self._clock.now() - signed_at


class VisitorTokens:
    """Gives visitors of one account something to be known by when they come back."""

    def __init__(self, *, secret: str, account: str, clock: Clock, max_age: timedelta) -> None:
        self._signer = _ClockSigner(secret, f"web_chat.visitor.{account}", clock)
        self._max_age = max_age

    def sign(self, visitor: str) -> str:
        """Make a token for a visitor; each visit gets a fresh one."""
        return self._signer.sign(visitor).decode()

    def find_visitor(self, token: str | None) -> str | None:
        """Return whom a token stands for; None where it is missing, forged, foreign or too old."""
        return self._signer.read(token, self._max_age) if token else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGrant:
    """What a link allows: this visitor's thread, this one file."""

    visitor: str
    file_id: str


class FileLinks:
    """Makes links to files that work for some hours, for whoever holds them."""

    def __init__(self, *, secret: str, account: str, clock: Clock, public_url: str) -> None:
        self._signer = _ClockSigner(secret, f"web_chat.file.{account}", clock)
        self._base = f"{public_url}/channels/web-chat/{account}/files"
        self._max_age = timedelta(hours=6)

    def make_url(self, grant: FileGrant) -> str:
        """Return the address under which the file can be fetched."""
        token = self._signer.sign(f"{grant.visitor}/{grant.file_id}").decode()
        return f"{self._base}/{grant.file_id}?token={token}"

    def find_grant(self, token: str) -> FileGrant | None:
        """Return what a link's token allows; None where it is forged, foreign or too old."""
        visitor, slash, file_id = (self._signer.read(token, self._max_age) or "").partition("/")
        return FileGrant(visitor=visitor, file_id=file_id) if slash else None
