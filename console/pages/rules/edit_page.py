"""The page of one rule, macro or trigger: its form, what it would have done, its versions."""

from dataclasses import replace

from aiohttp import web

from bot.automating.views import AutomationDetail, DryRun
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.floor.answering import answer_floor_page
from console.pages.rules.addresses import NEW, PLACES, address_automation
from console.pages.rules.choices import Choices, list_choices
from console.pages.rules.form import (
    PARTS,
    SPOKEN,
    TAGGING,
    ActionRow,
    AutomationForm,
    ConditionRow,
    fill_form,
    make_definition,
    place_error,
    read_automation_form,
)
from console.pages.rules.notices import find_notice
from console.pages.rules.offered import COMPARISONS, explain_fields, list_offered, name_fields
from console.pages.rules.trial import Trial, name_place, tell_trial
from console.pages.rules.versions import list_versions
from console.pages.rules.words import SCOPES
from console.pages.service_levels.addresses import choose_name
from console.pages.service_levels.notices import go_on
from console.pages.service_levels.refusal import Refusal
from domain.automations import AutomationKind
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from routing.floor.shift_words import WEEKDAYS


async def show_automation(request: web.Request, kind: AutomationKind) -> web.Response:
    """Show one as it stands; with `try` in the address, what it would have done as well."""
    name = request.match_info["name"]
    detail = await get_services(request).rules.get(kind, name)
    choices = await list_choices(request, kind)
    form = fill_form(detail.view.definition, detail.view.automation.version, choices)
    trial = None
    if "try" in request.query and detail.view.readable and kind is not AutomationKind.MACRO:
        trial = await _try(request, kind, name, None, choices)
    return await _answer(request, kind, form, detail, choices=choices, trial=trial)


async def show_new_automation(request: web.Request, kind: AutomationKind) -> web.Response:
    """Show the form of a new one."""
    return await _answer(request, kind, AutomationForm(), None)


async def save_automation(request: web.Request, kind: AutomationKind) -> web.Response:
    """Save one, try it, or show its form with a row more or less."""
    return await _take(request, kind, request.match_info["name"])


async def make_automation(request: web.Request, kind: AutomationKind) -> web.Response:
    """Make a new one, try it, or show its form with a row more or less."""
    return await _take(request, kind, "")


async def roll_back(request: web.Request, kind: AutomationKind) -> web.Response:
    """Make an old version the one that holds."""
    fields, name = await read_form(request), request.match_info["name"]
    number, based_on = fields.get("number", ""), fields.get("based_on") or None
    desk, by = get_services(request).rules, get_signed_in(request).member
    try:
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise InvalidInputError("choose the version that is to hold", field="number")
        await desk.roll_back(kind, name, int(number), by=by, based_on=based_on)
    except (InvalidInputError, ConflictError) as error:
        detail = await desk.get(kind, name)
        choices = await list_choices(request, kind)
        form = fill_form(detail.view.definition, detail.view.automation.version, choices)
        words = error.reason if isinstance(error, InvalidInputError) else str(error)
        refusal = Refusal(words=words)
        return await _answer(request, kind, form, detail, refusal=refusal, status=409)
    return go_on(address_automation(kind, name), "back")


async def _take(request: web.Request, kind: AutomationKind, name: str) -> web.Response:
    """Take a form; `name` is empty for a new one."""
    fields = await read_form(request)
    form = read_automation_form(fields)
    detail = await _find(request, kind, name) if name else None
    if "add" in fields or "drop" in fields:
        return await _answer(request, kind, form, detail, adding=fields.get("add", ""))
    if fields.get("then") == "on":
        form = replace(form, enabled=True)
    choices = await list_choices(request, kind)
    if not name:
        taken = [each.automation.name for each in await get_services(request).rules.list(kind)]
        name = choose_name(form.title, taken, fallback=kind.value)
    try:
        if "try" in fields:
            trial = await _try(request, kind, name, form, choices)
            return await _answer(request, kind, form, detail, choices=choices, trial=trial)
        return await _save(request, kind, name, form, choices, is_new=not form.based_on)
    except InvalidInputError as error:
        refusal = Refusal(words=error.reason, field=place_error(error.field, form))
        return await _answer(
            request, kind, form, detail, choices=choices, refusal=refusal, status=422
        )
    except ConflictError as error:
        refusal = Refusal(words=str(error), overtaken=True)
        detail = await _find(request, kind, name)
        return await _answer(
            request, kind, form, detail, choices=choices, refusal=refusal, status=409
        )


async def _save(
    request: web.Request,
    kind: AutomationKind,
    name: str,
    form: AutomationForm,
    choices: Choices,
    *,
    is_new: bool,
) -> web.Response:
    desk, by = get_services(request).rules, get_signed_in(request).member
    definition = make_definition(kind, form, choices)
    await desk.save(kind, name, definition, by=by, based_on=form.based_on or None)
    said = ("made-on" if form.enabled else "made") if is_new else "saved"
    return go_on(address_automation(kind, name), said)


async def _try(
    request: web.Request,
    kind: AutomationKind,
    name: str,
    form: AutomationForm | None,
    choices: Choices,
) -> Trial:
    definition = None if form is None else make_definition(kind, form, choices)
    desk, by = get_services(request).rules, get_signed_in(request).member
    run: DryRun = await desk.dry_run(kind, name, by=by, definition=definition)
    return tell_trial(kind, run, choices.queues)


async def _find(request: web.Request, kind: AutomationKind, name: str) -> AutomationDetail | None:
    """Find one; None where somebody removed it meanwhile."""
    try:
        return await get_services(request).rules.get(kind, name)
    except NotFoundError:
        return None


async def _answer(
    request: web.Request,
    kind: AutomationKind,
    form: AutomationForm,
    detail: AutomationDetail | None,
    *,
    choices: Choices | None = None,
    trial: Trial | None = None,
    refusal: Refusal | None = None,
    adding: str = "",
    status: int = 200,
) -> web.Response:
    """Answer with the form.

    Args:
        detail: None for a new one.
        adding: the part of the form that gets another empty row.
    """
    choices = choices or await list_choices(request, kind)
    standing = detail.view.automation.version if detail else ""
    return await answer_floor_page(
        request,
        "rules/edit.html",
        tab=f"{kind.value}s",
        current_view="routing-rules",
        refusal=refusal,
        status=status,
        kind=kind.value,
        form=form,
        # Whoever saves again after a conflict means to change what stands now.
        based_on=standing if refusal and refusal.overtaken else form.based_on,
        detail=detail,
        choices=choices,
        parts=PARTS,
        spare={
            "all_of": int(adding == "all_of" or not form.all_of),
            "any_of": int(adding == "any_of"),
            "actions": int(adding == "actions" or not form.actions),
        },
        adding=adding,
        blank_condition=ConditionRow(),
        blank_action=ActionRow(),
        fields=name_fields(kind),
        explained=explain_fields(kind, choices),
        comparisons=COMPARISONS,
        offered=list_offered(kind, choices),
        tagging=TAGGING,
        spoken=SPOKEN,
        scopes=SCOPES,
        days=WEEKDAYS,
        trial=trial,
        name_place=lambda queue: name_place(queue, choices.queues),
        versions=list_versions(kind, detail, choices) if detail else (),
        done=find_notice(request),
        place=PLACES[kind],
        here=address_automation(kind, detail.view.automation.name) if detail else NEW[kind],
    )
