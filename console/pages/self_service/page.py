"""What customers do by themselves: how much of it gets done, and where they give up."""

from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from bot.describe_run import FormWords, describe_forms
from console.answers import answer_staff_page
from console.form_reading import read_line
from console.keys import get_services
from console.pages.report.words import say_share, say_share_of
from console.pages.self_service import definitions, words
from console.pages.self_service.csv_tables import write_actions, write_questions
from console.pages.self_service.funnels import LEGEND, PAGE, make_funnels
from console.pages.self_service.query import SPANS, SelfServiceQuery, read_query
from console.pages.self_service.tiles import make_tiles
from crm_store.drop_outs import list_drop_outs
from crm_store.self_service_report import read_self_service
from domain.self_service_figures import SelfServiceReport

MOST_LISTED: Final = 100


async def show_self_service(request: web.Request) -> web.Response:
    """Show the figures and the funnels."""
    query = _read(request)
    report = await _read_report(request, query)
    forms = await describe_forms(report.actions)
    return await answer_staff_page(
        request,
        "self_service/page.html",
        current_view="self-service",
        query=query,
        report=report,
        tiles=make_tiles(report),
        funnels=make_funnels(report.actions, forms, query),
        legend=LEGEND,
        page=PAGE,
        spans=[(each, query.make_address(PAGE, days=each)) for each in SPANS],
        channels=_list_channels(request, report, query),
        say=words,
        say_share=say_share,
        say_share_of=say_share_of,
        definitions=definitions,
    )


async def show_dropped(request: web.Request) -> web.Response:
    """Show the runs that were left at a question, with their conversations."""
    query = _read(request)
    action, slot = (read_line(request, name, max_length=100) for name in ("action", "slot"))
    found = await get_services(request).store.read(
        list_drop_outs,
        query.period,
        action=action,
        slot=slot,
        channel=query.channel or None,
        limit=MOST_LISTED + 1,
    )
    form = (await describe_forms([action]))[action]
    return await answer_staff_page(
        request,
        "self_service/dropped.html",
        current_view="self-service",
        query=query,
        title=form.title,
        question=form.name_slot(slot),
        dropped=found[:MOST_LISTED],
        more=len(found) > MOST_LISTED,
        back=query.make_address(PAGE),
        say=words,
    )


async def save_actions(request: web.Request) -> web.Response:
    """Save the figures by action."""
    query, report, forms = await _read_all(request)
    return _answer_file(query, "actions", write_actions(report, forms))


async def save_questions(request: web.Request) -> web.Response:
    """Save the figures by question."""
    query, report, forms = await _read_all(request)
    return _answer_file(query, "questions", write_questions(report, forms))


async def _read_all(
    request: web.Request,
) -> tuple[SelfServiceQuery, SelfServiceReport, dict[str, FormWords]]:
    query = _read(request)
    report = await _read_report(request, query)
    return query, report, dict(await describe_forms(report.actions))


def _read(request: web.Request) -> SelfServiceQuery:
    services = get_services(request)
    return read_query(request, ZoneInfo(services.time_zone), now=services.clock.now())


async def _read_report(request: web.Request, query: SelfServiceQuery) -> SelfServiceReport:
    return await get_services(request).store.read(
        read_self_service, query.period, channel=query.channel or None
    )


def _list_channels(
    request: web.Request, report: SelfServiceReport, query: SelfServiceQuery
) -> tuple[str, ...]:
    """List the channels to choose from: those set up, and those that there are figures of."""
    set_up = (kind for kind, _account in get_services(request).tools.channels)
    return tuple(sorted({*set_up, *report.containment, *filter(None, (query.channel,))}))


def _answer_file(query: SelfServiceQuery, name: str, text: str) -> web.Response:
    file = f"frontdesk-self-service-{name}-{query.period.first}-to-{query.period.last}.csv"
    headers = {
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="{file}"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)
