"""All queues: what each asks for, who helps it, who serves it."""

from aiohttp import web

from console.keys import get_services
from console.pages.floor.addresses import NEW_QUEUE, address_queue
from console.pages.floor.answering import answer_floor_page
from console.pages.floor.problem_places import select_problems
from crm_store.skills import list_skills


async def show_queues(request: web.Request) -> web.Response:
    """Show all queues in their order."""
    services = get_services(request)
    views = await services.floor.list_queues()
    return await answer_floor_page(
        request,
        "floor/queues.html",
        tab="queues",
        views=views,
        titles={each.queue.name: each.queue.title for each in views},
        skill_titles={each.name: each.title for each in await services.store.read(list_skills)},
        address=address_queue,
        problems=select_problems(await services.floor.list_problems(), ("queue", "channel")),
        new=NEW_QUEUE,
    )
