"""Where an article is written, and how its answer names a file; pure."""

import re
from typing import Final
from urllib.parse import quote

ARTICLES: Final = "/console/knowledge"


def address_article(article_id: str, locale: str) -> str:
    """Return the address of an article's editor; an id may hold anything but controls."""
    return f"{ARTICLES}/articles/{quote(article_id, safe='')}/{quote(locale, safe='')}"


def address_file(file_id: str, filename: str, *, public: bool = False) -> str:
    """Return the address of an article's file: the staff's, or the one that answers name."""
    place = "/help/files" if public else f"{ARTICLES}/files"
    return f"{place}/{quote(file_id, safe='')}/{quote(filename, safe='')}"


def write_file_markdown(file_id: str, filename: str, *, picture: bool) -> str:
    """Return what shows a picture, or links to a file, in an answer; its name becomes no markup."""
    label = re.sub(r"([\\\[\]])", r"\\\1", filename)
    return f"{'!' if picture else ''}[{label}]({address_file(file_id, filename, public=True)})"
