"""The index that was trained last, kept in the data folder: a start need not train again.

The file holds pickled objects, and whoever can write it could have Frontdesk run anything. It lies
where the record and the secret do, for its owner alone, and is signed with the secret: what others
put in its place is not even unpickled.
"""

import asyncio
import fcntl
import hashlib
import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

import domain
import knowledge_base
from bot.trainer import KeptIndex
from knowledge_base.training import unpickle_index

FILE_NAME = "knowledge.index"
# How often to look whether another process of this machine has done its training.
LOCK_SECONDS = 0.2
_SIGNATURE = hashlib.sha256().digest_size
log = structlog.get_logger()

if TYPE_CHECKING:
    from knowledge_base.encoders.contract import Encoder


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """The index file of one site.

    Attributes:
        secret: the site's key.
        site: what else tells this site's knowledge from another's, such as its database's address.
    """

    folder: Path
    secret: str
    site: str

    def read(self, encoder: "Encoder | None") -> KeptIndex | None:
        """Read what `write` kept; None where no file of this site, encoder and code is there."""
        try:
            content = memoryview((self.folder / FILE_NAME).read_bytes())
        except OSError:
            return None
        signature, signed = content[:_SIGNATURE], content[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._sign(encoder, signed)):
            return None
        try:
            knowledge, matcher = unpickle_index(signed, encoder=encoder)
        except Exception as error:  # noqa: BLE001 - whatever it is, an index can be trained anew
            log.warning("index_not_read", error=type(error).__name__)
            return None
        return KeptIndex(knowledge=knowledge, matcher=matcher)

    def write(self, index: bytes | memoryview, encoder: "Encoder | None") -> None:
        """Keep an index, whole or not at all; where the folder cannot be written, do without.

        Args:
            index: as `pickle_index` makes it.
        """
        draft = self.folder / f"{FILE_NAME}.{os.getpid()}"
        try:
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            with draft.open("wb") as file:
                file.write(self._sign(encoder, index))
                file.write(index)
            draft.replace(self.folder / FILE_NAME)
        except OSError as error:
            log.warning("index_not_kept", folder=str(self.folder), error=error.strerror)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Be the one process of this machine that trains for the site.

        The lock ends with the process, however that ends.
        """
        lock = self._open_lock()
        if lock is None:
            yield
            return
        try:
            while not _locked(lock):  # noqa: ASYNC110 - another process has it
                await asyncio.sleep(LOCK_SECONDS)
            yield
        finally:
            os.close(lock)

    def _open_lock(self) -> int | None:
        """Open the lock's file; None where there can be none, so that each process trains."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self.folder / f"{FILE_NAME}.lock", os.O_RDWR | os.O_CREAT, mode=0o600)
        except OSError:
            return None

    def _sign(self, encoder: "Encoder | None", signed: bytes | memoryview) -> bytes:
        name = encoder.name if encoder else ""
        key = f"{FILE_NAME}\n{self.secret}\n{self.site}\n{name}\n{_digest_code()}"
        return hmac.digest(key.encode(), signed, "sha256")


@cache
def _digest_code() -> str:
    """Tell one version of the code that trains and reads an index from another."""
    import numpy as np  # noqa: PLC0415 - a process that matches nothing starts without it
    import scipy  # noqa: PLC0415 - as numpy

    digest = hashlib.sha256(f"{np.__version__} {scipy.__version__}".encode())
    for package in (knowledge_base, domain):
        folder = Path(package.__path__[0])
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
