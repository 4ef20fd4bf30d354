"""Bytes of a file as text, and what to do where they are none; pure."""

import codecs
from typing import Final

from domain.errors import InvalidInputError

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def find_foreign_encoding(start: bytes) -> str | None:
    """Tell by its first bytes that a file is in an encoding other than UTF-8, and in which."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def describe_foreign_encoding(name: str) -> str:
    """Say what to do with a file in another encoding."""
    return f"the file is {name}; save it as UTF-8"


def decode_utf8(content: bytes) -> str:
    """Decode, without the mark that some programs put first.

    Raises:
        InvalidInputError: naming the byte, counted from 1.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"not UTF-8 at byte {error.start + 1} (perhaps Latin-1 or Windows-1252); "
            "save the file as UTF-8"
        ) from None
