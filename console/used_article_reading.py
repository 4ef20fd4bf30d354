"""Reading which articles a reply was made from, as the composer's form names them; pure."""

from bot.used_articles import MOST_USED, NamedArticle, Use

_USES = {str(use): use for use in Use}


def name_use(use: Use, *, article_id: str, locale: str) -> str:
    """Name an article and what of it went into a reply, in a line: `answer:en:late-bag`."""
    return f"{use}:{locale}:{article_id}"


def read_named_articles(lines: str) -> tuple[NamedArticle, ...]:
    """Read such lines; what is none of them is overlooked, since it is only said beside."""
    found = []
    for line in lines.splitlines()[:MOST_USED]:
        use, _, place = line.strip().partition(":")
        locale, _, article_id = place.partition(":")
        if use in _USES and locale and article_id:
            found.append(NamedArticle(id=article_id, locale=locale, use=_USES[use]))
    return tuple(found)
