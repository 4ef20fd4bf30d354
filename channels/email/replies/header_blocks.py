"""Header blocks that introduce a quoted or forwarded mail: From, Sent, To and Subject."""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

import re
from dataclasses import dataclass

from channels.email.replies.dates import has_address, has_date, has_moment
from channels.email.replies.header_labels import KINDS
from channels.email.replies.lines import Line

# The fields of a block, each of which a long list of addresses may wrap, have this many lines.
LONGEST_BLOCK = 30
LONGEST_WRAP = 8

_FIELD = re.compile(r"[>*_|\s]*([^\W\d_][^:：*_>]{0,24}?)[\s*_]*[:：][\s*_]*(.*)")
# A conversion from HTML may set the whole block in one line.
_INLINE_FIELD = re.compile(
    r"(?<!\w)(from|von|de|da|van|från|fra|sent|date|gesendet|envoyé|enviado|inviato|verzonden|"
    r"skickat|sendt|to|an|à|para|a|aan|till|til|subject|betreff|objet|asunto|oggetto|assunto|"
    r"onderwerp|ämne|emne)[\s*]{0,3}:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Lines that name the sender, moment and subject of a mail that stands below them."""

    start: int
    end: int


def find_header_block(lines: list[Line], start: int) -> HeaderBlock | None:
    """Find the header block that begins at a line."""
    first = _read_field(lines[start])
    if first is None or first[0] in {"copy", "other"}:
        return None
    if _holds_all(lines[start].seen):
        return HeaderBlock(start, start + 1)
    fields, end = _read_fields(lines, start)
    return HeaderBlock(start, end) if _introduces_mail(fields) else None


def begins_field(seen: str) -> bool:
    """Say whether a line is one of a header, by its label."""
    return _read_field(Line(seen, seen)) is not None


def _read_field(line: Line) -> tuple[str, str] | None:
    """Read a line as (kind of field, value)."""
    found = _FIELD.match(line.seen) if ":" in line.seen or "：" in line.seen else None
    if found is None:
        return None
    kind = KINDS.get(found[1].strip().lower())
    return None if kind is None else (kind, found[2])


def _read_fields(lines: list[Line], start: int) -> tuple[list[tuple[str, str]], int]:
    """Read fields up to where the block ends, over wrapped values and single blank lines."""
    fields: list[tuple[str, str]] = []
    end, wrapped = start, 0
    for index in range(start, min(len(lines), start + LONGEST_BLOCK)):
        field = _read_field(lines[index])
        if field is not None:
            fields.append(field)
            end, wrapped = index + 1, 0
            continue
        wrapped += 1
        if lines[index].blank and not _goes_on(lines, index + 1):
            break
        if wrapped > LONGEST_WRAP:
            break
        if fields and not lines[index].blank:
            fields.append(("wrapped", lines[index].seen))
    return fields, _over_wrapped_subject(lines, end)


def _goes_on(lines: list[Line], index: int) -> bool:
    return index < len(lines) and _read_field(lines[index]) is not None


def _over_wrapped_subject(lines: list[Line], end: int) -> int:
    """Take in the rest of a wrapped last field, which a blank line ends, where it is short."""
    for index in range(end, min(len(lines), end + 3)):
        if lines[index].blank:
            return index
    return end


def _introduces_mail(fields: list[tuple[str, str]]) -> bool:
    """Tell a mail's header from a list that a person wrote, such as of flights.

    A mail has a sender, and a moment or a subject; and somebody's address, a subject, or a moment
    that is said to be of sending.
    """
    kinds = {kind for kind, _ in fields} - {"wrapped"}
    if {"to"} < kinds <= {"to", "copy", "date", "sent"}:
        dated = any(has_moment(value) for kind, value in fields if kind in {"date", "sent"})
        return dated and any(has_address(value) for _, value in fields)
    if "from" not in kinds or not kinds & {"date", "sent", "subject"}:
        return False
    if any(has_address(value) for _, value in fields):
        return True
    return len(kinds) >= 3 and bool(kinds & {"sent", "subject"})


def _holds_all(seen: str) -> bool:
    """Say whether a single line holds a sender, a date and an address, each under its label."""
    kinds = {KINDS[found.lower()] for found in _INLINE_FIELD.findall(seen)}
    if "from" not in kinds or not kinds & {"date", "sent"}:
        return False
    return "subject" in kinds or (has_address(seen) and has_date(seen))
