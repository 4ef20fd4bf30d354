"""What an answer's Markdown links to: other articles, files and pictures of ours; pure.

Another article is linked to as `[words](article:ID)`, its id with `%20` and the like for what an
address cannot hold; a file or picture as `/help/files/FILE_ID/NAME`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_ARTICLE: Final = "article:"
_FILES: Final = "/help/files/"
# Before an address stands `](`, `]: ` of a reference, or `<`.
_BEFORE = r"(?P<before>\]\(\s*<?|\]:\s*<?|(?<!\])<)"
_ARTICLE_LINK = re.compile(_BEFORE + r"article:(?P<id>[^\s()<>#?]+)")
_OWN_PATH = re.compile(r"(?P<before>\]\(\s*<?|\]:\s*<?)(?P<path>/help/)")


def find_article_links(markdown: str) -> tuple[str, ...]:
    """Find the ids of the articles that an answer links to, each once, in their order."""
    targets = (target for kind, target in _find_targets(markdown) if kind == "href")
    linked = (
        unquote(target.removeprefix(_ARTICLE).partition("#")[0])
        for target in targets
        if target.startswith(_ARTICLE)
    )
    return tuple(dict.fromkeys(each for each in linked if each))


def find_file_ids(markdown: str) -> tuple[str, ...]:
    """Find the ids of the files and pictures that an answer shows or links to, each once."""
    paths = (target for _, target in _find_targets(markdown) if target.startswith(_FILES))
    ids = (path.removeprefix(_FILES).partition("/")[0] for path in paths)
    return tuple(dict.fromkeys(unquote(each) for each in ids if each))


def find_foreign_pictures(markdown: str) -> tuple[str, ...]:
    """Find the hosts of the pictures that an answer would have readers fetch from elsewhere.

    Whoever serves a picture learns who read it and when, and it is gone when they like.
    """
    sources = (target for kind, target in _find_targets(markdown) if kind == "src")
    foreign = (source for source in sources if not source.startswith(_FILES))
    return tuple(dict.fromkeys(urlsplit(source).hostname or source[:80] for source in foreign))


def make_links_absolute(markdown: str, *, public_url: str, locale: str) -> str:
    """Give links to articles, files and pictures their whole addresses.

    Args:
        public_url: without a slash at the end; an empty one gives addresses of this site.
        locale: the language of the answer, in which articles are linked to.
    """
    if _ARTICLE not in markdown and "/help/" not in markdown:
        return markdown

    def link(found: re.Match[str]) -> str:
        address = make_article_address(unquote(found["id"]), public_url=public_url, locale=locale)
        return f"{found['before']}{address}"

    linked = _ARTICLE_LINK.sub(link, markdown)
    return _OWN_PATH.sub(rf"\g<before>{public_url}\g<path>", linked) if public_url else linked


def make_article_address(article_id: str, *, public_url: str, locale: str) -> str:
    """Make the address at which everybody can read an article; `public_url` as above."""
    return f"{public_url}/help/{quote(locale, safe='')}/articles/{quote(article_id, safe='')}"


@lru_cache(maxsize=256)
def _find_targets(markdown: str) -> tuple[tuple[str, str], ...]:
    return tuple(_walk_targets(markdown))


def _walk_targets(markdown: str) -> Iterator[tuple[str, str]]:
    for token in _MARKDOWN.parse(markdown):
        waiting = list(token.children or ())
        while waiting:
            child = waiting.pop(0)
            for kind in ("href", "src"):
                if child.attrs.get(kind):
                    yield kind, str(child.attrs[kind])
            waiting = [*(child.children or ()), *waiting]
