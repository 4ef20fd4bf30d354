"""Header fields as text: unfolded, decoded, in one line each."""

import re
from collections.abc import Iterable

from channels.email.mail import Headers
from channels.email.parsing.charsets import decode_charset
from channels.email.parsing.cleaning import clean_field
from channels.email.parsing.encoded_words import decode_words
from channels.email.parsing.header_block import RawField

# Encoded words have no place in these (RFC 2047, 5): a receiving server writes what a stranger sent
# into them, which must not be decoded into words of the server's own.
_STAMPS = frozenset({"authentication-results", "arc-authentication-results", "received-spf"})
_FOLD = re.compile(r"(?:\r\n|\r|\n)[ \t]*")


def unfold(value: bytes, *, hint: str = "") -> str:
    """Give a value as text in one line, its encoded words untouched.

    Args:
        hint: the character set that bytes beyond ASCII may be in, which RFC 6532 has in UTF-8.
    """
    text = decode_charset(value.replace(b"\0", b""), "", hint=hint)
    return _FOLD.sub(" ", text.strip(" \t\r\n"))


def decode_fields(fields: Iterable[RawField], *, hint: str = "") -> Headers:
    """Decode all fields of a message or part."""
    return Headers(fields=tuple((field.name, _decode(field, hint)) for field in fields))


def _decode(field: RawField, hint: str) -> str:
    if field.name in _STAMPS:
        return clean_field(unfold(field.value, hint=hint))
    return decode_value(field.value, hint=hint)


def decode_value(value: bytes, *, hint: str = "") -> str:
    """Decode one value into one line, without line ends or controls."""
    return clean_field(decode_words(unfold(value, hint=hint), hint=hint))
