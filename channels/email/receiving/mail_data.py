"""The content of a mail as it comes over the wire (RFC 5321, 4.5.2), read within bounds."""

import asyncio
import hashlib
from collections.abc import Callable
from enum import Enum
from typing import Final

# Who does not stop when told the limit beforehand is told by closing, after so many times of it.
_PATIENCE: Final = 4


class DataFault(Enum):
    """Why a content is not kept."""

    TOO_LARGE = "too_large"
    NO_ROOM = "no_room"


class EndlessDataError(Exception):
    """The sender goes on far beyond the limit."""


class Room:
    """How many bytes all senders together may have in memory at a time."""

    def __init__(self, size: int) -> None:
        self._left = size

    def take(self, size: int) -> bool:
        """Take some; tell whether there was as much."""
        if size > self._left:
            return False
        self._left -= size
        return True

    def give_back(self, size: int) -> None:
        """Give back what was taken."""
        self._left += size


class MailData:
    """Collects the content of one mail; what is refused is not held.

    Args:
        largest: how many bytes it may have.
        room: from which the bytes are taken; `close` gives them back.
        alive: called whenever something came.

    Attributes:
        fault: why it is not kept, or None.
    """

    def __init__(self, *, largest: int, room: Room, alive: Callable[[], None]) -> None:
        self._largest = largest
        self._room = room
        self._alive = alive
        self._pieces: list[bytes] = []
        self._held = 0
        self._size = 0
        self._digest = hashlib.sha256()
        self.fault: DataFault | None = None

    def add(self, piece: bytes) -> None:
        """Add what came.

        Raises:
            EndlessDataError: it was told to stop long ago.
        """
        self._alive()
        self._size += len(piece)
        if self._size > self._largest * _PATIENCE:
            raise EndlessDataError
        if self._size > self._largest:
            self._refuse(DataFault.TOO_LARGE)
        elif self.fault is None and not self._room.take(len(piece)):
            self._refuse(DataFault.NO_ROOM)
        if self.fault is None:
            self._held += len(piece)
            self._pieces.append(piece)
            self._digest.update(piece)

    def close(self) -> None:
        """Hold nothing any more."""
        self._room.give_back(self._held)
        self._held = 0
        self._pieces.clear()

    @property
    def content(self) -> bytes:
        """The content so far."""
        return b"".join(self._pieces)

    @property
    def digest(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return self._digest.hexdigest()

    def _refuse(self, fault: DataFault) -> None:
        self.fault = fault
        self.close()


async def read_data(reader: asyncio.StreamReader, data: MailData) -> None:
    """Read up to the end of the content and not a byte further.

    Lines end with CR LF alone: a dot after any other line end is content, so that nobody can hide
    the commands of a second mail in the content of a first (CVE-2023-51764 and its like).

    Raises:
        EndlessDataError: the sender goes on far beyond the limit.
        asyncio.IncompleteReadError: the sender is gone.
    """
    await _DataScanner(reader, data).run()


class _DataScanner:
    def __init__(self, reader: asyncio.StreamReader, data: MailData) -> None:
        self._reader = reader
        self._data = data
        self._last = b""

    async def run(self) -> None:
        first = await self._reader.readexactly(1)
        # The line before the first one is the command DATA itself.
        dot = first == b"."
        if not dot:
            self._add(first)
        while not (dot and await self._ends()):
            dot = await self._copy_to_dot()

    async def _ends(self) -> bool:
        """Tell whether the dot that begins a line is all of it; otherwise it is left out."""
        after = await self._reader.readexactly(1)
        if after == b"\r":
            after += await self._reader.readexactly(1)
            if after == b"\r\n":
                return True
        self._add(after)
        return False

    async def _copy_to_dot(self) -> bool:
        """Copy up to the next dot after a line feed; tell whether it begins a line."""
        piece = await self._read_to_dot()
        dot = (piece[-3:-2] or self._last) == b"\r"
        self._add(piece[:-1] if dot else piece)
        return dot

    async def _read_to_dot(self) -> bytes:
        while True:
            try:
                return await self._reader.readuntil(b"\n.")
            except asyncio.LimitOverrunError as error:
                self._add(await self._reader.readexactly(error.consumed))

    def _add(self, piece: bytes) -> None:
        self._data.add(piece)
        self._last = piece[-1:]
