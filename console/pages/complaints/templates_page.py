"""The words of responses, by language and channel: read, written, looked at, and gone back to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.complaints.response_templates_at_work import TemplateAtWork
from bot.complaints.template_desk import TEMPLATE_CHANNELS, find_shipped_template
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.complaints.addresses import TEMPLATES
from console.pages.complaints.answering import answer_complaints_page
from console.pages.complaints.notices import go_on
from console.pages.complaints.template_preview import NAMES, show_samples
from console.pages.service_levels.refusal import Refusal
from crm_store.response_templates import TemplateVersion
from domain.complaint_responses import ResponseTemplate
from domain.errors import ConflictError, InvalidInputError, NotFoundError

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateForm:
    """What is in the editor.

    Attributes:
        based_on: the number of the version that stood as it was opened.
    """

    text: str
    based_on: str


async def show_templates(request: web.Request) -> web.Response:
    """Show for which languages and channels there are words, and whose they are."""
    listed = await get_services(request).response_templates.list()
    languages = sorted({each.template.language for each in listed})
    return await answer_complaints_page(
        request,
        "complaints/templates.html",
        tab="templates",
        groups=[
            (each, [one for one in listed if one.template.language == each]) for each in languages
        ],
        address=address_template,
        channels=TEMPLATE_CHANNELS,
    )


async def choose_template(request: web.Request) -> web.Response:
    """Go to the page of the language and channel that are asked for."""
    language, channel = request.query.get("language", ""), request.query.get("channel", "")
    get_services(request).response_templates.check(language.strip().lower(), channel, "")
    raise web.HTTPSeeOther(address_template(language.strip().lower(), channel))


async def show_template(request: web.Request) -> web.Response:
    """Show the words for a language and channel."""
    at_work = await _find(request)
    return await _answer(request, at_work, _fill(request, at_work))


async def save_template(request: web.Request) -> web.Response:
    """Save the words, or look at what they come out as."""
    fields = await read_form(request)
    form = TemplateForm(
        text=fields.get("text", "").replace("\r\n", "\n"), based_on=fields.get("based_on", "")
    )
    at_work = await _find(request)
    if "preview" in fields:
        return await _answer(request, at_work, form, looked=True)
    language, channel = _key(request)
    desk, by = get_services(request).response_templates, get_signed_in(request).member
    try:
        await desk.save(language, channel, form.text, by=by, based_on=_read_number(form.based_on))
    except InvalidInputError as error:
        refusal = Refusal(words=error.reason, field="text")
        return await _answer(request, at_work, form, refusal=refusal, status=422, looked=True)
    except ConflictError as error:
        refusal = Refusal(words=str(error), overtaken=True)
        return await _answer(request, at_work, form, refusal=refusal, status=409)
    return go_on(address_template(language, channel), "template-saved")


async def set_back(request: web.Request) -> web.Response:
    """Have an old version hold again, or what is shipped."""
    fields, (language, channel) = await read_form(request), _key(request)
    desk, by = get_services(request).response_templates, get_signed_in(request).member
    wanted, seen = fields.get("number", ""), _read_number(fields.get("based_on", ""))
    try:
        if wanted == "shipped":
            await desk.reset(language, channel, by=by, based_on=seen)
            return go_on(address_template(language, channel), "template-shipped")
        text = await _get_text(request, _read_number(wanted))
        await desk.save(language, channel, text, by=by, based_on=seen)
    except (InvalidInputError, ConflictError) as error:
        at_work = await _find(request)
        words = error.reason if isinstance(error, InvalidInputError) else str(error)
        overtaken = isinstance(error, ConflictError)
        refusal = Refusal(words=words, overtaken=overtaken)
        form = _fill(request, at_work)
        return await _answer(request, at_work, form, refusal=refusal, status=409)
    return go_on(address_template(language, channel), "template-back")


def address_template(language: str, channel: str) -> str:
    """Return the address of the words for a language and channel."""
    return f"{TEMPLATES}/{quote(language, safe='')}/{quote(channel, safe='')}"


async def _answer(
    request: web.Request,
    at_work: TemplateAtWork | None,
    form: TemplateForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    looked: bool = False,
) -> web.Response:
    language, channel = _key(request)
    services = get_services(request)
    desk = services.response_templates
    template = ResponseTemplate(language=language, channel=channel, text=form.text)
    standing = str(at_work.last if at_work else 0)
    return await answer_complaints_page(
        request,
        "complaints/template.html",
        tab="templates",
        refusal=refusal,
        status=status,
        language=language,
        channel=channel,
        at_work=at_work,
        # Whoever saves again after a conflict means to change what stands now.
        form=form if not (refusal and refusal.overtaken) else _renew(form, standing),
        faults=desk.check(language, channel, form.text) if form.text.strip() or looked else (),
        samples=show_samples(
            template, agent=get_signed_in(request).member.name, company=services.company
        )
        if form.text.strip()
        else (),
        names=NAMES,
        versions=await desk.list_versions(language, channel),
        here=address_template(language, channel),
    )


def _renew(form: TemplateForm, standing: str) -> TemplateForm:
    return TemplateForm(text=form.text, based_on=standing)


async def _find(request: web.Request) -> TemplateAtWork | None:
    """Find the words that hold; None where there are none as yet.

    Raises:
        NotFoundError: there is no such language or channel.
    """
    language, channel = _key(request)
    desk = get_services(request).response_templates
    try:
        desk.check(language, channel, "")
    except InvalidInputError as error:
        raise NotFoundError(error.reason) from None
    known: Mapping[Any, TemplateAtWork] = {
        (each.template.language, each.template.channel): each for each in await desk.list()
    }
    return known.get((language, channel))


def _fill(request: web.Request, at_work: TemplateAtWork | None) -> TemplateForm:
    if at_work is not None:
        return TemplateForm(text=at_work.template.text, based_on=str(at_work.last))
    language, _ = _key(request)
    shipped = find_shipped_template(language, "any")
    return TemplateForm(text="" if shipped is None else shipped.text, based_on="0")


async def _get_text(request: web.Request, number: int | None) -> str:
    versions: tuple[TemplateVersion, ...] = await get_services(
        request
    ).response_templates.list_versions(*_key(request))
    for each in versions:
        if each.number == number and each.text:
            return each.text
    raise InvalidInputError("choose the version that is to hold", field="number")


def _read_number(text: str) -> int | None:
    readable = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if readable else None


def _key(request: web.Request) -> tuple[str, str]:
    return request.match_info["language"], request.match_info["channel"]
