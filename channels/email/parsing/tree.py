"""The tree of MIME parts (RFC 2046), also where its boundaries are broken."""

import re
from collections.abc import Iterator

from channels.email.parsing.entities import Entity, describe_entity
from channels.email.parsing.header_block import HeaderBlock, read_header_block
from channels.email.parsing.limits import MOST_DEPTH, Budget
from channels.email.parsing.transfer_encodings import decode_transfer

# A line that may be a boundary, followed by a field or a blank line.
_SEEMING_BOUNDARY = re.compile(
    rb"(?:^|\n)--([^\s-][^\r\n]{0,200}?|-[^\r\n]{1,200}?)[ \t]*\r?\n(?:content-|[ \t]*\r?\n)",
    re.IGNORECASE,
)
_SNIFFED_BYTES = 100_000
_CLOSING = re.compile(rb"(--)?[ \t]*(?:\r?\n|\r|\Z)")
_MOST_FALSE_HITS = 100_000


class TreeReader:
    """Reads the tree of one message.

    Args:
        raw: the message.
        budget: what may be spent on it.
    """

    def __init__(self, raw: bytes, budget: Budget) -> None:
        self.raw = raw
        self.budget = budget

    def read(self, block: HeaderBlock) -> Entity:
        """Read a message whose header block was read already."""
        root = Entity(block.fields, self.raw, block.body_start, len(self.raw))
        describe_entity(root, "text/plain")
        self._open(root, depth=0)
        return root

    def _open(self, entity: Entity, depth: int) -> None:
        """Find the children of an entity; one that has none to be found is a text."""
        if entity.main_type != "multipart" or depth >= MOST_DEPTH:
            return
        self._undo_encoding(entity)
        self.budget.scanned -= entity.end - entity.start
        if self.budget.scanned < 0:
            return
        stretches = self._split(entity)
        if not stretches:
            entity.media_type, entity.typed = "text/plain", False
            return
        default = "message/rfc822" if entity.media_type == "multipart/digest" else "text/plain"
        for raw_start, raw_end in stretches:
            child = self._read_part(entity.raw, raw_start, raw_end, default)
            entity.children.append(child)
            self._open(child, depth + 1)

    def _read_part(self, raw: bytes, start: int, end: int, default: str) -> Entity:
        most = self.budget.fields
        block = read_header_block(raw, start, end, message=False, most=most)
        self.budget.fields -= len(block.fields)
        child = Entity(block.fields, raw, block.body_start, end)
        describe_entity(child, default)
        return child

    def _undo_encoding(self, entity: Entity) -> None:
        """Decode a multipart that is encoded as a whole, against RFC 2045, 6.4."""
        encoding = entity.get("content-transfer-encoding").strip().lower()
        if encoding != "base64" or entity.raw.find(b"\n--", entity.start, entity.end) >= 0:
            return
        entity.raw = decode_transfer(entity.raw[entity.start : entity.end], encoding, text=True)
        entity.start, entity.end = 0, len(entity.raw)

    def _split(self, entity: Entity) -> list[tuple[int, int]]:
        boundary = entity.content_type.get("boundary").rstrip().encode("utf-8", "surrogateescape")
        stretches = self._split_at(entity, boundary) if boundary else []
        if stretches:
            return stretches
        seeming = _sniff_boundary(entity)
        return self._split_at(entity, seeming) if seeming else []

    def _split_at(self, entity: Entity, boundary: bytes) -> list[tuple[int, int]]:
        stretches: list[tuple[int, int]] = []
        begun = -1
        for start, end, closing in _find_delimiters(entity, boundary):
            if begun >= 0:
                stretches.append((begun, max(begun, start)))
                self.budget.parts -= 1
            begun = -1 if closing else end
            if self.budget.parts <= 0:
                return stretches
        if begun >= 0 and begun < entity.end:
            stretches.append((begun, entity.end))  # the closing delimiter is missing
        return stretches


def _find_delimiters(entity: Entity, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Give each delimiter line: where it starts, where what is after it starts, whether it closes.

    The line end before a delimiter belongs to it (RFC 2046, 5.1.1).
    """
    raw, at, false_hits = entity.raw, entity.start, 0
    needle = b"--" + boundary
    while false_hits < _MOST_FALSE_HITS:
        hit = raw.find(needle, at, entity.end)
        if hit < 0:
            return
        at = hit + len(needle)
        tail = _CLOSING.match(raw, at, entity.end)
        if tail is None or not (hit == entity.start or raw[hit - 1] in b"\r\n"):
            false_hits += 1
            continue
        start = hit - (hit > entity.start)
        start -= start > entity.start and raw[start - 1 : start + 1] == b"\r\n"
        at = max(at, tail.end())
        yield start, at, tail[1] is not None


def _sniff_boundary(entity: Entity) -> bytes:
    """Guess the boundary where none is given, or one that does not occur."""
    found = _SEEMING_BOUNDARY.search(
        entity.raw, entity.start, min(entity.end, entity.start + _SNIFFED_BYTES)
    )
    return found[1] if found else b""
