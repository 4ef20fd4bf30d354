"""How well the knowledge serves: figures over time, by channel and by article."""

import asyncio
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from console.answers import answer_staff_page
from console.keys import get_services
from console.pages.report import words
from console.pages.report.article_table import make_article_table, sort_articles
from console.pages.report.cards import make_answer_cards, make_help_cards
from console.pages.report.csv_tables import write_articles, write_channels, write_weeks
from console.pages.report.query import PERIODS, ReportQuery, read_query
from crm_store.article_figures import list_article_figures
from crm_store.knowledge_report import read_knowledge_report
from domain.knowledge_figures import ArticleFigures, KnowledgeReport

PAGE = "/console/report"


async def show_report(request: web.Request) -> web.Response:
    """Show the report."""
    services, query = get_services(request), _read(request)
    now = services.clock.now()
    report = await _read_report(request, query)
    table = await asyncio.to_thread(make_article_table, await _list_articles(request, query), query)
    return await answer_staff_page(
        request,
        "report/page.html",
        current_view="report",
        query=query,
        report=report,
        answer_cards=make_answer_cards(report, now=now),
        help_cards=make_help_cards(report, now=now),
        table=table,
        periods=[(each, query.make_address(PAGE, weeks=each)) for each in PERIODS],
        channels=_list_channels(request, report, query),
        locales=tuple(dict.fromkeys((*services.languages, *filter(None, (query.locale,))))),
        say=words,
        unfinished=report.weeks[-1].week.end > now,
    )


async def save_weeks(request: web.Request) -> web.Response:
    """Save the figures week by week."""
    query = _read(request)
    return _answer_file(query, "weeks", write_weeks(await _read_report(request, query)))


async def save_channels(request: web.Request) -> web.Response:
    """Save the figures by channel."""
    query = _read(request)
    return _answer_file(query, "channels", write_channels(await _read_report(request, query)))


async def save_articles(request: web.Request) -> web.Response:
    """Save the figures by article: all of them."""
    query = _read(request)
    listed = sort_articles(await _list_articles(request, query), query)
    return _answer_file(query, "articles", await asyncio.to_thread(write_articles, listed))


def _read(request: web.Request) -> ReportQuery:
    services = get_services(request)
    return read_query(request, ZoneInfo(services.time_zone), now=services.clock.now())


async def _read_report(request: web.Request, query: ReportQuery) -> KnowledgeReport:
    return await get_services(request).store.read(
        read_knowledge_report, weeks=query.weeks, before=query.before, wanted=query.filter
    )


async def _list_articles(request: web.Request, query: ReportQuery) -> tuple[ArticleFigures, ...]:
    return await get_services(request).store.read(
        list_article_figures, weeks=query.weeks, wanted=query.filter
    )


def _list_channels(
    request: web.Request, report: KnowledgeReport, query: ReportQuery
) -> tuple[str, ...]:
    """List the channels to choose from: those set up, and those that there are figures of."""
    set_up = (kind for kind, _account in get_services(request).tools.channels)
    wanted = filter(None, (query.channel,))
    return tuple(sorted({*set_up, *report.channels, *wanted}))


def _answer_file(query: ReportQuery, name: str, text: str) -> web.Response:
    days = f"{query.weeks[0].monday}-to-{query.weeks[-1].last_day}"
    headers = {
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="frontdesk-{name}-{days}.csv"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)
