"""The header block: where it ends, and its fields as bytes, junk left out (RFC 5322, 2.2)."""

import re
from dataclasses import dataclass

from channels.email.parsing.limits import (
    MOST_FIELD_BYTES,
    MOST_FIELDS,
    MOST_HEADER_BYTES,
    MOST_JUNK_LINES,
)

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
# What a field that was wrapped without indentation goes on with.
_OPEN_END = re.compile(rb"[;,=]\s*\Z")
_PARAMETER = re.compile(rb"[A-Za-z][A-Za-z0-9*-]{0,40}=")
_LINES_AHEAD = 10


@dataclass(frozen=True, slots=True)
class RawField:
    """One field: its name in lower case, and its value with the folds still in it."""

    name: str
    value: bytes


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The fields of a message or part.

    Attributes:
        body_start: where in the bytes the body begins.
        mbox_line: the separator that a mailbox file puts before a message, or nothing.
    """

    fields: tuple[RawField, ...]
    body_start: int
    mbox_line: bytes = b""


class _Reader:
    """Reads the lines of one block in turn."""

    def __init__(self, raw: bytes, start: int, end: int) -> None:
        self.raw, self.at, self.end = raw, start, end
        self.start = start
        self.fields: list[tuple[str, list[bytes]]] = []
        self.mbox_line = b""
        self.junk = 0
        self.size = 0

    def read(self) -> HeaderBlock:
        while self.at < self.end:
            after = self._after_line(self.at)
            line = self.raw[self.at : min(after, self.at + MOST_FIELD_BYTES)]
            if not line.strip(b"\r\n\0"):
                self.at = after
                break
            if not self._take(line, after):
                break
            self.at = after
            if after - self.start > 2 * MOST_HEADER_BYTES:
                self.at = self.find_end()
                break
        fields = tuple(RawField(name, b"".join(pieces)) for name, pieces in self.fields)
        return HeaderBlock(fields, self.at, self.mbox_line)

    def _take(self, line: bytes, after: int) -> bool:
        """Take one line in; False where the body begins with it."""
        if line[:1] in b" \t":
            return self._take_indented(line, after)
        found = _FIELD.match(line)
        if found is not None:
            self._begin(found[1], line[found.end() :])
            return True
        if line.startswith((b"From ", b">From ")):
            self.mbox_line = self.mbox_line or line.strip()
            return True
        return self._take_junk(line, after)

    def _take_indented(self, line: bytes, after: int) -> bool:
        if not line.strip() and not self._goes_on(after, indented=True):
            return False
        if self.fields:
            self._add(line)
        elif found := _FIELD.match(line.lstrip()):
            self._begin(found[1], line.lstrip()[found.end() :])
        return True

    def _take_junk(self, line: bytes, after: int) -> bool:
        """Tell a stray line from a body that follows without a blank line."""
        self.junk += 1
        last = self.fields[-1][1][-1] if self.fields else b""
        if last and (_OPEN_END.search(last[-100:]) or _PARAMETER.match(line)):
            self._add(b" " + line)
            return True
        return self.junk <= MOST_JUNK_LINES and self._goes_on(after)

    def _goes_on(self, at: int, *, indented: bool = False) -> bool:
        for _ in range(1 if indented else _LINES_AHEAD):
            after = self._after_line(at)
            line = self.raw[at : min(after, at + 300)]
            if not line.strip():
                return False
            if _FIELD.match(line) or (indented and line[:1] in b" \t"):
                return True
            at = after
        return False

    def _begin(self, name: bytes, rest: bytes) -> None:
        if len(self.fields) < MOST_FIELDS and self.size < MOST_HEADER_BYTES:
            self.fields.append((name.decode("ascii").lower(), [rest]))
            self.size += len(rest)

    def _add(self, line: bytes) -> None:
        if self.size < MOST_HEADER_BYTES:
            self.fields[-1][1].append(line)
            self.size += len(line)

    def find_end(self) -> int:
        """Find where the body begins without looking at the fields."""
        ends = (self.raw.find(blank, self.at, self.end) for blank in (b"\n\n", b"\n\r\n"))
        return min((end + 1 for end in ends if end >= 0), default=self.end)

    def _after_line(self, at: int) -> int:
        found = self.raw.find(b"\n", at, self.end)
        return self.end if found < 0 else found + 1


def read_header_block(
    raw: bytes, start: int, end: int, *, message: bool, most: int = MOST_FIELDS
) -> HeaderBlock:
    """Read the fields at the top of a message or part.

    Lines that are no field are passed over where fields follow them; where none follow, the body
    has begun.

    Args:
        message: whether it is a message, before which blank lines mean nothing; a part that
            begins with one has no fields (RFC 2046, 5.1.1).
        most: where it is nothing, no field is read and only the end of the block looked for.
    """
    if message:
        while start < end and raw[start] in b" \t\r\n\0":
            start += 1
    reader = _Reader(raw, start, end)
    return reader.read() if most > 0 else HeaderBlock((), reader.find_end())
