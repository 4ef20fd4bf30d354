"""What all pages about complaints show alike."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.complaints.notices import find_notice
from console.pages.complaints.words import make_words
from console.pages.service_levels.refusal import Refusal
from crm_store.gestures import count_gestures
from domain.redress_cases import GestureState


async def answer_complaints_page(
    request: web.Request,
    template: str,
    *,
    tab: str = "",
    failed: str = "",
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
    **context: Any,
) -> web.Response:
    """Answer with one of the pages about complaints.

    Args:
        failed: the form that was refused, or is shown once more.
        typed: what was typed into it.
        refusal: why it was refused, said on top and beside its field.
    """
    fields = typed or {}
    waiting = (GestureState.PROPOSED,)
    response = await answer_staff_page(
        request,
        template,
        current_view="complaint-register",
        tab=tab,
        waiting_approval=await get_services(request).store.read(count_gestures, waiting),
        said=context.pop("said", "") or find_notice(request),
        failed=failed,
        typed=fields,
        kept=_make_kept(failed, fields),
        refusal=refusal,
        **{
            "errors": refusal.at_fields() if refusal else {},
            **make_words(),
            **context,
        },
    )
    response.set_status(status)
    return response


def _make_kept(failed: str, typed: Mapping[str, str]) -> Callable[..., str]:
    """Make what a form's field is filled with: what was typed where it was refused."""

    def kept(form: str, field: str, otherwise: str = "") -> str:
        return typed.get(field, otherwise) if form == failed else otherwise

    return kept
