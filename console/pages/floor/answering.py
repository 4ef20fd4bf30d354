"""What all pages about people, queues and skills show alike."""

from typing import Any

from aiohttp import web

from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.floor.notices import find_notice
from console.pages.service_levels.refusal import Refusal
from crm_store.needs_person import count_unserved


async def answer_floor_page(
    request: web.Request,
    template: str,
    *,
    tab: str,
    refusal: Refusal | None = None,
    status: int = 200,
    **context: Any,
) -> web.Response:
    """Answer with one of the pages under the tabs of routing.

    Args:
        refusal: why a form was not taken, said on top and beside its field.
    """
    response = await answer_staff_page(
        request,
        template,
        current_view=context.pop("current_view", "routing-people"),
        tab=tab,
        unserved=await get_services(request).store.read(count_unserved),
        said=find_notice(request),
        refusal=refusal,
        errors=refusal.at_fields() if refusal else {},
        **context,
    )
    response.set_status(status)
    return response
