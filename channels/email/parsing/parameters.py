"""Parameters of Content-Type and Content-Disposition (RFC 2045, 2183, 2231), also ill written."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from channels.email.parsing.charsets import decode_charset
from channels.email.parsing.encoded_words import decode_words
from channels.email.parsing.limits import MOST_PARAMETERS

_MOST_LENGTH = 8_000
_BETWEEN = re.compile(r"[\s;,]*")
_NAME = re.compile(r"([^\s=;,\"<>]{1,80})\s*=\s*")
# A parameter that follows without the semicolon it should have before it.
_NEXT = re.compile(r"\s[A-Za-z][A-Za-z0-9_*-]{1,30}=")
_PART = re.compile(r"(?P<name>[^*]+)(?:\*(?P<number>\d{1,4}))?(?P<encoded>\*)?")
_ESCAPED = re.compile(r"\\([\"\\])")


@dataclass(frozen=True, slots=True)
class ParameterisedValue:
    """A value with its parameters, such as `text/plain; charset=utf-8`.

    Attributes:
        value: what stands before the parameters, in lower case.
        parameters: by name in lower case; of a name given twice, the first.
    """

    value: str = ""
    parameters: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a parameter, or an empty text."""
        return self.parameters.get(name, "")


def parse_parameters(text: str) -> ParameterisedValue:
    """Read an unfolded value."""
    text = text[:_MOST_LENGTH]
    head, _, rest = text.partition(";")
    if "=" in head and (found := _NEXT.search(head)):  # the first semicolon is missing
        head, rest = head[: found.start()], text[found.start() :]
    return ParameterisedValue(head.strip().strip('"').lower(), _join(_Scanner(rest).scan()))


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.quotes_end = False  # no closing quote is left; do not look for one again

    def scan(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        while len(found) < MOST_PARAMETERS and self.at < len(self.text):
            between = _BETWEEN.match(self.text, self.at)
            self.at = between.end() if between else self.at
            name = _NAME.match(self.text, self.at)
            if name is None:
                self.at = self._find(";")
                self.at += 1
                continue
            self.at = name.end()
            found.append((name[1].lower(), self._take_value()))
        return found

    def _take_value(self) -> str:
        if self.text.startswith('"', self.at) and (end := self._find_quote(self.at + 1)) >= 0:
            value = _ESCAPED.sub(r"\1", self.text[self.at + 1 : end])
            self.at = end + 1
            return value
        end = self._find(";")
        found = _NEXT.search(self.text, self.at, end)
        end = found.start() if found else end
        value = self.text[self.at : end].strip().strip('"')
        self.at = end
        return value

    def _find_quote(self, at: int) -> int:
        end = -1 if self.quotes_end else self.text.find('"', at)
        while end > 0 and self.text[end - 1] == "\\" and self.text[end - 2] != "\\":
            end = self.text.find('"', end + 1)
        self.quotes_end = end < 0
        return end

    def _find(self, character: str) -> int:
        end = self.text.find(character, self.at)
        return len(self.text) if end < 0 else end


def _join(found: list[tuple[str, str]]) -> dict[str, str]:
    """Put values together that RFC 2231 has in pieces, and decode those it has encoded."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for written, value in found:
        part = _PART.fullmatch(written)
        if part is None or (part["number"] is None and not part["encoded"]):
            plain.setdefault(written, value)
            continue
        numbered = pieces.setdefault(part["name"], {})
        numbered.setdefault(int(part["number"] or 0), (bool(part["encoded"]), value))
    return plain | {name: _decode_pieces(numbered) for name, numbered in pieces.items()}


def _decode_pieces(numbered: dict[int, tuple[bool, str]]) -> str:
    in_order = [numbered[number] for number in sorted(numbered)]
    charset = ""
    first_encoded, first = in_order[0]
    if first_encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
        in_order[0] = (True, first)
    if not any(encoded for encoded, _ in in_order):
        return decode_words("".join(value for _, value in in_order))
    return decode_charset(b"".join(_to_bytes(*piece) for piece in in_order), charset)


def _to_bytes(encoded: bool, value: str) -> bytes:
    data = value.encode("utf-8", "surrogateescape")
    return unquote_to_bytes(data) if encoded else data
