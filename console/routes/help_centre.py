"""The public help centre, and what its readers said of the articles."""

from typing import Final

from console.help_centre.article import show_article
from console.help_centre.contact import show_contact, take_contact
from console.help_centre.files import show_public_file
from console.help_centre.home import show_home
from console.help_centre.listing import show_all, show_category
from console.help_centre.opening import go_home, open_page, show_missing
from console.help_centre.rating import take_rating
from console.help_centre.search import show_search
from console.help_centre.sitemap import show_robots, show_sitemap, show_sitemap_part
from console.pages.readers import see_to_comment, show_readers
from console.route import Route
from domain.staff import Permission

PUBLIC, KNOWLEDGE = Permission.PUBLIC, Permission.KNOWLEDGE

_IN_LANGUAGE: Final = "/help/{locale}"
_ARTICLE: Final = f"{_IN_LANGUAGE}/articles/{{id}}"
_CONTACT: Final = f"{_IN_LANGUAGE}/contact"

HELP_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/robots.txt", show_robots, PUBLIC),
    Route("GET", "/help", open_page(go_home), PUBLIC),
    Route("GET", "/help/", open_page(go_home), PUBLIC),
    Route("GET", "/help/sitemap.xml", open_page(show_sitemap), PUBLIC),
    Route("GET", "/help/sitemap-{part}.xml", open_page(show_sitemap_part), PUBLIC),
    Route("GET", "/help/files/{id}/{name}", open_page(show_public_file), PUBLIC),
    Route("GET", _IN_LANGUAGE, open_page(go_home), PUBLIC),
    Route("GET", f"{_IN_LANGUAGE}/", open_page(show_home), PUBLIC),
    Route("GET", f"{_IN_LANGUAGE}/articles", open_page(show_all), PUBLIC),
    Route("GET", _ARTICLE, open_page(show_article, any_language=True), PUBLIC),
    Route("POST", f"{_ARTICLE}/rating", open_page(take_rating), PUBLIC, csrf=False),
    Route("GET", f"{_IN_LANGUAGE}/categories/{{id}}", open_page(show_category), PUBLIC),
    Route("GET", f"{_IN_LANGUAGE}/search", open_page(show_search), PUBLIC),
    Route("GET", _CONTACT, open_page(show_contact), PUBLIC),
    Route("POST", _CONTACT, open_page(take_contact), PUBLIC, csrf=False),
    Route("GET", "/help/{rest:.+}", open_page(show_missing), PUBLIC),
    Route("GET", "/console/knowledge/readers", show_readers, KNOWLEDGE),
    Route("POST", "/console/knowledge/readers/seen", see_to_comment, KNOWLEDGE),
)
