"""The register of skills: made, renamed, removed; with who has each and what requires it."""

from aiohttp import web

from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.floor.addresses import SKILLS, address_skill
from console.pages.floor.answering import answer_floor_page
from console.pages.floor.change_words import tell_change
from console.pages.floor.problem_places import select_problems
from console.pages.service_levels.notices import go_on
from console.pages.service_levels.refusal import Refusal
from crm_store.staff import list_queues
from domain.errors import ConflictError, InvalidInputError, NotFoundError

_MOST_CHANGES = 20


async def show_skills(request: web.Request) -> web.Response:
    """Show the register."""
    return await _answer(request)


async def make_skill(request: web.Request) -> web.Response:
    """Put a skill in the register."""
    fields = await read_form(request)
    name, title = fields.get("name", ""), fields.get("title", "")
    desk, by = get_services(request).floor, get_signed_in(request).member.name
    try:
        await desk.create_skill(name.strip().lower(), title=title, by=by)
    except (InvalidInputError, ConflictError) as error:
        return await _refuse(request, error, "", typed=(name, title))
    return go_on(SKILLS, "skill-made")


async def change_skill(request: web.Request) -> web.Response:
    """Give a skill another name or title."""
    fields, skill = await read_form(request), request.match_info["name"]
    name, title = fields.get("name", ""), fields.get("title", "")
    desk, by = get_services(request).floor, get_signed_in(request).member.name
    try:
        await desk.rename_skill(skill, to=name.strip().lower(), title=title, by=by)
    except (InvalidInputError, ConflictError) as error:
        return await _refuse(request, error, skill, typed=(name, title))
    return go_on(SKILLS, "skill-saved")


async def show_removing_skill(request: web.Request) -> web.Response:
    """Show what removing a skill would mean, before it is done."""
    return await _answer_removing(request)


async def remove_skill(request: web.Request) -> web.Response:
    """Take a skill out of the register."""
    desk, by = get_services(request).floor, get_signed_in(request).member.name
    try:
        await desk.remove_skill(request.match_info["name"], by=by)
    except ConflictError as error:
        return await _answer_removing(request, refused=str(error), status=409)
    return go_on(SKILLS, "skill-removed")


async def _refuse(
    request: web.Request,
    error: InvalidInputError | ConflictError,
    skill: str,
    *,
    typed: tuple[str, str],
) -> web.Response:
    """Answer with the register, what was typed still in the form of the skill."""
    field = error.field if isinstance(error, InvalidInputError) and error.field else "name"
    reason = error.reason if isinstance(error, InvalidInputError) else str(error)
    status = 422 if isinstance(error, InvalidInputError) else 409
    refusal = Refusal(words=reason, field=f"{skill}.{field}" if skill else field)
    return await _answer(request, refusal=refusal, of=skill, typed=typed, status=status)


async def _answer(
    request: web.Request,
    *,
    refusal: Refusal | None = None,
    of: str = "",
    typed: tuple[str, str] = ("", ""),
    status: int = 200,
) -> web.Response:
    services = get_services(request)
    changes = await services.floor.list_changes("skill")
    return await answer_floor_page(
        request,
        "floor/skills.html",
        tab="skills",
        current_view="routing-people",
        refusal=refusal,
        status=status,
        skills=await services.floor.list_skills(),
        of=of,
        typed=typed,
        address=address_skill,
        queue_titles={each.name: each.title for each in await services.store.read(list_queues)},
        problems=select_problems(await services.floor.list_problems(), ("skill",)),
        changes=[(each, tell_change(each)) for each in changes[:_MOST_CHANGES]],
        here=SKILLS,
    )


async def _answer_removing(
    request: web.Request, *, refused: str = "", status: int = 200
) -> web.Response:
    services, name = get_services(request), request.match_info["name"]
    views = await services.floor.list_skills()
    view = next((each for each in views if each.skill.name == name), None)
    if view is None:
        raise NotFoundError(f"there is no skill {name!r}")
    titles = {each.name: each.title for each in await services.store.read(list_queues)}
    return await answer_floor_page(
        request,
        "floor/remove_skill.html",
        tab="skills",
        status=status,
        view=view,
        queue_titles=titles,
        refused=refused,
        place=SKILLS,
        here=address_skill(name),
    )
