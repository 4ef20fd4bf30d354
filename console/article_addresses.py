"""Where an article is written; pure."""

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
