"""The addresses of the help centre's pages; pure."""

from typing import Final
from urllib.parse import quote, urlencode

ROOT: Final = "/help"


def home_path(locale: str) -> str:
    """Return the path of the first page in a language."""
    return f"{ROOT}/{_part(locale)}/"


def category_path(locale: str, category_id: str, page: int = 1) -> str:
    """Return the path of a page of a category."""
    return f"{ROOT}/{_part(locale)}/categories/{_part(category_id)}{_query(page=_later(page))}"


def all_path(locale: str, page: int = 1) -> str:
    """Return the path of a page of the list of all articles."""
    return f"{ROOT}/{_part(locale)}/articles{_query(page=_later(page))}"


def article_path(
    locale: str, article_id: str, *, searched: str = "", search_id: str = "", rated: str = ""
) -> str:
    """Return the path of an article.

    Args:
        searched: what led there, so that it need not be repeated to us.
        search_id: of the search on record.
        rated: what the reader has just said of it: `yes`, `no` or `comment`.
    """
    found = _query(q=searched, search=search_id, rated=rated)
    return f"{ROOT}/{_part(locale)}/articles/{_part(article_id)}{found}"


def rating_path(locale: str, article_id: str) -> str:
    """Return the path that ratings of an article are posted to."""
    return f"{article_path(locale, article_id)}/rating"


def search_path(locale: str, text: str = "") -> str:
    """Return the path of the search."""
    return f"{ROOT}/{_part(locale)}/search{_query(q=text)}"


def contact_path(locale: str, *, article: str = "", searched: str = "", rated: str = "") -> str:
    """Return the path of the contact form.

    Args:
        article: the id of what was read.
        searched: what was looked for.
        rated: `yes` or `no`: what was said of the article.
    """
    query = _query(article=article, q=searched, rated=rated)
    return f"{ROOT}/{_part(locale)}/contact{query}"


def _part(text: str) -> str:
    return quote(text, safe="")


def _later(page: int) -> str:
    return str(page) if page > 1 else ""


def _query(**fields: str) -> str:
    given = {name: value for name, value in fields.items() if value}
    return f"?{urlencode(given)}" if given else ""
