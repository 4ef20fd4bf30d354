"""The page of one agent: skills, languages, how much they take, and when."""

from aiohttp import web

from bot.staffing.views import AgentView
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.floor.addresses import PEOPLE, address_agent
from console.pages.floor.answering import answer_floor_page
from console.pages.floor.change_words import tell_change
from console.pages.floor.people_page import TAKING, list_gauges
from console.pages.floor.problem_places import select_problems
from console.pages.floor.profile_form import (
    ProfileForm,
    fill_profile_form,
    make_profile,
    place_profile_error,
    read_profile_form,
)
from console.pages.service_levels.notices import go_on
from console.pages.service_levels.refusal import Refusal
from console.wording import name_channel
from crm_store.agent_presence import list_presence
from crm_store.skills import list_skills
from crm_store.staff import list_queues
from domain.assignment import LANGUAGE_SKILL, Presence
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.staffing import USUAL_CAPACITY, AgentProfile
from routing.floor.shift_words import WEEKDAYS


async def show_agent(request: web.Request) -> web.Response:
    """Show an agent as they stand."""
    view = await _get(request)
    return await _answer(request, view, fill_profile_form(view.profile))


async def save_agent(request: web.Request) -> web.Response:
    """Save what an agent is trained for, how much they take and when they work."""
    view = await _get(request)
    form = read_profile_form(await read_form(request))
    profile: AgentProfile | None = None
    try:
        profile = make_profile(view.member.id, form)
        by = get_signed_in(request).member.name
        await get_services(request).floor.save_profile(profile, by=by)
    except InvalidInputError as error:
        field = error.field if profile is None else place_profile_error(error.field, profile)
        refusal = Refusal(words=error.reason, field=field)
        return await _answer(request, view, form, refusal=refusal, status=422)
    except ConflictError as error:
        refusal = Refusal(words=str(error), overtaken=True)
        return await _answer(request, view, form, refusal=refusal, status=409)
    return go_on(address_agent(view.member.id), "agent-saved")


async def _get(request: web.Request) -> AgentView:
    """Get an agent by id, or by email address, as problems name them."""
    desk, wanted = get_services(request).floor, request.match_info["agent"]
    for view in await desk.list_agents():
        if wanted in {view.member.id, view.member.email}:
            return view
    raise NotFoundError(f"there is nobody {wanted!r} who could have conversations")


async def _answer(
    request: web.Request,
    view: AgentView,
    form: ProfileForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> web.Response:
    services = get_services(request)
    presences = await services.store.read(list_presence)
    there = next((each for each in presences if each.staff_id == view.member.id), None)
    skills = await services.store.read(list_skills)
    queues = {each.name: each.title for each in await services.store.read(list_queues)}
    changes = await services.floor.list_changes("agent", view.member.email)
    kinds = {each.kind for each in services.channels} | set(form.capacity) | set(USUAL_CAPACITY)
    return await answer_floor_page(
        request,
        "floor/agent.html",
        tab="people",
        refusal=refusal,
        status=status,
        view=view,
        form=form,
        # Whoever saves again after a conflict means to change what stands now.
        version=view.profile.version if refusal and refusal.overtaken else form.version,
        there=there,
        stands=there.presence if there else Presence.OFFLINE,
        gauges=list_gauges(view.profile.capacity, there.load if there else {}),
        skills=[each for each in skills if not each.name.startswith(LANGUAGE_SKILL)],
        languages=[each for each in skills if each.name.startswith(LANGUAGE_SKILL)],
        kinds=sorted(kinds, key=name_channel),
        days=WEEKDAYS,
        taking=TAKING,
        trained=[queues.get(each, each) for each in view.queues],
        time_zone=services.time_zone,
        problems=select_problems(view.problems, ("agent",)),
        changes=[(each, tell_change(each)) for each in changes],
        place=PEOPLE,
        here=address_agent(view.member.id),
    )
