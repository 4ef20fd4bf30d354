"""The policy of complaints: what is given, how they are graded, by when, and what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aiohttp import web

from bot.redress.policy_changes import PolicyView
from complaints.policy_definition import render_policy
from complaints.shipped_policy import SHIPPED
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.complaints.addresses import POLICY
from console.pages.complaints.answering import answer_complaints_page
from console.pages.complaints.gesture_cells import EXAMPLES
from console.pages.complaints.notices import go_on
from console.pages.complaints.policy_form import (
    LIMITED,
    OVERRUN_ROWS,
    STEP_ROWS,
    Values,
    fill_values,
    find_faults,
    list_categories,
    make_definition,
    name_cell,
)
from crm_store.complaint_policies import PolicyVersion
from domain.calendars import ALWAYS
from domain.errors import ConflictError, InvalidInputError, NotFoundError

_MOST_DIGITS: Final = 9
_MOST_VERSIONS: Final = 20
_PARTS: Final[Mapping[str, str]] = {
    "calendar": "calendar",
    "voucher_days": "how long vouchers are good",
    "categories": "what may have gone wrong",
    "causes": "root causes",
    "budgets": "budgets",
    "severity": "points of severity",
    "limits": "limits of stages",
    "gestures": "gestures",
    "joining": "what is one matter",
    "recovery": "what is asked afterwards",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version with the parts that it changed.

    Attributes:
        number: 0 for what is shipped.
    """

    number: int
    at: datetime | None
    by: str
    changed: tuple[str, ...]


async def show_policy(request: web.Request) -> web.Response:
    """Show the policy at work in its form."""
    view = await get_services(request).redress.read_policy()
    return await _answer(request, view, fill_values(view.definition), str(view.policy.number))


async def save_policy(request: web.Request) -> web.Response:
    """Save the policy as its next version; all that is wrong is said beside its field."""
    fields, desk = await read_form(request), get_services(request).redress
    view = await desk.read_policy()
    rows = list_categories(view.definition)
    calendars = (*view.calendars, ALWAYS.name)
    faults = find_faults(fields, fill_values(view.definition), rows, calendars)
    if faults:
        based_on = fields.get("based_on", "")
        return await _answer(request, view, fields, based_on, faults=faults, status=422)
    definition, _, _ = make_definition(fields, rows)
    return await _save(request, view, fields, definition)


async def roll_back(request: web.Request) -> web.Response:
    """Have an old version hold again, as a new one."""
    fields, by = await read_form(request), get_signed_in(request).member.name
    desk = get_services(request).redress
    number, based_on = (_read_number(fields.get(each, "")) for each in ("number", "based_on"))
    try:
        if number is None or based_on is None:
            raise InvalidInputError("choose the version that is to hold", field="number")
        await desk.roll_back_policy(number, by=by, based_on=based_on)
    except (InvalidInputError, ConflictError, NotFoundError) as error:
        view = await desk.read_policy()
        words = error.reason if isinstance(error, InvalidInputError) else str(error)
        values = fill_values(view.definition)
        return await _answer(
            request, view, values, str(view.policy.number), refused=words, status=409
        )
    return go_on(POLICY, "policy-back")


async def _save(
    request: web.Request, view: PolicyView, fields: Values, definition: Mapping[str, Any]
) -> web.Response:
    desk, by = get_services(request).redress, get_signed_in(request).member.name
    based_on = fields.get("based_on", "")
    seen = _read_number(based_on)
    try:
        if seen is None:
            raise InvalidInputError("the page is not whole; load it again", field="based_on")
        saved = await desk.save_policy(definition, by=by, based_on=seen)
    except InvalidInputError as error:
        faults = {error.field or "": error.reason}
        return await _answer(request, view, fields, based_on, faults=faults, status=422)
    except ConflictError as error:
        # Whoever saves again after a conflict means to change what stands now.
        standing = str(view.policy.number)
        return await _answer(request, view, fields, standing, refused=str(error), status=409)
    return go_on(POLICY, "policy-same" if saved.number == view.policy.number else "policy-saved")


async def _answer(
    request: web.Request,
    view: PolicyView,
    values: Values,
    based_on: str,
    *,
    faults: Mapping[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> web.Response:
    """Answer with the form.

    Args:
        refused: why all of it was refused, such as for a change meanwhile.
    """
    versions = await get_services(request).redress.list_policy_versions()
    return await answer_complaints_page(
        request,
        "complaints/policy.html",
        tab="policy",
        status=status,
        view=view,
        values=values,
        based_on=based_on,
        errors=dict(faults or {}),
        refused=refused,
        rows=list_categories(view.definition),
        name_cell=name_cell,
        limited=LIMITED,
        overrun_rows=OVERRUN_ROWS,
        step_rows=STEP_ROWS,
        examples=EXAMPLES,
        versions=_list_versions(versions),
        always=ALWAYS.name,
    )


def _list_versions(versions: Sequence[PolicyVersion]) -> list[VersionLine]:
    """List the versions, the latest first and what is shipped last, each with what it changed."""
    shipped: Mapping[str, Any] = render_policy(SHIPPED)
    definitions = [*(each.definition for each in versions), shipped]
    lines = [
        VersionLine(
            number=version.number,
            at=version.created_at,
            by=version.created_by or "Frontdesk itself",
            changed=tuple(
                words
                for key, words in _PARTS.items()
                if version.definition.get(key) != earlier.get(key)
            ),
        )
        for version, earlier in zip(versions, definitions[1:], strict=True)
    ]
    return [*lines[:_MOST_VERSIONS], VersionLine(number=0, at=None, by="", changed=())]


def _read_number(text: str) -> int | None:
    readable = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if readable else None
