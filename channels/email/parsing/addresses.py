"""Addresses of a header field (RFC 5322, 3.4), as well as anybody can make them out."""

import re
from collections.abc import Iterator

from channels.email.mail import MailAddress
from channels.email.parsing.cleaning import clean_field
from channels.email.parsing.encoded_words import decode_words
from channels.email.parsing.limits import MOST_ADDRESSES

_MOST_LENGTH = 320  # 64 for the local part, 255 for the domain and the @ (RFC 5321, 4.5.3.1)
_MOST_NAME = 200
_TOKEN = re.compile(r"[^\"()<>,;:\\]+|.", re.DOTALL)
_BARE = re.compile(r"[^\s<>()\[\]\",;:]{1,256}@[^\s<>()\",;:]{1,256}")
_SPACED = re.compile(r" ?([@.]) ?")
_BLANKS = re.compile(r"\s+")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")


def parse_addresses(text: str) -> tuple[MailAddress, ...]:
    """Read all mailboxes of an unfolded value whose encoded words are still encoded.

    The names of groups are left out, their members are not. Where the value as a whole is encoded,
    what is inside counts. Names and addresses come back in one line.
    """
    found = _read(text)
    if not found and "=?" in text:
        found = _read(clean_field(decode_words(text)))
    return found


def parse_lone_name(text: str) -> MailAddress | None:
    """Read a sender that has no domain, such as `root` or `MAILER-DAEMON`."""
    inside = text[text.rfind("<") + 1 :].partition(">")[0] if "<" in text else text
    word = inside.strip().strip("\"'")
    return MailAddress(address=word.lower()) if _PLAIN_WORD.fullmatch(word) else None


def _read(text: str) -> tuple[MailAddress, ...]:
    found: dict[str, MailAddress] = {}
    before = ""
    for chunk in _Splitter(text).split():
        address = _read_mailbox(chunk, before)
        if address is None:
            # A comma in a name that should have been quoted.
            before = f"{before}{chunk.words}," if chunk.words.strip() else ""
            continue
        before = ""
        found.setdefault(address.address, address)
        if len(found) >= MOST_ADDRESSES:
            break
    return tuple(found.values())


class _Chunk:
    """What stands between two commas.

    Attributes:
        words: the name, or the address where none is in angle brackets.
        angles: what angle brackets hold.
        comment: what parentheses hold.
    """

    __slots__ = ("angles", "comment", "words")

    def __init__(self) -> None:
        self.words = ""
        self.angles: list[str] = []
        self.comment = ""


class _Splitter:
    """Splits a value at commas, with regard to quotes, comments, brackets and groups."""

    def __init__(self, text: str) -> None:
        self.tokens = [found[0] for found in _TOKEN.finditer(text)]
        self.at = 0
        self.unclosed: set[str] = set()
        self.chunk, self.words, self.tail = _Chunk(), list[str](), list[str]()

    def split(self) -> Iterator[_Chunk]:
        while self.at < len(self.tokens):
            mark = self.tokens[self.at]
            self.at += 1
            if mark in ",;" or (mark == "<" and "".join(self.tail).strip()):
                yield self._finish(keep_tail=mark == "<")
            if mark == ";":
                yield _Chunk()
            self._take(mark)
        yield self._finish(keep_tail=False)

    def _take(self, mark: str) -> None:
        if mark == ":" and not self.chunk.angles and "@" not in "".join(self.words[-3:]):
            self.words = []  # that was the name of a group
        elif mark == '"':
            self._add(self._take_until('"'))
        elif mark == "(":
            self.chunk.comment = self._take_until(")") or self.chunk.comment
        elif mark == "<":
            self.chunk.angles.append(self._take_until(">"))
        elif mark not in ",;>)\\":
            self._add(mark)

    def _add(self, words: str) -> None:
        (self.tail if self.chunk.angles else self.words).append(words)

    def _finish(self, *, keep_tail: bool) -> _Chunk:
        """End a chunk; where one has no comma after it, its name is told by where it stands."""
        chunk, self.chunk = self.chunk, _Chunk()
        chunk.words = "".join(self.words if keep_tail else [*self.words, *self.tail])
        self.words, self.tail = (self.tail if keep_tail else []), []
        return chunk

    def _take_until(self, close: str) -> str:
        """Take what is up to a closing mark; nothing where there is none."""
        if close in self.unclosed:
            return ""
        parts: list[str] = []
        depth = 1
        for at in range(self.at, len(self.tokens)):
            mark = self.tokens[at]
            escaped = at > self.at and self.tokens[at - 1] == "\\" and close == '"'
            depth += (mark == "(" and close == ")") - (mark == close and not escaped)
            if depth == 0:
                self.at = at + 1
                return "".join(parts)
            if mark == "<" and close == ">":
                parts.clear()
            elif mark != "\\" or escaped:
                parts.append(mark)
        self.unclosed.add(close)
        return ""


def _read_mailbox(chunk: _Chunk, before: str) -> MailAddress | None:
    for inside in reversed(chunk.angles):
        address = _clean_address(inside)
        if address:
            return MailAddress(address=address, name=_clean_name(before + chunk.words, chunk))
    return _read_bare(chunk, before)


def _read_bare(chunk: _Chunk, before: str) -> MailAddress | None:
    if "@" not in chunk.words:
        return None
    tight = _SPACED.sub(r"\1", _BLANKS.sub(" ", chunk.words))
    found = _BARE.search(tight)
    address = _clean_address(found[0]) if found else ""
    if found is None or not address:
        return None
    name = before + tight[: found.start()]
    return MailAddress(address=address, name=_clean_name(name, chunk))


def _clean_address(text: str) -> str:
    """Bring an address into its form; empty where it is none."""
    if "=?" in text:
        text = decode_words(text)
    text = text.strip().strip("'\"").removeprefix("mailto:")
    if text.startswith("@") and ":" in text:  # a route (RFC 5322, 4.4)
        text = text.rpartition(":")[2]
    local, at, domain = _BLANKS.sub("", clean_field(text)).rpartition("@")
    domain = domain.strip(".,;:>'\"")
    if not (at and local and domain) or len(local) + len(domain) >= _MOST_LENGTH:
        return ""
    return f"{local}@{domain}".lower()


def _clean_name(words: str, chunk: _Chunk) -> str:
    name = clean_field(decode_words(words)).strip(" '\"")
    return (name or clean_field(decode_words(chunk.comment)))[:_MOST_NAME]
