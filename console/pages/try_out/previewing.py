"""How an answer looks on each channel before it is published."""

from typing import Any, Final

from aiohttp import web

from bot.try_out.preview import Preview, find_account, find_link_warnings, preview_answer
from channels.text_cleaning import clean_line
from console.answers import answer_long_page
from console.form_reading import read_form
from console.help_centre.article_body import render_body
from console.keys import get_services
from console.pages.try_out.framing import frame_document, frame_shown, render_help_document
from console.pages.try_out.try_out import read_draft
from domain.errors import InvalidInputError
from domain.knowledge import Article

HELP: Final = "help"
# The channels by the names that the editor's form gives them, and all kinds by their own.
_KINDS: Final = {"chat": "web_chat"}
_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})


async def show_preview(request: web.Request) -> web.Response:
    """Show an answer on a channel: a part of the editor, or without a script a page of its own."""
    wanted = clean_line((await read_form(request)).get("channel", "")) or HELP
    told: dict[str, Any] = {"preview": None, "frame": None, "warnings": (), "wanted": wanted}
    try:
        draft = await read_draft(request)
        told |= await _preview(request, draft, wanted)
    except InvalidInputError as error:
        told["refused"] = error.reason
    part = "HX-Request" in request.headers
    template = "try_out/preview.html" if part else "try_out/preview_page.html"
    return await answer_long_page(request, template, **told)


async def _preview(request: web.Request, draft: Article, wanted: str) -> dict[str, Any]:
    services = get_services(request)
    if not draft.answer.strip():
        raise InvalidInputError("Nothing is written yet.", field="answer")
    if wanted == HELP:
        warnings = await services.store.read(find_link_warnings, draft)
        return {"frame": _frame_help(request, draft), "warnings": warnings}
    kind = _KINDS.get(wanted, wanted)
    channel = find_account(services.tools, kind)
    if channel is None:
        raise InvalidInputError("The settings name no account of this channel.", field="channel")
    preview: Preview = await services.store.read(preview_answer, services.tools, draft, channel)
    return {
        "preview": preview,
        "frame": frame_shown(request, preview.shown),
        "warnings": preview.warnings,
    }


def _frame_help(request: web.Request, draft: Article) -> str | None:
    document = render_help_document(
        request,
        title=draft.title,
        body=render_body(draft.answer, draft.locale).html,
        locale=draft.locale,
        direction="rtl" if draft.locale in _RIGHT_TO_LEFT else "ltr",
    )
    return frame_document(request, document)
