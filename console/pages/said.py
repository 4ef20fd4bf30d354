"""One message, whole: all it says, how it looked, and the bytes it was made of."""

import asyncio
from typing import Any

from aiohttp import hdrs, web

from complaints.voucher_codes import mask_codes
from console.answers import answer_long_page, answer_staff_page
from console.form_reading import read_line
from console.keys import get_services
from console.mail_facts import describe_mail
from console.mail_html import (
    MOST_PICTURE_BYTES,
    has_remote_images,
    list_pictures,
    make_policy,
    render_document,
)
from console.original_answers import answer_original
from crm_store.conversation_view import WholeMessage, read_original, read_whole_message
from crm_store.files import get_files
from crm_store.transaction import Transaction
from domain.channels import StoredFile
from domain.errors import NotFoundError


async def show_said(request: web.Request) -> web.Response:
    """Show everything that one message or note says, as text or as the mail it came as."""
    message = await _read(request)
    as_html = message.whole is not None and message.whole.html is not None
    framed = as_html and read_line(request, "as") == "html"
    remote = framed and read_line(request, "images") == "remote"
    return await answer_staff_page(
        request,
        "said_whole.html",
        **_describe(message),
        as_html=as_html,
        framed=framed,
        remote=remote,
        held_back=framed and has_remote_images(_html_of(message)),
    )


async def show_whole_text(request: web.Request) -> web.Response:
    """Show the whole text alone, for a page that unfolds it in its place."""
    return await answer_long_page(request, "whole_text.html", **_describe(await _read(request)))


async def show_html(request: web.Request) -> web.Response:
    """Show a mail as it came, as a document that can do nothing; the page frames it."""
    message = await _read(request)
    html, remote = _html_of(message), read_line(request, "images") == "remote"
    wanted = list_pictures(html, message.said.source_ids.get("cids") or {})
    pictures = await get_services(request).store.read(_read_pictures, wanted)
    document = await asyncio.to_thread(render_document, html, pictures, remote=remote)
    headers = {
        hdrs.CACHE_CONTROL: "no-store",
        "Content-Security-Policy": make_policy(remote=remote),
        "Referrer-Policy": "no-referrer",
    }
    return web.Response(text=document, content_type="text/html", headers=headers)


async def save_original(request: web.Request) -> web.Response:
    """Give out a message as it came in, byte for byte."""
    reference, interaction_id = request.match_info["reference"], request.match_info["id"]
    raw = await get_services(request).store.read(read_original, reference, interaction_id)
    return answer_original(raw, name=f"{reference}-{interaction_id}")


async def _read(request: web.Request) -> WholeMessage:
    reference, interaction_id = request.match_info["reference"], request.match_info["id"]
    return await get_services(request).store.read(read_whole_message, reference, interaction_id)


def _describe(message: WholeMessage) -> dict[str, Any]:
    said, whole = message.said, message.whole
    bodies = {} if whole is None else {said.id: whole.html is not None}
    return {
        "it": message.conversation,
        "said": said,
        "text": said.text if whole is None else whole.text,
        "facts": describe_mail(said, message.participants, bodies),
    }


def _html_of(message: WholeMessage) -> str:
    if message.whole is None or message.whole.html is None:
        raise NotFoundError("this message came without HTML; the conversation shows its text")
    return mask_codes(message.whole.html)


def _read_pictures(tx: Transaction, wanted: dict[str, str]) -> dict[str, StoredFile]:
    """Read the pictures of a mail, as many as are no burden to the page."""
    files = get_files(tx, tuple(wanted.values()), most_bytes=MOST_PICTURE_BYTES)
    return {cid: files[file_id] for cid, file_id in wanted.items() if file_id in files}
