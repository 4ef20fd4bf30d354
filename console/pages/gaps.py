"""Gaps: questions that nothing answers, the biggest matter first, and each of them by itself."""

from typing import Any, Final

from aiohttp import web

from bot.gaps.gap_desk import GapDesk
from console.answers import answer_staff_page
from console.form_reading import read_line
from console.keys import get_services
from console.pages.knowledge.desk import get_knowledge_desk
from console.pages.knowledge.notices import find_notice
from domain.knowledge_desk import GapState

GAPS: Final = "/console/gaps"
_MOST_PAGES: Final = 2_000


def get_gap_desk(request: web.Request) -> GapDesk:
    """Return the use cases of gaps."""
    services = get_services(request)
    return GapDesk(services.tools, get_knowledge_desk(request), services.index.current)


async def show_gaps(request: web.Request) -> web.Response:
    """Show the gaps of a state, a page of them."""
    state, page = _read_state(request), _read_page(request)
    listed = await get_gap_desk(request).list_gaps(state, page=page)
    return await answer_staff_page(
        request,
        "gaps/list.html",
        current_view="gaps",
        state=state,
        page=page,
        listed=listed,
        languages=get_services(request).languages,
        said=find_notice(request),
    )


async def show_gap(request: web.Request) -> web.Response:
    """Show a gap with a page of its questions."""
    return await answer_gap(request, said=find_notice(request))


async def answer_gap(request: web.Request, *, error: str = "", **context: Any) -> web.Response:
    """Answer with a gap's page.

    Args:
        error: what kept the last thing from being done, in words.
    """
    page = _read_page(request)
    shown = await get_gap_desk(request).open(request.match_info["id"], page=page)
    said = context.pop("said", "")
    return await answer_staff_page(
        request,
        "gaps/gap.html",
        current_view="gaps",
        page=page,
        shown=shown,
        gap=shown.gap,
        languages=get_services(request).languages,
        error=error,
        said=said,
    )


def _read_state(request: web.Request) -> GapState:
    asked = read_line(request, "state", max_length=20)
    return GapState(asked) if asked in set(GapState) else GapState.OPEN


def _read_page(request: web.Request) -> int:
    """Read which page, counted from 0; the first for whatever is none."""
    asked = read_line(request, "page", max_length=6)
    return min(int(asked), _MOST_PAGES) if asked.isascii() and asked.isdecimal() else 0
