"""The content of a mail as it comes over the wire (RFC 5321, 4.5.2), read within bounds."""

import asyncio
import hashlib
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Final

# Who does not stop when told the limit beforehand is told by closing, after so many times of it.
_PATIENCE: Final = 4
# RFC 5321, 4.5.3.2.5 has a client wait so long until a block of content is taken; a block here is
# what the stream holds, 64 KiB, so that less than some 360 bytes a second are too slow.
_BLOCK_SECONDS: Final = 180.0
# The whole takes ten minutes (RFC 5321, 4.5.3.2.6), or as long as the largest mail does over a
# line of half a megabit: whoever sends just fast enough must not hold memory for days.
_MAIL_SECONDS: Final = 600.0
_SLOWEST_BYTES: Final = 65_536


class DataFault(Enum):
    """Why a content is not kept."""

    TOO_LARGE = "too_large"
    NO_ROOM = "no_room"
    TOO_SLOW = "too_slow"


class EndlessDataError(Exception):
    """The sender goes on far beyond the limit, or with nothing but empty lines."""


class SlowDataError(Exception):
    """The sender stalls, or has had its time."""


class Room:
    """How many bytes senders may have in memory at a time.

    Args:
        size: for all of them together.
        share: for one network, so that none can leave the others without any.
    """

    def __init__(self, size: int, *, share: int) -> None:
        self._left = size
        self._share = share
        self._held: Counter[str] = Counter()

    def take(self, size: int, network: str | None) -> bool:
        """Take some; tell whether there was as much.

        Args:
            size: in bytes.
            network: who takes it; None for those who may take more than a share.
        """
        if size > self._left:
            return False
        if network is not None:
            if self._held[network] + size > self._share:
                return False
            self._held[network] += size
        self._left -= size
        return True

    def give_back(self, size: int, network: str | None) -> None:
        """Give back what was taken."""
        self._left += size
        if network is not None:
            self._held[network] -= size
            if self._held[network] <= 0:
                del self._held[network]


class MailData:
    """Collects the content of one mail; what is refused is not held.

    Args:
        largest: how many bytes it may have.
        room: from which the bytes are taken; `close` gives them back.
        network: who takes them, as `Room.take` has it.
        alive: called whenever something came.

    Attributes:
        fault: why it is not kept, or None.
    """

    def __init__(
        self, *, largest: int, room: Room, network: str | None, alive: Callable[[], None]
    ) -> None:
        self._largest = largest
        self._room = room
        self._network = network
        self._alive = alive
        self._content = bytearray()
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
        elif self.fault is None and not self._room.take(len(piece), self._network):
            self._refuse(DataFault.NO_ROOM)
        if self.fault is None:
            self._content += piece
            self._digest.update(piece)

    def close(self) -> None:
        """Hold nothing any more."""
        self._room.give_back(len(self._content), self._network)
        self._content = bytearray()

    @property
    def seconds(self) -> float:
        """How long all of it may take to come."""
        return max(_MAIL_SECONDS, self._largest / _SLOWEST_BYTES)

    @property
    def content(self) -> bytes:
        """The content so far."""
        return bytes(self._content)

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
        EndlessDataError: the sender goes on far beyond the limit, or with nothing but empty lines.
        SlowDataError: the sender stalls, or has had its time.
        asyncio.IncompleteReadError: the sender is gone.
    """
    try:
        async with asyncio.timeout(data.seconds):
            await _DataScanner(reader, data).run()
    except TimeoutError as error:
        raise SlowDataError from error


_END: Final = b"\r\n.\r\n"
_FAIR_SHARE: Final = 1_024
# Each costs microseconds of the event loop; no mail begins with so many empty lines.
_MOST_AT_START: Final = 65_536


class _DataScanner:
    """Finds the end among the bytes by searches that cost the same whatever the bytes are."""

    def __init__(self, reader: asyncio.StreamReader, data: MailData) -> None:
        self._reader = reader
        self._data = data
        self._carry = b""

    async def run(self) -> None:
        if not await _in_time(self._read_start()):
            while not await _in_time(self._read_on()):  # noqa: ASYNC110 - it waits in there
                # What is in the buffer already is read without a pause otherwise.
                await asyncio.sleep(0)

    async def _read_start(self) -> bool:
        """Read byte by byte to where no byte may belong to the end; tell whether that was it.

        The line before the first one is the command DATA itself, so the end may come at once.
        """
        state = _Start.LINE
        for number in itertools.count(1):
            byte = await self._reader.readexactly(1)
            state, text = state.follow(byte)
            self._data.add(text)
            if state in {_Start.END, _Start.TEXT}:
                return state is _Start.END
            if number >= _MOST_AT_START:
                raise EndlessDataError
            if number % _FAIR_SHARE == 0:
                await asyncio.sleep(0)
        raise AssertionError

    async def _read_on(self) -> bool:
        """Read a piece; tell whether it was the last."""
        try:
            piece = await self._reader.readuntil(_END)
        except asyncio.LimitOverrunError as error:
            self._add(await self._reader.readexactly(error.consumed))
            return False
        self._data.add(_unstuff(self._carry + piece[: -len(b".\r\n")]))
        return True

    def _add(self, piece: bytes) -> None:
        piece = self._carry + piece
        # A dot that follows may begin a line.
        held = 2 if piece.endswith(b"\r\n") else int(piece.endswith(b"\r"))
        self._carry = piece[len(piece) - held :]
        self._data.add(_unstuff(piece[: len(piece) - held]))


class _Start(Enum):
    """What came last, while the content so far is empty lines and dots."""

    LINE = "nothing of this line"
    DOT = "a dot that begins a line"
    DOT_CR = "such a dot and a carriage return"
    CR = "a carriage return"
    TEXT = "anything else"
    END = "the end"

    def follow(self, byte: bytes) -> tuple["_Start", bytes]:
        """Return the next state, and what is content."""
        if self is _Start.LINE and byte == b".":
            return _Start.DOT, b""
        if self is _Start.DOT and byte == b"\r":
            return _Start.DOT_CR, b""
        if self is _Start.DOT_CR and byte == b"\n":
            return _Start.END, b""
        content = b"\r" + byte if self is _Start.DOT_CR else byte
        if byte == b"\r":
            return _Start.CR, content
        if self is _Start.CR and byte == b"\n":
            return _Start.LINE, content
        return _Start.TEXT, content


async def _in_time(block: Awaitable[bool]) -> bool:
    async with asyncio.timeout(_BLOCK_SECONDS):
        return await block


def _unstuff(text: bytes) -> bytes:
    return text.replace(b"\r\n.", b"\r\n")
