"""The page of one policy, an existing or a new one."""

from aiohttp import web

from bot.service_level_desk.views import PolicyDetail
from console.answers import answer_staff_page
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.service_levels.addresses import SERVICE_LEVELS, address_policy, choose_name
from console.pages.service_levels.choices import list_choices
from console.pages.service_levels.notices import find_notice, go_on
from console.pages.service_levels.policy_form import (
    CONDITIONS,
    FREE_CONDITIONS,
    KINDS,
    MOST_STEPS,
    PolicyForm,
    fill_form,
    make_definition,
    place_error,
    read_policy_form,
)
from console.pages.service_levels.policy_words import PAUSES, PRIORITIES
from console.pages.service_levels.refusal import Refusal
from domain.errors import ConflictError, InvalidInputError, NotFoundError

_FEW, _MORE = 1, 3


async def show_policy(request: web.Request) -> web.Response:
    """Show a policy as it stands."""
    detail = await get_services(request).service_levels.get_policy(request.match_info["name"])
    view = detail.view
    return await _answer(request, fill_form(view.definition, view.policy.version), detail)


async def show_new_policy(request: web.Request) -> web.Response:
    """Show the form of a new policy."""
    return await _answer(request, PolicyForm(), None)


async def save_policy(request: web.Request) -> web.Response:
    """Save a policy, or show its form with more room for steps."""
    detail = await _find(request, request.match_info["name"])
    fields = await read_form(request)
    form = read_policy_form(fields)
    if "more" in fields:
        return await _answer(request, form, detail, rows=_MORE)
    return await _save(request, request.match_info["name"], form, detail)


async def make_policy(request: web.Request) -> web.Response:
    """Make a new policy, or show its form with more room for steps."""
    fields = await read_form(request)
    form = read_policy_form(fields)
    if "more" in fields:
        return await _answer(request, form, None, rows=_MORE)
    listing = await get_services(request).service_levels.list_policies()
    taken = [each.policy.name for each in listing.policies]
    return await _save(request, choose_name(form.title, taken, fallback="policy"), form, None)


async def show_removing_policy(request: web.Request) -> web.Response:
    """Show what removing a policy would mean, before it is done."""
    return await _answer_removing(request)


async def remove_policy(request: web.Request) -> web.Response:
    """Remove a policy."""
    based_on = (await read_form(request)).get("based_on") or None
    desk, by = get_services(request).service_levels, get_signed_in(request).member
    try:
        await desk.remove_policy(request.match_info["name"], by=by, based_on=based_on)
    except ConflictError as error:
        return await _answer_removing(request, refused=str(error), status=409)
    return go_on(SERVICE_LEVELS, "policy-removed")


async def _save(
    request: web.Request, name: str, form: PolicyForm, detail: PolicyDetail | None
) -> web.Response:
    desk, by = get_services(request).service_levels, get_signed_in(request).member
    try:
        based_on = form.based_on or None
        await desk.save_policy(name, make_definition(form), by=by, based_on=based_on)
    except InvalidInputError as error:
        refusal = Refusal(words=error.reason, field=place_error(error.field))
        return await _answer(request, form, detail, refusal=refusal, status=422)
    except ConflictError as error:
        refusal = Refusal(words=str(error), overtaken=True)
        return await _answer(request, form, await _find(request, name), refusal=refusal, status=409)
    if detail is None:
        return go_on(SERVICE_LEVELS, "policy-made")
    return go_on(address_policy(name), "policy-saved")


async def _find(request: web.Request, name: str) -> PolicyDetail | None:
    """Find a policy; None where somebody removed it meanwhile."""
    try:
        return await get_services(request).service_levels.get_policy(name)
    except NotFoundError:
        return None


async def _answer(
    request: web.Request,
    form: PolicyForm,
    detail: PolicyDetail | None,
    *,
    refusal: Refusal | None = None,
    rows: int = _FEW,
    status: int = 200,
) -> web.Response:
    """Answer with the form.

    Args:
        detail: None for a new policy.
        rows: how many empty ones for steps there are.
    """
    standing = detail.view.policy.version if detail else ""
    response = await answer_staff_page(
        request,
        "service_levels/policy.html",
        current_view="service-levels",
        form=form,
        # Whoever saves again after a conflict means to change what stands now.
        based_on=standing if refusal and refusal.overtaken else form.based_on,
        detail=detail,
        refusal=refusal,
        errors=refusal.at_fields() if refusal else {},
        choices=await list_choices(request),
        kinds=KINDS,
        condition_kinds=CONDITIONS,
        free_conditions=FREE_CONDITIONS,
        priorities=PRIORITIES,
        pauses=PAUSES,
        rows=min(rows, MOST_STEPS - len(form.steps)),
        said=find_notice(request),
        place=SERVICE_LEVELS,
        here=request.path if detail is None else address_policy(detail.view.policy.name),
    )
    response.set_status(status)
    return response


async def _answer_removing(
    request: web.Request, *, refused: str = "", status: int = 200
) -> web.Response:
    name = request.match_info["name"]
    detail = await get_services(request).service_levels.get_policy(name)
    response = await answer_staff_page(
        request,
        "service_levels/remove_policy.html",
        current_view="service-levels",
        policy=detail.view.policy,
        here=address_policy(name),
        refused=refused,
    )
    response.set_status(status)
    return response
