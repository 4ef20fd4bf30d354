"""What a server answers to FETCH (RFC 9051, 7.5.2), as the standard library hands it over."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

Piece: TypeAlias = bytes | tuple[bytes, bytes] | None

_UID: Final = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE: Final = re.compile(rb"\bRFC822\.SIZE (\d{1,18})\b")
_DATE: Final = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
# A short content may come as a quoted text rather than as a literal.
_QUOTED: Final = re.compile(rb'\bBODY\[[A-Z]*\](?:<\d+>)? "((?:[^"\\]|\\.)*)"')
_BODY: Final = re.compile(rb"\bBODY\[[A-Z]*\](?:<\d+>)? \{\d+\+?\}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What the server said of one message.

    Attributes:
        size: in bytes, None where it was not asked for or not told; so are the others.
        arrived_at: when the mailbox got it (INTERNALDATE).
    """

    uid: int
    size: int | None = None
    arrived_at: datetime | None = None
    body: bytes | None = None


def parse_fetched(pieces: Sequence[Piece]) -> dict[int, Fetched]:
    """Read an answer to UID FETCH; what says nothing of a message's UID is left out.

    Args:
        pieces: for each message, its literals, each with the line before it, and its last line.
    """
    fetched = (_read_one(lines, literals) for lines, literals in _split(pieces))
    return {one.uid: one for one in fetched if one is not None}


def _split(pieces: Iterable[Piece]) -> Iterator[tuple[bytes, list[tuple[bytes, bytes]]]]:
    literals: list[tuple[bytes, bytes]] = []
    for piece in pieces:
        if isinstance(piece, tuple):
            literals.append(piece)
        elif piece is not None:
            yield b" ".join([*(line for line, _ in literals), piece]), literals
            literals = []


def _read_one(line: bytes, literals: list[tuple[bytes, bytes]]) -> Fetched | None:
    uid = _UID.search(line)
    if uid is None:
        return None
    size = _SIZE.search(line)
    return Fetched(
        uid=int(uid[1]),
        size=int(size[1]) if size else None,
        arrived_at=_read_date(line),
        body=_find_body(line, literals),
    )


def _find_body(line: bytes, literals: list[tuple[bytes, bytes]]) -> bytes | None:
    for before, literal in literals:
        if _BODY.search(before):
            return literal
    quoted = _QUOTED.search(line)
    return re.sub(rb"\\(.)", rb"\1", quoted[1]) if quoted else None


def _read_date(line: bytes) -> datetime | None:
    found = _DATE.search(line)
    if found is None:
        return None
    try:
        at = datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
