"""What search engines are told to look at (https://www.sitemaps.org/protocol.html)."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from aiohttp import hdrs, web

from console.help_centre.addresses import ROOT, article_path, category_path, home_path
from console.help_centre.catalogue import Catalogue
from console.help_centre.visit import Visit
from console.keys import get_services
from domain.errors import NotFoundError

# As many addresses as one file may have.
MOST_ADDRESSES: Final = 50_000
SITEMAP_PATH: Final = f"{ROOT}/sitemap.xml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_KEPT: Final = "public, max-age=600"
_CLOSED: Final = "User-agent: *\nDisallow: /\n"


async def show_sitemap(visit: Visit) -> web.Response:
    """List the parts of the sitemap."""
    count = await asyncio.to_thread(_count_addresses, visit.catalogue)
    parts = max(1, -(-count // MOST_ADDRESSES))
    listed = (
        f"<sitemap><loc>{escape(visit.url(f'{ROOT}/sitemap-{part}.xml'))}</loc></sitemap>\n"
        for part in range(1, parts + 1)
    )
    return _answer_xml(f"<sitemapindex {_SPACE}>\n{''.join(listed)}</sitemapindex>\n")


async def show_sitemap_part(visit: Visit) -> web.Response:
    """List the addresses of one part.

    Raises:
        NotFoundError: there is no such part.
    """
    wanted = visit.request.match_info["part"]
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 6):
        raise NotFoundError("there is no such part")
    part = await asyncio.to_thread(
        _render_part, visit.catalogue, visit.services.public_url, int(wanted)
    )
    if part is None:
        raise NotFoundError("there is no such part")
    return _answer_xml(part)


async def show_robots(request: web.Request) -> web.Response:
    """Tell robots what is for them: the help centre's pages, and nothing of people's."""
    services = get_services(request)
    text = _CLOSED
    if services.help_centre:
        text = (
            f"User-agent: *\nAllow: {ROOT}/\nAllow: /static/\nDisallow: {ROOT}/*/search\n"
            f"Disallow: {ROOT}/*/contact\nDisallow: /\n\n"
            f"Sitemap: {services.public_url}{SITEMAP_PATH}\n"
        )
    return web.Response(text=text, headers={hdrs.CACHE_CONTROL: _KEPT})


@lru_cache(maxsize=2)
def _render_part(catalogue: Catalogue, public_url: str, part: int) -> str | None:
    """Write a part, once for each change of the knowledge; None where there is no such part."""
    begin = (part - 1) * MOST_ADDRESSES
    addresses = list(_list_addresses(catalogue))[max(0, begin) : begin + MOST_ADDRESSES]
    if begin < 0 or (begin and not addresses):
        return None
    listed = (_describe(f"{public_url}{path}", at) for path, at in addresses)
    return f"<urlset {_SPACE}>\n{''.join(listed)}</urlset>\n"


@lru_cache(maxsize=2)
def _count_addresses(catalogue: Catalogue) -> int:
    """Count them, once for each change of the knowledge."""
    return sum(1 for _ in _list_addresses(catalogue))


def _list_addresses(catalogue: Catalogue) -> Iterator[tuple[str, datetime | None]]:
    """List the paths of all pages worth finding, and when they changed, where that is known."""
    for locale in catalogue.locales:
        yield home_path(locale), None
        for category_id in catalogue.categories:
            if catalogue.find_shelf(locale, category_id) is not None:
                yield category_path(locale, category_id), None
    for each in catalogue.articles:
        yield article_path(each.locale, each.id), each.updated_at


def _describe(url: str, at: datetime | None) -> str:
    changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
    return f"<url><loc>{escape(url)}</loc>{changed}</url>\n"


def _answer_xml(body: str) -> web.Response:
    response = web.Response(
        text=_XML + body,
        content_type="application/xml",
        charset="utf-8",
        headers={hdrs.CACHE_CONTROL: _KEPT, hdrs.VARY: "Accept-Encoding"},
    )
    response.enable_compression()
    return response
