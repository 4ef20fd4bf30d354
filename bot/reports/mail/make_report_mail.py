"""What a report by mail says of its figures; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import urlencode

from bot.exceptions.rows import MOST_COUNTED
from bot.reports.complaint_report import ComplaintReport, add_in_time, add_redress, find_time
from bot.reports.label_words import BREACHES, EXCEPTIONS, PROMISES, name_label
from bot.reports.mail.report_mail import MailTable, ReportMail
from bot.reports.report_days import WantedReport
from bot.reports.service_report import ServiceReport
from channels.text_cleaning import clean_line
from complaints.money import tell_money
from domain.exceptions import ExceptionKind
from domain.knowledge_figures import Share
from domain.report_schedule import ReportPeriod
from domain.satisfaction import Survey

MOST_ROWS: Final = 8
MOST_CUSTOMERS: Final = 5
_LONGEST_NAME: Final = 60
_NOTHING: Final = "-"
_OPEN: Final = "Open: complaints of theirs that are not closed."


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFigures:
    """All that a mail is made from.

    Attributes:
        exceptions: how many there are now, by kind, and `exceptional` all together.
        queues: titles by name.
        console: the address of the console.
    """

    period: ReportPeriod
    company: str
    console: str
    service: ServiceReport
    complaints: ComplaintReport
    exceptions: Mapping[ExceptionKind, int]
    exceptional: int
    queues: Mapping[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> WantedReport:
        """Its days."""
        return self.service.wanted


def make_report_mail(figures: MailFigures) -> ReportMail:
    """Make a mail."""
    often = "Weekly" if figures.period is ReportPeriod.WEEKLY else "Daily"
    days = name_days(figures.wanted.period.first, figures.wanted.period.last)
    level = tell_share(figures.service.total.now.share())
    asked = _tell_capped(figures.exceptional)
    return ReportMail(
        subject=f"{often} report, {days}: {level} of promises kept, {asked} to look at",
        title=f"{figures.company}: {often.lower()} report, {days}",
        lead=_make_lead(figures),
        tables=(
            _make_exceptions(figures),
            _make_levels(figures),
            _make_queues(figures),
            _make_causes(figures),
            _make_complaints(figures),
            _make_pareto(figures),
            _make_redress(figures),
            _make_votes(figures),
            _make_customers(figures),
        ),
        foot="You get this since you asked for it on the page of reports, where you can stop it.",
        foot_link=f"{figures.console}/reports/service#mail-title",
    )


def name_days(first: date, last: date) -> str:
    """Name some days: `29 Nov 2026`, `23 Nov to 29 Nov 2026`."""
    end = f"{last.day} {last:%b} {last.year}"
    return end if first == last else f"{first.day} {first:%b} to {end}"


def tell_share(share: Share) -> str:
    """Tell a share in whole percent, rounded down, so that 100 % is all of them."""
    return _NOTHING if share.value is None else f"{int(100 * share.value + 1e-9)} %"


def _make_lead(figures: MailFigures) -> str:
    total, before = figures.service.total.now, figures.service.total.before
    share, complaints = total.share(), figures.complaints.received
    if not share.whole:
        return "No promise to a customer was due in these days."
    words = f"{tell_share(share)} of {share.whole:,} promises to customers were kept"
    if before.share().whole:
        words += f", {tell_share(before.share())} {_name_before(figures)}"
    hit = figures.service.customers.number
    words += f". {total.count_broken():,} were broken, to {_number(hit, 'customer')}"
    return f"{words}; {_number(complaints, 'complaint')} came in."


def _make_exceptions(figures: MailFigures) -> MailTable:
    rows = tuple(
        (words, _tell_capped(figures.exceptions.get(kind, 0)))
        for kind, words in EXCEPTIONS.items()
        if figures.exceptions.get(kind, 0)
    )
    return MailTable(
        title="To look at now",
        head=("What", "Number"),
        rows=rows,
        empty="Nothing is outside the service level, and nobody waits for you.",
        link=f"{figures.console}/exceptions",
        link_words="See them with the buttons that help",
    )


def _make_levels(figures: MailFigures) -> MailTable:
    line = figures.service.total
    rows = []
    for kind, words in ((None, "All promises"), *PROMISES.items()):
        now, before = line.now.share(kind), line.before.share(kind)
        if now.whole or before.whole:
            rows.append((words, *_tell_level(now, before)))
    return MailTable(
        title="Service level",
        head=("Promise", "Broken", "Level", "Before"),
        rows=tuple(rows),
        empty="No promise was due.",
        link=_link(figures, "service"),
        link_words="The report",
    )


def _make_queues(figures: MailFigures) -> MailTable:
    lines = figures.service.lines["queue"]
    rows = tuple(
        (
            _name_queue(figures, line.name),
            *_tell_level(line.now.share(), line.before.share()),
        )
        for line in lines[:MOST_ROWS]
    )
    return MailTable(
        title="Service level by queue",
        head=("Queue", "Broken", "Level", "Before"),
        rows=rows,
        empty="No promise was due.",
        note=_tell_more(len(lines), "queue"),
    )


def _make_causes(figures: MailFigures) -> MailTable:
    lines = [line for line in figures.service.causes if line.n or line.before]
    total = sum(line.n for line in lines)
    rows = tuple(
        (
            BREACHES.get(line.cause, name_label(line.cause)),
            f"{line.n:,}",
            tell_share(Share(line.n, total)),
            f"{line.before:,}",
        )
        for line in lines[:MOST_ROWS]
    )
    return MailTable(
        title="Why promises were broken",
        head=("Cause", "Broken", "Share", "Before"),
        rows=rows,
        empty="No promise was broken.",
    )


def _make_complaints(figures: MailFigures) -> MailTable:
    report = figures.complaints
    late, late_before = (
        share.whole - share.part
        for share in (add_in_time(report.stages), add_in_time(report.stages_before))
    )
    closed_before = find_time(report.times_before, "closed").n
    waiting = figures.exceptions.get(ExceptionKind.COMPLAINT, 0)
    rows = (
        ("Opened", f"{report.received:,}", f"{report.received_before:,}"),
        ("Closed", f"{report.closed:,}", f"{closed_before:,}"),
        ("Stages left too late", f"{late:,}", f"{late_before:,}"),
    )
    waits = f"{_tell_capped(waiting)} unanswered or late now." if waiting else ""
    return MailTable(
        title="Complaints",
        head=("What", "Now", "Before"),
        rows=rows,
        note=waits,
        link=_link(figures, "complaints"),
        link_words="The report",
    )


def _make_pareto(figures: MailFigures) -> MailTable:
    """List what complaints are about most, with how much of all they make up together."""
    groups = figures.complaints.groups
    filed = [one for one in groups["cause"] if one.label and one.n]
    what = "cause" if filed else "category"
    found = [one for one in groups[what] if one.n]
    total, together, rows = sum(one.n for one in found), 0, []
    for one in found[:MOST_ROWS]:
        together += one.n
        rows.append(
            (
                name_label(one.label, what=what),
                f"{one.n:,}",
                tell_share(Share(together, total)),
            )
        )
    return MailTable(
        title=f"Complaints by {'root cause' if filed else 'category'}",
        head=("Root cause" if filed else "Category", "Number", "Together"),
        rows=tuple(rows),
        empty="Nobody complained.",
    )


def _make_redress(figures: MailFigures) -> MailTable:
    report = figures.complaints
    rows = [
        (f"Given, {code}", f"{one.given:,}", _money(one.given_amount, code))
        for code, one in add_redress(report.redress).items()
    ]
    rows += [
        (f"Redeemed, {code}", f"{one.spent:,}", _money(one.spent_amount, code))
        for code, one in add_redress(report.redress).items()
    ]
    for budget in report.budgets:
        used = Share(budget.spent + budget.reserved, budget.limit)
        rows.append(
            (
                f"Budget of {budget.month}, {budget.currency}",
                f"{tell_share(used)} used",
                _money(budget.limit, budget.currency),
            )
        )
    return MailTable(
        title="Cost of redress",
        head=("What", "Number", "Worth"),
        rows=tuple(rows),
        empty="Nothing was given, and there is no budget.",
    )


def _make_votes(figures: MailFigures) -> MailTable:
    words = {Survey.CSAT: "CSAT, 1 to 5", Survey.CES: "CES, 1 to 7"}
    rows = []
    for survey, name in words.items():
        now, before = figures.service.votes[survey], figures.service.votes_before[survey]
        if now.asked or before.asked:
            rows.append(
                (
                    name,
                    f"{now.voted:,}",
                    _tell_mean(now.mean),
                    _tell_mean(before.mean),
                    f"{now.low:,}",
                )
            )
    return MailTable(
        title="What customers say",
        head=("Survey", "Voted", "Mean", "Before", "Low"),
        rows=tuple(rows),
        empty="Nobody was asked.",
    )


def _make_customers(figures: MailFigures) -> MailTable:
    listed = figures.service.customers.listed[:MOST_CUSTOMERS]
    rows = tuple(
        (
            clean_line(one.name or "Unnamed customer", max_length=_LONGEST_NAME),
            f"{one.broken:,}",
            f"{one.open_complaints:,}",
            _NOTHING if one.survey is None else f"{one.survey.upper()} {one.vote}",
        )
        for one in listed
    )
    more = _tell_more(figures.service.customers.number, "customer", shown=len(listed))
    return MailTable(
        title="Customers hit",
        head=("Customer", "Broken", "Open", "Vote"),
        rows=rows,
        empty="No promise to anybody was broken.",
        note=" ".join(filter(None, (_OPEN if listed else "", more))),
        link=f"{figures.console}/customers/at-risk" if listed else "",
        link_words="Customers at risk",
    )


def _tell_level(now: Share, before: Share) -> Iterable[str]:
    yield f"{now.whole - now.part:,}"
    yield tell_share(now)
    yield tell_share(before)


def _name_before(figures: MailFigures) -> str:
    weekly = figures.period is ReportPeriod.WEEKLY
    return "the week before" if weekly else "on the same day of the week before"


def _name_queue(figures: MailFigures, name: str) -> str:
    return figures.queues.get(name) or name_label(name, what="queue")


def _tell_capped(number: int) -> str:
    return f"over {MOST_COUNTED:,}" if number > MOST_COUNTED else f"{number:,}"


def _tell_more(number: int, unit: str, *, shown: int = MOST_ROWS) -> str:
    return f"And {_number(number - shown, unit)} more." if number > shown else ""


def _tell_mean(mean: float | None) -> str:
    return _NOTHING if mean is None else f"{mean:.1f}"


def _number(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def _money(amount: int, currency: str) -> str:
    code, _, number = tell_money(amount, currency).rpartition(" ")
    whole, point, rest = number.partition(".")
    return f"{code} {int(whole):,}{point}{rest}"


def _link(figures: MailFigures, report: str) -> str:
    period = figures.wanted.period
    days = urlencode({"from": period.first, "to": period.last})
    return f"{figures.console}/reports/{report}?{days}"
