"""The page of one queue, an existing or a new one."""

from dataclasses import replace

from aiohttp import web

from bot.staffing.change_queue import name_state
from bot.staffing.views import QueueView
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.floor.addresses import NEW_QUEUE, QUEUES, address_queue
from console.pages.floor.answering import answer_floor_page
from console.pages.floor.change_words import tell_change
from console.pages.floor.problem_places import select_problems
from console.pages.floor.queue_form import (
    QueueForm,
    fill_queue_form,
    make_change,
    read_queue_form,
)
from console.pages.service_levels.addresses import choose_name
from console.pages.service_levels.notices import go_on
from console.pages.service_levels.refusal import Refusal
from crm_store.skills import list_skills
from crm_store.staff import list_queues
from domain.errors import ConflictError, InvalidInputError
from routing.floor.queue_checks import MOST_STEPS

_FEW, _MORE = 1, 3


async def show_queue(request: web.Request) -> web.Response:
    """Show a queue as it stands."""
    view = await _get(request)
    return await _answer(request, fill_queue_form(view.queue), view)


async def show_new_queue(request: web.Request) -> web.Response:
    """Show the form of a new queue."""
    return await _answer(request, QueueForm(), None)


async def save_queue(request: web.Request) -> web.Response:
    """Save a queue, or show its form with more room for steps."""
    view, fields = await _get(request), await read_form(request)
    form = read_queue_form(fields)
    if "more" in fields:
        return await _answer(request, form, view, rows=_MORE)
    return await _save(request, view.queue.name, form, view)


async def make_queue(request: web.Request) -> web.Response:
    """Make a new queue, or show its form with more room for steps."""
    fields = await read_form(request)
    form = read_queue_form(fields)
    if "more" in fields:
        return await _answer(request, form, None, rows=_MORE)
    taken = [each.name for each in await get_services(request).store.read(list_queues)]
    return await _save(request, choose_name(form.title, taken, fallback="queue"), form, None)


async def show_removing_queue(request: web.Request) -> web.Response:
    """Show what removing a queue would mean, before it is done."""
    return await _answer_removing(request)


async def remove_queue(request: web.Request) -> web.Response:
    """Remove a queue."""
    desk, by = get_services(request).floor, get_signed_in(request).member.name
    try:
        await desk.remove_queue(request.match_info["name"], by=by)
    except ConflictError as error:
        return await _answer_removing(request, refused=str(error), status=409)
    return go_on(QUEUES, "queue-removed")


async def _get(request: web.Request) -> QueueView:
    return await get_services(request).floor.get_queue(request.match_info["name"])


async def _save(
    request: web.Request, name: str, form: QueueForm, view: QueueView | None
) -> web.Response:
    desk, by = get_services(request).floor, get_signed_in(request).member.name
    try:
        await desk.save_queue(name, make_change(form), by=by)
    except InvalidInputError as error:
        refusal = Refusal(words=error.reason, field=error.field)
        return await _answer(request, form, view, refusal=refusal, status=422)
    except ConflictError as error:
        # Whoever saves again means to change what stands now.
        now = await desk.get_queue(name) if view else None
        state = name_state(now.queue) if now else ""
        refusal = Refusal(words=str(error), overtaken=state != form.based_on)
        form = replace(form, based_on=state)
        return await _answer(request, form, now, refusal=refusal, status=409)
    return go_on(QUEUES if view is None else address_queue(name), _tell_saved(view))


def _tell_saved(view: QueueView | None) -> str:
    return "queue-made" if view is None else "queue-saved"


async def _answer(
    request: web.Request,
    form: QueueForm,
    view: QueueView | None,
    *,
    refusal: Refusal | None = None,
    rows: int = _FEW,
    status: int = 200,
) -> web.Response:
    services = get_services(request)
    name = view.queue.name if view else ""
    changes = await services.floor.list_changes("queue", name) if view else ()
    return await answer_floor_page(
        request,
        "floor/queue.html",
        tab="queues",
        refusal=refusal,
        status=status,
        view=view,
        form=form,
        rows=min(rows, MOST_STEPS - len(form.steps)),
        skills=await services.store.read(list_skills),
        others=[each for each in await services.store.read(list_queues) if each.name != name],
        problems=select_problems(view.problems if view else (), ("queue",)),
        changes=[(each, tell_change(each)) for each in changes],
        place=QUEUES,
        here=address_queue(name) if view else NEW_QUEUE,
    )


async def _answer_removing(
    request: web.Request, *, refused: str = "", status: int = 200
) -> web.Response:
    view = await _get(request)
    return await answer_floor_page(
        request,
        "floor/remove_queue.html",
        tab="queues",
        status=status,
        view=view,
        refused=refused,
        place=QUEUES,
        here=address_queue(view.queue.name),
    )
