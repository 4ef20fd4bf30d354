"""The first page: the search, the topics, and what is read most."""

from typing import Final

from aiohttp import web

from console.help_centre.addresses import home_path
from console.help_centre.visit import Visit, answer_help

_MOST_READ: Final = 6
# Shown at once where nobody has made categories yet.
_FIRST: Final = 12


async def show_home(visit: Visit) -> web.Response:
    """Show the first page."""
    catalogue, locale, words = visit.catalogue, visit.locale, visit.words
    company = visit.services.company
    shelves = catalogue.list_shelves(locale)
    articles = catalogue.list_all(locale)
    return answer_help(
        visit,
        "home.html",
        path=home_path(locale),
        places=visit.list_homes(),
        indexed=bool(articles),
        title=f"{words('name')} · {company}",
        description=words("home_description", company=company),
        shelves=shelves,
        articles=() if shelves else articles[:_FIRST],
        total=len(articles),
        most_read=visit.keep_published(
            await visit.services.help_search.most_read(locale, _MOST_READ)
        ),
    )
