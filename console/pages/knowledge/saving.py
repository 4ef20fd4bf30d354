"""Saving what was written: by a form as browsers send it, or in place by the page's script."""

from collections.abc import Mapping
from typing import Final

from aiohttp import hdrs, web

from bot.knowledge_desk.take_picture import take_file
from bot.knowledge_desk.workbench import Collision, Saved
from console.article_addresses import address_article
from console.form_reading import read_files, read_form
from console.keys import get_services, get_signed_in
from console.pages.knowledge.article_form import (
    ArticleForm,
    fill_form,
    parse_content,
    parse_number,
    read_article_form,
)
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.editor import Attempt, answer_editor, describe_errors
from console.pages.knowledge.notices import go_on
from domain.errors import InvalidInputError
from domain.knowledge_desk import ArticleContent

_COLLISION: Final = 409
_NOT_SUBMITTED: Final = "It is saved, but cannot be submitted as it is."


async def save_article(request: web.Request) -> web.Response:
    """Save an article, and go on to what its button says."""
    fields = await read_form(request)
    form = read_article_form(fields)
    try:
        content = parse_content(form)
        await _take_files(request)
        saved = await _save(request, content, fields)
    except InvalidInputError as error:
        return await _show_again(request, fields, form, describe_errors(error))
    if isinstance(saved, Collision):
        return await _show_collision(request, form, content, saved)
    return await _answer_saved(request, fields, saved)


async def _save(
    request: web.Request, content: ArticleContent, fields: Mapping[str, str]
) -> Saved | Collision:
    base = fields.get("base_version", "")
    return await get_knowledge_desk(request).save(
        *get_place(request),
        content,
        revision=parse_revision(fields.get("revision", "")),
        base_version=parse_revision(base) if base else None,
        by=get_signed_in(request).member,
    )


def parse_revision(words: str) -> int:
    """Read the revision that a form was filled with.

    Raises:
        InvalidInputError: it is none, as no page of ours sends it.
    """
    # Of an article that nobody is writing it is its version, below zero.
    digits = words.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise InvalidInputError("load the page again; it does not say what it was made from")
    return int(words)


async def _take_files(request: web.Request) -> None:
    """Keep the files that came with the form, as they do without a script."""
    tools, by = get_services(request).tools, get_signed_in(request).member
    for file in await read_files(request):
        await take_file(tools, request.match_info["id"], file.filename, file.content, by=by)


async def _answer_saved(
    request: web.Request, fields: Mapping[str, str], saved: Saved
) -> web.Response:
    here = address_article(*get_place(request))
    said = "merged" if saved.merged_with else "unscheduled" if saved.unscheduled else "saved"
    if wants_json(request):
        return web.json_response({"revision": saved.draft.revision, "said": said})
    match fields.get("then"):
        case "publish":
            return go_on(f"{here}/publish")
        case "submit":
            return await _submit(request)
        case _:
            beside = request.query.get("beside", "")
            return go_on(f"{here}/beside/{beside}" if beside else here, said)


async def _submit(request: web.Request) -> web.Response:
    place, by = get_place(request), get_signed_in(request).member
    try:
        await get_knowledge_desk(request).submit(*place, by=by)
    except InvalidInputError as error:
        return await show_not_submitted(request, error)
    return go_on(address_article(*place), "submitted")


async def show_not_submitted(request: web.Request, error: InvalidInputError) -> web.Response:
    """Show what keeps a draft, which is saved, from being reviewed."""
    bench = await get_knowledge_desk(request).open(*get_place(request))
    attempt = Attempt(
        form=fill_form(bench.content), errors=describe_errors(error), refused=_NOT_SUBMITTED
    )
    return await answer_editor(request, attempt)


async def _show_again(
    request: web.Request, fields: Mapping[str, str], form: ArticleForm, errors: Mapping[str, str]
) -> web.Response:
    if wants_json(request):
        return web.json_response({"errors": dict(errors)}, status=422)
    attempt = Attempt(
        form=form,
        errors=errors,
        revision=fields.get("revision", ""),
        base_version=fields.get("base_version", ""),
    )
    return await answer_editor(request, attempt, beside=request.query.get("beside", ""))


async def _show_collision(
    request: web.Request, form: ArticleForm, mine: ArticleContent, collision: Collision
) -> web.Response:
    if wants_json(request):
        return web.json_response({"theirs_by": collision.theirs_by}, status=_COLLISION)
    attempt = Attempt(
        form=fill_form(collision.merged, source_seen=parse_number(form.source_seen)),
        collision=collision,
        mine=mine,
        revision=str(collision.revision),
        base_version=str(collision.base_version),
        status=_COLLISION,
    )
    return await answer_editor(request, attempt, beside=request.query.get("beside", ""))


def wants_json(request: web.Request) -> bool:
    """Say whether a script asks, which stays on its page."""
    return "json" in request.headers.get(hdrs.ACCEPT, "")
