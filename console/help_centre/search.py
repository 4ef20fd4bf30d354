"""The search: by word and by meaning, with honest words where nothing was found."""

from collections.abc import Sequence
from typing import Final

from aiohttp import hdrs, web

from console.form_reading import read_line
from console.help_centre.addresses import contact_path, search_path
from console.help_centre.article import LONGEST_SEARCH
from console.help_centre.contact import find_network
from console.help_centre.visit import Place, Visit, answer_help
from domain.help_search import SearchHit, SearchResults

_MOST_HITS: Final = 10


async def show_search(visit: Visit) -> web.Response:
    """Search for what was typed, and keep that on record.

    Raises:
        TooManyRequestsError: there were enough from this network for now.
    """
    text = read_line(visit.request, "q", max_length=LONGEST_SEARCH)
    found, search_id = SearchResults(), ""
    if text:
        found, search_id = await _search(visit, text)
    words, hits = visit.words, visit.keep_published(found.hits)
    direct = found.direct if found.direct in hits else None
    locales = visit.catalogue.known_locales
    return answer_help(
        visit,
        "search.html",
        lasting=False,
        indexed=False,
        places=[Place(locale=each, path=search_path(each, text)) for each in locales],
        title=words("results_title", text=text) if text else words("search_title"),
        typed=text,
        direct=direct,
        hits=[each for each in hits if each != direct],
        count=len(hits),
        repairs=found.repairs,
        search_id=search_id,
        shelf_names=_name_shelves(visit, hits),
        shelves=() if hits else visit.catalogue.list_shelves(visit.locale),
        most_read=() if hits else await _find_most_read(visit),
        contact=contact_path(visit.locale, searched=text),
    )


async def _search(visit: Visit, text: str) -> tuple[SearchResults, str]:
    search, limits = visit.services.help_search, visit.centre.limits
    network, now = find_network(visit), visit.services.clock.now()
    limits.claim_search(network, now)
    found = await search.search(text, visit.locale, _MOST_HITS)
    if visit.request.method != hdrs.METH_GET or not limits.is_to_keep(network, now):
        return found, ""
    return found, await search.record_search(text, visit.locale, found=len(found.hits))


async def _find_most_read(visit: Visit) -> tuple[SearchHit, ...]:
    return visit.keep_published(await visit.services.help_search.most_read(visit.locale))


def _name_shelves(visit: Visit, hits: Sequence[SearchHit]) -> dict[str, str]:
    """Name the categories that the hits stand in."""
    known = visit.catalogue.categories
    return {
        each.category: known[each.category].name(visit.locale)
        for each in hits
        if each.category is not None and each.category in known
    }
