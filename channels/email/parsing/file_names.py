"""Names of files that came with a mail, made harmless."""

import re

from channels.email.parsing.cleaning import clean_field
from channels.email.parsing.encoded_words import decode_words

_FOLDERS = re.compile(r"^.*[/\\]")
_MOST_LENGTH = 255


def clean_file_name(name: str) -> str:
    """Decode a name and take its folders and controls away; empty where nothing is left."""
    if not name:
        return ""
    decoded = decode_words(name[:4_000]) if "=?" in name else name
    base = _FOLDERS.sub("", clean_field(decoded)).strip(" \"'")
    return "" if base in {".", ".."} else _shorten(base)


def _shorten(name: str) -> str:
    """Cut a name in its middle, so that its extension stays."""
    if len(name) <= _MOST_LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 20:
        return name[:_MOST_LENGTH]
    return stem[: _MOST_LENGTH - len(extension) - 1] + dot + extension
