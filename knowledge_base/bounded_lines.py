"""Lines of a file of any size, each read with bounded memory."""

from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 1 << 16


def read_bounded_lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Yield each line without its end; None for one of more than `longest` bytes, skipped unread.

    Args:
        stream: where reading starts.
        longest: bytes of a line, its end not counted.
    """
    while line := stream.readline(longest + 2):
        if len(line.rstrip(b"\r\n")) <= longest:
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
        yield None
