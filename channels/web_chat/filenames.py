"""Names of files as strangers give them, made fit to be stored and shown."""

import re

from channels.text_cleaning import clean_line

_PATH = re.compile(r".*[/\\]", re.DOTALL)
# The marks that say which way to read (LRM, RLM, ALM): between a name's letters they can move
# the extension on a screen.
_DIRECTIONS = re.compile("[\u200e\u200f\u061c]")


def clean_filename(name: str) -> str:
    """Reduce a file's name to its last part, at most 120 characters, its extension kept."""
    single = clean_line(_DIRECTIONS.sub("", _PATH.sub("", name))).lstrip(". ")
    stem, dot, extension = single.rpartition(".")
    if not dot:
        return single[:120] or "file"
    return f"{stem[:100]}.{extension[:19]}"
