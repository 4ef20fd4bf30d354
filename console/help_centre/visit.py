"""What the pages of the help centre share: who reads, in which language, and how to answer."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from console.help_centre import addresses
from console.help_centre.article_body import ArticleBody, render_body
from console.help_centre.catalogue import Catalogue
from console.help_centre.catalogue_cache import CatalogueCache
from console.help_centre.limits import HelpLimits
from console.help_centre.locales import choose_locale, find_direction, name_own
from console.help_centre.words import Words, find_words
from console.keys import PAGES, get_services
from console.services import Services
from domain.errors import NotFoundError
from domain.help_search import SearchHit

_KEPT: Final = "public, max-age=60"
_NOT_KEPT: Final = "private, no-store"
_BODIES: Final = 2_000


class HelpCentre:
    """What is made once for all readers."""

    def __init__(self, services: Services) -> None:
        self.catalogues = CatalogueCache(services.store, services.languages)
        self.limits = HelpLimits()
        self.zone = ZoneInfo(services.time_zone)

    @staticmethod
    @lru_cache(maxsize=_BODIES)
    def render_body(answer: str, locale: str) -> ArticleBody:
        """Render an answer, once for all who read it."""
        return render_body(answer, locale)


HELP_CENTRE: Final = web.AppKey("help_centre", HelpCentre)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One of the same page's languages.

    Attributes:
        path: of the page in that language.
    """

    locale: str
    path: str

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return name_own(self.locale)

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return find_direction(self.locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of a reader."""

    request: web.Request
    services: Services
    centre: HelpCentre
    catalogue: Catalogue
    locale: str
    words: Words

    def url(self, path: str) -> str:
        """Return the whole address of a path."""
        return f"{self.services.public_url}{path}"

    def list_homes(self) -> tuple[Place, ...]:
        """List the first pages of all languages."""
        locales = self.catalogue.known_locales
        return tuple(Place(locale=each, path=addresses.home_path(each)) for each in locales)

    def keep_published(self, hits: Iterable[SearchHit]) -> tuple[SearchHit, ...]:
        """Leave out what was retired since the search learnt of it, a moment ago at most."""
        return tuple(each for each in hits if self.catalogue.find(each.article_id, each.locale))

    def find_path_of(self, category_id: str | None) -> tuple[tuple[str, str], ...]:
        """Name the way to a category, from the first page on, with the paths."""
        home = (self.words("name"), addresses.home_path(self.locale))
        steps = (
            (each.name(self.locale), addresses.category_path(self.locale, each.id))
            for each in self.catalogue.trace(category_id)
        )
        return (home, *steps)


Shown = Callable[[Visit], Awaitable[web.StreamResponse]]


async def begin_visit(request: web.Request) -> Visit:
    """Find out what a reader may see; an unknown language gives them their own.

    Raises:
        NotFoundError: the help centre is not open.
    """
    services, centre = get_services(request), request.app[HELP_CENTRE]
    if not services.help_centre:
        raise NotFoundError("there is nothing at this address")
    catalogue = await centre.catalogues.get()
    locale = _find_asked(request)
    if locale not in catalogue.known_locales:
        accepted = request.headers.get(hdrs.ACCEPT_LANGUAGE, "")
        locale = choose_locale(accepted, catalogue.known_locales)
    return Visit(
        request=request,
        services=services,
        centre=centre,
        catalogue=catalogue,
        locale=locale,
        words=find_words(locale),
    )


def _find_asked(request: web.Request) -> str:
    """Find the language in an address, be there a page at it or not."""
    begins = request.match_info.get("rest", "").partition("/")[0]
    return request.match_info.get("locale", begins)


def answer_help(
    visit: Visit,
    template: str,
    *,
    status: int = 200,
    lasting: bool = True,
    indexed: bool = True,
    places: Sequence[Place] = (),
    path: str = "",
    **context: Any,
) -> web.Response:
    """Render a page of the help centre.

    Args:
        lasting: whether it may be kept for a minute, by browsers and on the way.
        indexed: whether search engines may list it.
        places: its languages, this one among them; the first pages unless told.
        path: its one address; None of its own where it is left out.
    """
    request, locale = visit.request, visit.locale
    shared = {
        "words": visit.words,
        "locale": locale,
        "direction": find_direction(locale),
        # The articles' language, where the help centre itself does not speak it.
        "tongue": None if locale.split("-")[0] == visit.words.language else locale,
        "places": places or visit.list_homes(),
        "alternates": places if indexed else (),
        "indexed": indexed,
        "canonical": visit.url(path) if path else "",
        "url": visit.url,
        "to": addresses,
        "typed": "",
        "contact": addresses.contact_path(locale),
        "zone": visit.centre.zone,
        "structured": "",
        "description": "",
        "name_own": name_own,
        "find_direction": find_direction,
    }
    now = visit.services.clock.now()
    text = request.app[PAGES].render(f"help/{template}", now=now, **(shared | context))
    return _answer(request, text, status, lasting=lasting and status == 200)


def _answer(request: web.Request, text: str, status: int, *, lasting: bool) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: _KEPT if lasting else _NOT_KEPT, hdrs.VARY: "Accept-Encoding"}
    if lasting:
        digest = hashlib.sha256(text.encode()).hexdigest()[:20]
        headers[hdrs.ETAG] = f'W/"{digest}"'
        if any(tag.value == digest for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
    response = web.Response(text=text, status=status, content_type="text/html", headers=headers)
    response.enable_compression()
    return response
