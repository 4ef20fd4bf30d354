"""Passwords as argon2id hashes (RFC 9106), checked beside the event loop."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Each check takes 64 MiB for its time, so that only so many run at once.
_AT_ONCE: Final = 2
# Nobody has it: what is checked where no account has the address, to take the same time.
_NOBODYS: Final = "a password that opens nothing"


class Passwords:
    """Checks passwords; the same work is done whether or not there is such an account."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys_hash: str | None = None
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Say whether a password fits; it never fits where there is no hash."""
        async with self._slots:
            return await asyncio.to_thread(self._verify, password_hash, password)

    async def rehash(self, password_hash: str, password: str) -> str | None:
        """Make a new hash where the parameters have changed since the old one, else None."""
        if not self._hasher.check_needs_rehash(password_hash):
            return None
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    def _verify(self, password_hash: str | None, password: str) -> bool:
        try:
            self._hasher.verify(password_hash or self._nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def _nobodys(self) -> str:
        if self._nobodys_hash is None:
            self._nobodys_hash = self._hasher.hash(_NOBODYS)
        return self._nobodys_hash

    async def prepare(self) -> None:
        """Do beforehand what would make the first check slower than the others."""
        await asyncio.to_thread(self._nobodys)


def hash_password(password: str) -> str:
    """Hash a new password; takes some tens of milliseconds."""
    return PasswordHasher().hash(password)
