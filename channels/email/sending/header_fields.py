"""Header fields as they stand on the wire.

The standard library's generator differs between versions in how it folds long ids and addresses
(and has lost a comma of an address list in doing so, CVE-2025-1795), so lines are folded here.
"""

import re
from collections.abc import Iterable, Sequence
from email.header import Header
from typing import Final
from urllib.parse import quote

_WIDTH: Final = 78  # RFC 5322, 2.1.1: should; 998 is what a line must not exceed
_WORD: Final = 64  # RFC 2047, 2: 75 at most, and 76 for the line with the name of the field
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_LONG_WORD = re.compile(r"\S{70}")


def is_plain(text: str) -> bool:
    """Say whether a text can stand in a header as it is (RFC 2047, 5)."""
    return bool(_PRINTABLE.fullmatch(text) and "=?" not in text and _LONG_WORD.search(text) is None)


def encode_words(text: str) -> list[str]:
    """Return a text as encoded words (RFC 2047), none of which splits a character."""
    encoded = Header(text, "utf-8", maxlinelen=_WORD).encode(splitchars="", linesep="\n")
    return encoded.split("\n ")


def render_text_field(name: str, text: str) -> str:
    """Return a field of free text, folded."""
    return render_field(name, text.split(" ") if is_plain(text) else encode_words(text))


def render_field(name: str, tokens: Iterable[str]) -> str:
    """Return a field, folded between tokens, with CRLF at its end.

    Raises:
        ValueError: a token holds a control character; nothing from outside may get so far.
    """
    lines, line = [], f"{name}:"
    for token in tokens:
        if any(ord(character) < 0x20 or character == "\x7f" for character in token):
            raise ValueError(f"a control character stands in the field {name}")
        if len(line) + 1 + len(token) > _WIDTH and line.strip() != f"{name}:" and line.strip():
            lines.append(line)
            line = ""
        line = f"{line} {token}"
    return "\r\n".join([*lines, line]) + "\r\n"


def render_list_field(name: str, members: Sequence[Sequence[str]]) -> str:
    """Return a field whose members, each of some tokens, are separated by commas."""
    tokens: list[str] = []
    for position, member in enumerate(members):
        comma = "," if position < len(members) - 1 else ""
        tokens += [*member[:-1], f"{member[-1]}{comma}"]
    return render_field(name, tokens)


def render_parameter(name: str, value: str) -> list[str]:
    """Return a parameter of a MIME field, in pieces where it is long (RFC 2231, 3 and 4)."""
    if is_plain(value) and len(value) <= _WORD:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return [f'{name}="{escaped}"']
    encoded = quote(value, safe="!#$&+-.^_`|~")
    pieces = re.findall(rf"(?:%[0-9A-F]{{2}}|[^%]){{1,{_WORD // 3}}}", encoded)
    if len(pieces) <= 1:
        return [f"{name}*=utf-8''{encoded}"]
    first, *rest = pieces
    return [
        f"{name}*0*=utf-8''{first};",
        *(f"{name}*{number}*={piece};" for number, piece in enumerate(rest[:-1], start=1)),
        f"{name}*{len(rest)}*={rest[-1]}",
    ]
