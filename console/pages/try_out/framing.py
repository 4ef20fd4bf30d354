"""Documents in frames: a mail as it is sent, an article as the help centre has it."""

from typing import Final

from aiohttp import hdrs, web
from markupsafe import Markup

from channels.contract import Shown
from console.framed_documents import POLICY
from console.keys import PAGES, get_services
from console.pages.try_out.try_out import TRY_OUT
from domain.errors import NotFoundError

_PUBLIC_FILES: Final = "/help/files/"
_STAFF_FILES: Final = "/console/knowledge/files/"


def frame_shown(request: web.Request, shown: Shown | None) -> str | None:
    """Keep the document that a message is sent as; return its address, None where it has none."""
    if shown is None or shown.html is None:
        return None
    return frame_document(request, shown.html)


def frame_document(request: web.Request, document: str) -> str | None:
    """Keep a document and return its address; None where it is too large.

    Files of ours that no published article shows yet are fetched as staff may.
    """
    public = f"{get_services(request).public_url}{_PUBLIC_FILES}"
    for written in (f'src="{public}', f'src="{_PUBLIC_FILES}'):
        document = document.replace(written, f'src="{_STAFF_FILES}')
    name = request.app[TRY_OUT].documents.keep(document)
    return None if name is None else f"/console/try/documents/{name}"


def render_help_document(
    request: web.Request, *, title: str, body: Markup, locale: str, direction: str
) -> str:
    """Make the document that shows an article as the help centre does."""
    return request.app[PAGES].render(
        "try_out/help_document.html",
        now=get_services(request).clock.now(),
        title=title,
        body=body,
        locale=locale,
        direction=direction,
    )


async def show_document(request: web.Request) -> web.Response:
    """Give out a document that a page frames."""
    document = request.app[TRY_OUT].documents.find(request.match_info["name"])
    if document is None:
        raise NotFoundError("this preview is no longer kept; look at it again")
    headers = {
        hdrs.CACHE_CONTROL: "no-store",
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "no-referrer",
    }
    return web.Response(text=document, content_type="text/html", headers=headers)
