"""Texts as requests carry them: cleaned of controls, never empty, of bounded length."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.desk import MAX_TEXT
from channels.text_cleaning import clean_line, clean_text

MAX_LINE = 200


def _refuse_nul(value: object) -> object:
    # PostgreSQL cannot hold U+0000 in a text, and a cut there would change what was said.
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("holds the character NUL (U+0000); send the text without it")
    return value


def _clean_lines(value: str) -> str:
    return _require(clean_text(value))


def _clean_line(value: str) -> str:
    return _require(clean_line(value))


def _require(value: str) -> str:
    if not value:
        raise ValueError("is empty; give at least one character that can be seen")
    return value


Text = Annotated[
    str,
    Field(min_length=1, max_length=MAX_TEXT),
    BeforeValidator(_refuse_nul),
    AfterValidator(_clean_lines),
]
Line = Annotated[
    str,
    Field(min_length=1, max_length=MAX_LINE),
    BeforeValidator(_refuse_nul),
    AfterValidator(_clean_line),
]
