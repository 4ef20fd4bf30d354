"""The reports of service and complaints, for scripts: the same figures as in the console."""

from zoneinfo import ZoneInfo

from bot.report_self_service import USUAL_DAYS, choose_latest_days, choose_period
from bot.reports.complaint_report import ComplaintReport, Grouped
from bot.reports.read_complaint_report import read_complaint_report
from bot.reports.read_service_report import read_service_report
from bot.reports.report_days import WantedReport, find_period_before
from bot.reports.service_report import ServiceBucket, ServiceLine, ServiceReport
from console.api.knowledge_report import ShareItem
from console.api.operation import Call
from console.api.performance_models import (
    AreaItem,
    BudgetItem,
    CauseItem,
    ComplaintDayItem,
    ComplaintReportItem,
    CustomerHitItem,
    GroupItem,
    LessonItem,
    MilestoneItem,
    PerformanceQuery,
    PromiseItem,
    RecoveryItem,
    RedressItem,
    ServiceDayItem,
    ServiceLineItem,
    ServiceReportItem,
    StageItem,
    VoteItem,
)
from console.pages.reports.query import read_name
from domain.complaint_register import Severity
from domain.errors import InvalidInputError
from domain.satisfaction import Survey
from domain.service_levels import ClockKind


async def show_service(call: Call[PerformanceQuery, None]) -> ServiceReportItem:
    """Answer the report of service."""
    report = await call.services.store.read(read_service_report, _read_wanted(call))
    return ServiceReportItem(
        first=report.period.first,
        last=report.period.last,
        time_zone=call.services.time_zone,
        promises=_tell_promises(report.total),
        queues=_tell_lines(report, "queue"),
        channels=_tell_lines(report, "channel"),
        tiers=_tell_lines(report, "tier"),
        days=tuple(map(_tell_day, report.buckets)),
        votes=tuple(_tell_votes(report, survey) for survey in Survey),
        causes=tuple(
            CauseItem(cause=one.cause, broken=one.n, broken_before=one.before, hours=one.hours)
            for one in report.causes
        ),
        areas=tuple(
            AreaItem(
                dimension=one.dimension,
                name=one.name,
                points=round(one.points, 1),
                broken=one.broken.n,
                complaints=one.complaints.n,
                low_votes=None if one.low_votes is None else one.low_votes.n,
                change=one.change,
            )
            for one in report.areas
        ),
        customers=tuple(
            CustomerHitItem(
                id=one.customer_id,
                name=one.name,
                tier=one.tier,
                broken=one.broken,
                complaints=one.complaints,
                open_complaints=one.open_complaints,
                survey=None if one.survey is None else Survey(one.survey),
                vote=one.vote,
            )
            for one in report.customers.listed
        ),
        customers_number=report.customers.number,
        customers_since=report.customers.since,
    )


async def show_complaints(call: Call[PerformanceQuery, None]) -> ComplaintReportItem:
    """Answer the report of complaints."""
    report = await call.services.store.read(read_complaint_report, _read_wanted(call))
    period = report.wanted.period
    groups = {name: tuple(map(_tell_group, found)) for name, found in report.groups.items()}
    return ComplaintReportItem(
        first=period.first,
        last=period.last,
        time_zone=call.services.time_zone,
        received=report.received,
        received_before=report.received_before,
        closed=report.closed,
        causes=groups["cause"],
        categories=groups["category"],
        severities=groups["severity"],
        products=groups["product"],
        agents=groups["agent"],
        outcomes=groups["outcome"],
        days=tuple(
            ComplaintDayItem(
                first=one.bucket.first,
                last=one.bucket.last,
                severities={each: one.severities.get(each, 0) for each in Severity},
            )
            for one in report.buckets
        ),
        times=_tell_times(report),
        stages=tuple(
            StageItem(
                stage=one.stage,
                in_time=ShareItem.model_validate(one.in_time),
                mean_seconds=one.mean,
            )
            for one in report.stages
        ),
        recovery=tuple(map(RecoveryItem.model_validate, report.recovery)),
        redress=tuple(map(RedressItem.model_validate, report.redress)),
        budgets=tuple(map(BudgetItem.model_validate, report.budgets)),
        lessons=tuple(map(LessonItem.model_validate, report.lessons)),
    )


def _read_wanted(call: Call[PerformanceQuery, None]) -> WantedReport:
    """Read what is wanted.

    Raises:
        InvalidInputError: one day of the two is missing, or they make no sense.
    """
    zone = ZoneInfo(call.services.time_zone)
    first, last = call.query.first, call.query.last
    if first is None and last is None:
        period = choose_latest_days(USUAL_DAYS, zone, now=call.now)
    elif first is None or last is None:
        missing = "from" if first is None else "to"
        raise InvalidInputError("give both days, or neither", field=missing)
    else:
        period = choose_period(first, last, zone)
    return WantedReport(
        period=period,
        before=find_period_before(period, zone),
        queue=read_name(call.query.queue or ""),
        channel=read_name(call.query.channel or ""),
        tier=read_name(call.query.tier or ""),
    )


def _tell_lines(report: ServiceReport, dimension: str) -> tuple[ServiceLineItem, ...]:
    return tuple(
        ServiceLineItem(name=line.name, promises=_tell_promises(line))
        for line in report.lines[dimension]
    )


def _tell_promises(line: ServiceLine) -> tuple[PromiseItem, ...]:
    return tuple(
        PromiseItem(
            kind=kind,
            level=ShareItem.model_validate(line.now.share(kind)),
            level_before=ShareItem.model_validate(line.before.share(kind)),
        )
        for kind in (None, *ClockKind)
    )


def _tell_day(one: ServiceBucket) -> ServiceDayItem:
    share = one.promises.share()
    return ServiceDayItem(
        first=one.bucket.first,
        last=one.bucket.last,
        arrived=one.volumes.arrived,
        handed_over=one.volumes.handed_over,
        resolved=one.volumes.resolved,
        kept=share.part,
        broken=share.whole - share.part,
        means={survey: votes.mean for survey, votes in one.votes.items()},
    )


def _tell_votes(report: ServiceReport, survey: Survey) -> VoteItem:
    now = report.votes[survey]
    return VoteItem(
        survey=survey,
        asked=now.asked,
        counts=now.counts,
        mean=now.mean,
        mean_before=report.votes_before[survey].mean,
    )


def _tell_group(one: Grouped) -> GroupItem:
    return GroupItem(label=one.label, complaints=one.n, complaints_before=one.before)


def _tell_times(report: ComplaintReport) -> tuple[MilestoneItem, ...]:
    return tuple(
        MilestoneItem(
            stage=one.milestone,
            complaints=one.n,
            median_within_hours=one.median_step,
            mean_seconds=one.mean,
        )
        for one in report.times
    )
