"""Encoded words in header fields (RFC 2047), also as broken programs write them."""

import binascii
import re
from dataclasses import dataclass

from channels.email.parsing.charsets import decode_charset
from channels.email.parsing.transfer_encodings import decode_base64

_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_START = re.compile(r"=\?([^?\s=]{1,60})\?\s?([BbQq])\s?\?")
_PASSES = 3  # some programs encode what is encoded already


@dataclass(slots=True)
class _Word:
    charset: str
    encoding: str
    content: str
    start: int
    end: int


def decode_words(text: str, *, hint: str = "") -> str:
    """Decode all encoded words of a text; what is none stays as it is."""
    for _ in range(_PASSES):
        if "=?" not in text:
            break
        decoded = _decode_once(text, hint)
        if decoded == text:
            break
        text = decoded
    return text


def _decode_once(text: str, hint: str) -> str:
    pieces: list[str] = []
    at = 0
    run: list[_Word] = []
    for word in _find_words(text):
        between = text[run[-1].end : word.start] if run else text[at : word.start]
        if run and not between.strip() and _alike(run[-1], word):
            run.append(word)
            continue
        pieces.append(_decode_run(run, hint))
        # Blanks between two encoded words are not part of the text (RFC 2047, 6.2).
        pieces.append("" if run and not between.strip() else between)
        run = [word]
        at = word.end
    rest = text[run[-1].end :] if run else text[at:]
    return "".join([*pieces, _decode_run(run, hint), rest])


def _find_words(text: str) -> list[_Word]:
    words: list[_Word] = []
    at = 0
    while found := _START.search(text, at):
        end = text.find("?=", found.end())
        if end < 0:
            break
        charset, encoding = found[1].partition("*")[0].lower(), found[2].lower()
        content = text[found.end() : end]
        words.append(_Word(charset, encoding, content, found.start(), end + 2))
        at = end + 2
    return words


def _alike(one: _Word, other: _Word) -> bool:
    return (one.charset, one.encoding) == (other.charset, other.encoding)


def _decode_run(run: list[_Word], hint: str) -> str:
    """Decode neighbours as one, since a character may be split between them."""
    if not run:
        return ""
    if run[0].encoding == "q":
        data = b"".join(_decode_q(word.content) for word in run)
    else:
        data = b"".join(decode_base64(group.encode()) for group in _group_base64(run))
    return decode_charset(data, run[0].charset, hint=hint)


def _group_base64(run: list[_Word]) -> list[str]:
    """Join words that were cut within four characters of Base64."""
    groups: list[str] = []
    for word in run:
        content = "".join(word.content.split())
        if groups and len(groups[-1]) % 4 and not groups[-1].endswith("="):
            groups[-1] += content
        else:
            groups.append(content)
    return groups


def _decode_q(content: str) -> bytes:
    data = content.replace("_", " ").encode("utf-8", "surrogateescape")
    return _HEX.sub(lambda found: binascii.unhexlify(found[1]), data)
