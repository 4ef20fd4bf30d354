"""What could not be done, and giving it another turn."""

from aiohttp import hdrs, web

from console.answers import answer_staff_page
from console.keys import get_services
from console.original_answers import answer_original
from crm_store.figure_checks import find_latest_figure_check
from crm_store.shunted_raws import get_shunted_raw, list_raw_facts
from domain.jobs import JobKind


async def show_operations(request: web.Request) -> web.Response:
    """Show the jobs that were put out of the order, and the last check of the figures."""
    services = get_services(request)
    shunted = await services.operations.list_shunted()
    raw_ids = [job.subject for job in shunted if job.kind is JobKind.PROCESS]
    raws = await services.store.read(list_raw_facts, raw_ids)
    figures = await services.store.read(find_latest_figure_check, ended=True)
    return await answer_staff_page(
        request,
        "operations.html",
        current_view="operations",
        shunted=shunted,
        raws=raws,
        figures=figures,
    )


async def save_shunted(request: web.Request) -> web.Response:
    """Give out a message that could not be read, as it came in."""
    job_id = request.match_info["id"]
    raw = await get_services(request).store.read(get_shunted_raw, job_id)
    return answer_original(raw, name=f"message-{job_id}")


async def replay(request: web.Request) -> web.Response:
    """Give a job its turn again."""
    await get_services(request).operations.replay(request.match_info["id"])
    return web.Response(status=303, headers={hdrs.LOCATION: "/console/operations"})
