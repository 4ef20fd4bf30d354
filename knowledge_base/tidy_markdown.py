"""Markdown that a program made, as a person would have typed it; pure."""

import re

_SPACES = re.compile(r"[\u00a0\u2002-\u200a\u202f]")
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
_BLANK_LINES = re.compile(r"\n{3,}")
_EMPTY_EMPHASIS = re.compile(r"(?<![*\\])(\*{2,4})\s*\1(?!\*)")


def tidy_markdown(markdown: str) -> str:
    """Return Markdown without invisible characters, trailing spaces and runs of blank lines."""
    plain = _INVISIBLE.sub("", _SPACES.sub(" ", markdown.replace("\r\n", "\n")))
    joined = _EMPTY_EMPHASIS.sub("", plain)
    lines = (line.rstrip() for line in joined.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
