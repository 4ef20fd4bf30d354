"""Files that old programs put into the text by uuencode (POSIX.1, uuencode)."""

import binascii
import re
from dataclasses import dataclass

from channels.email.parsing.limits import MOST_UNPACKED_FILES

_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} (\S[^\n]{0,250})$", re.MULTILINE)
_BEGIN_BYTES = re.compile(rb"^begin [0-7]{3,4} [^\n]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UuFile:
    """A file found in a text."""

    name: str
    content: bytes


def take_uu_files(text: str) -> tuple[str, list[UuFile]]:
    """Take the files out of a text; give what is left of it and the files.

    What merely begins like one, such as a sentence, stays text.
    """
    if "\nbegin " not in f"\n{text[:6]}" and "\nbegin " not in text:
        return text, []
    kept: list[str] = []
    files: list[UuFile] = []
    at = 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < at or len(files) >= MOST_UNPACKED_FILES:
            continue
        content, end = _decode_lines(text, begin.end() + 1)
        if content:
            kept.append(text[at : begin.start()])
            files.append(UuFile(begin[1].strip(), content))
            at = end
    return "".join([*kept, text[at:]]), files


def decode_uu_body(data: bytes) -> bytes:
    """Decode a part that is uuencoded as a whole; bytes that are not stay as they are."""
    begin = _BEGIN_BYTES.search(data)
    if begin is None:
        return data
    return _decode_lines(data.decode("latin-1"), begin.end() + 1)[0] or data


def _decode_lines(text: str, at: int) -> tuple[bytes, int]:
    """Decode from a place on; give the bytes and where the text goes on."""
    lines: list[bytes] = []
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at : min(end, at + 100)].rstrip("\r")
        at = end + 1
        if line in {"end", "`", " ", ""}:
            at = _after_end(text, at) if line != "end" else at
            break
        decoded = _decode_line(line)
        if decoded is None:
            return b"", at
        lines.append(decoded)
    return b"".join(lines), min(at, len(text))


def _decode_line(line: str) -> bytes | None:
    try:
        data = line.encode("ascii")
        try:
            return binascii.a2b_uu(data)
        except binascii.Error:
            # Some encoders count a line too long; take what its length says.
            size = (((data[0] - 32) & 63) * 4 + 5) // 3
            return binascii.a2b_uu(data[:size])
    except (UnicodeError, binascii.Error, IndexError):
        return None


def _after_end(text: str, at: int) -> int:
    for _ in range(2):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at : min(end, at + 100)].strip()
        if line not in {"end", "`", ""}:
            return at
        at = end + 1
        if line == "end":
            break
    return at
