"""Articles that take each other's questions: of one draft, and of the whole knowledge base."""

from typing import Any, Final

import structlog
from aiohttp import web

from console.answers import answer_long_page, answer_staff_page
from console.article_addresses import address_article
from console.form_reading import read_line
from console.keys import get_services
from console.locale_names import name_locale
from console.pages.try_out.try_out import TRY_OUT, read_draft
from domain.errors import FrontdeskError
from knowledge_base.conflicts import MOST_CONFLICTS

# Seconds that the page waits before it says that it is still being looked.
_PATIENCE: Final = 2.0
_log = structlog.get_logger()


async def show_draft_conflicts(request: web.Request) -> web.Response:
    """Show the conflicts of a draft: a part of the publish step, or a page of its own."""
    draft = await read_draft(request)
    told: dict[str, Any] = {"draft": draft, "conflicts": None}
    try:
        told["conflicts"] = await request.app[TRY_OUT].conflicts.of_draft(draft)
    except FrontdeskError:
        raise
    except Exception as error:  # noqa: BLE001 - what cannot be compared can still be published
        _log.error("conflicts_not_found", error=type(error).__name__)
    part = "HX-Request" in request.headers
    template = "try_out/draft_conflicts.html" if part else "try_out/draft_conflicts_page.html"
    return await answer_long_page(request, template, address_article=address_article, **told)


async def show_conflicts(request: web.Request) -> web.Response:
    """Show the conflicts of all articles in a language, the worst first."""
    services = get_services(request)
    locales = services.index.current().locales
    wanted = read_line(request, "locale")
    locale = wanted if wanted in locales else _choose_locale(locales, services.languages)
    conflicts = None
    if locale is not None:
        conflicts = await request.app[TRY_OUT].conflicts.of_all(locale, within=_PATIENCE)
    told = {
        "conflicts": conflicts,
        "locale": locale,
        "locales": [(tag, name_locale(tag)) for tag in sorted(locales)],
        "most": MOST_CONFLICTS,
        "address_article": address_article,
    }
    if "HX-Request" in request.headers:
        return await answer_long_page(request, "try_out/all_conflicts.html", **told)
    return await answer_staff_page(
        request, "try_out/conflicts_page.html", current_view="articles", **told
    )


def _choose_locale(locales: tuple[str, ...], languages: tuple[str, ...]) -> str | None:
    return next((each for each in languages if each in locales), next(iter(locales), None))
