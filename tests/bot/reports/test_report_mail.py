"""What a report by mail says: figures that are there, in lines that any client shows alike."""

import re
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.report_self_service import choose_period
from bot.reports.complaint_report import ComplaintReport, Grouped, RedressLine, TimeInStage
from bot.reports.mail.html_mail import render_html
from bot.reports.mail.make_report_mail import MailFigures, make_report_mail
from bot.reports.mail.text_mail import WIDTH, measure, render_text
from bot.reports.report_days import WantedReport, find_same_days_week_before
from bot.reports.service_report import CauseLine, Promises, ServiceLine, ServiceReport, Volumes
from bot.reports.votes import Votes
from channels.email.sending.html_body import render_html as render_letter
from channels.email.settings import LookSettings
from crm_store.complaint_lessons import MonthBudget
from crm_store.customers_hit import CustomerHit, CustomersHit
from domain.breaches import BreachCause
from domain.exceptions import ExceptionKind
from domain.knowledge_figures import Share
from domain.report_schedule import ReportPeriod
from domain.satisfaction import Survey
from domain.service_levels import ClockKind
from tests.channels.email.sending.accounts import body, compose

pytestmark = pytest.mark.unit

ZONE = ZoneInfo("Europe/Berlin")
PERIOD = choose_period(date(2026, 11, 16), date(2026, 11, 22), ZONE)
WANTED = WantedReport(period=PERIOD, before=find_same_days_week_before(PERIOD, ZONE))


def keep(kept: int, broken: int) -> Promises:
    first = ClockKind.FIRST_RESPONSE
    return Promises(kept={first: kept}, broken={first: broken})


def hit(name: str) -> CustomerHit:
    return CustomerHit(
        customer_id="c-1",
        name=name,
        tier="gold",
        broken=3,
        conversations=2,
        last=date(2026, 11, 20),
        complaints=2,
        open_complaints=1,
        survey="csat",
        vote=1,
    )


SERVICE = ServiceReport(
    wanted=WANTED,
    total=ServiceLine(name="", now=keep(1847, 153), before=keep(95, 5)),
    lines={
        "queue": (
            ServiceLine(name="baggage", now=keep(800, 120), before=keep(50, 5)),
            ServiceLine(name="", now=keep(1047, 33), before=keep(45, 0)),
        ),
        "channel": (),
        "tier": (),
    },
    buckets=(),
    volumes=Volumes(),
    volumes_before=Volumes(),
    votes={
        Survey.CSAT: Votes(survey=Survey.CSAT, asked=40, counts={5: 9, 1: 1}),
        Survey.CES: Votes(survey=Survey.CES),
    },
    votes_before={survey: Votes(survey=survey) for survey in Survey},
    causes=(CauseLine(cause=BreachCause.WAITED, n=153, before=5, hours={}),),
    areas=(),
    customers=CustomersHit(listed=(hit("Astrid Lindqvist"),), number=31),
    choices={},
)
COMPLAINTS = ComplaintReport(
    wanted=WANTED,
    received=12,
    received_before=9,
    groups={
        "cause": (
            Grouped(label="too few people", n=8, before=2),
            Grouped(label="", n=4, before=7),
        ),
        "category": (),
    },
    buckets=(),
    times=(),
    times_before=(),
    stages=(TimeInStage(stage="received", in_time=Share(9, 12), seconds=0),),
    stages_before=(),
    recovery=(),
    recovery_before=(),
    redress=(RedressLine(kind="voucher", currency="EUR", given=4, given_amount=123_450),),
    redress_before=(),
    redress_months=(),
    budgets=(
        MonthBudget(month="2026-11", currency="EUR", limit=500_000, reserved=50_000, spent=200_000),
    ),
    lessons=(),
    agents={},
    choices={},
)
FIGURES = MailFigures(
    period=ReportPeriod.WEEKLY,
    company="Aurora Airways",
    console="https://desk.example.com/console",
    service=SERVICE,
    complaints=COMPLAINTS,
    exceptions={ExceptionKind.OUTSIDE: 14, ExceptionKind.COMPLAINT: 3},
    exceptional=16,
    queues={"baggage": "Lost baggage"},
)
EMPTY = replace(
    FIGURES,
    service=replace(
        SERVICE,
        total=ServiceLine(name="", now=Promises(), before=Promises()),
        lines={"queue": (), "channel": (), "tier": ()},
        votes=SERVICE.votes_before,
        causes=(),
        customers=CustomersHit(),
    ),
    complaints=replace(
        COMPLAINTS,
        received=0,
        received_before=0,
        groups={"cause": (), "category": ()},
        stages=(),
        redress=(),
        budgets=(),
    ),
    exceptions={},
    exceptional=0,
)


def find_line(text: str, start: str) -> list[str]:
    """Find the cells of a line by its first one."""
    line = next(each for each in text.splitlines() if each.startswith(start))
    return re.split(r" {2,}", line)


def test_the_subject_says_what_matters_most():
    mail = make_report_mail(FIGURES)
    assert mail.subject == (
        "Weekly report, 16 Nov to 22 Nov 2026: 92 % of promises kept, 16 to look at"
    )


def test_the_text_tells_the_figures_in_aligned_columns():
    text = render_text(make_report_mail(FIGURES))
    assert find_line(text, "All promises") == ["All promises", "153", "92 %", "95 %"]
    assert find_line(text, "Lost baggage") == ["Lost baggage", "120", "86 %", "90 %"]
    assert find_line(text, "The bot")[-2:] == ["96 %", "100 %"]
    assert find_line(text, "Waited in the queue") == ["Waited in the queue", "153", "100 %", "5"]
    assert find_line(text, "Outside the service level")[-1] == "14"
    assert find_line(text, "Stages left too late") == ["Stages left too late", "3", "0"]
    assert find_line(text, "Not filed") == ["Not filed", "4", "100 %"]
    assert find_line(text, "Given, EUR") == ["Given, EUR", "4", "EUR 1,234.50"]
    assert find_line(text, "Budget of 2026-11") == [
        "Budget of 2026-11, EUR",
        "50 % used",
        "EUR 5,000.00",
    ]
    assert find_line(text, "CSAT, 1")[1:] == ["10", "4.6", "-", "1"]
    assert find_line(text, "Astrid")[1:] == ["3", "1", "CSAT 1"]
    assert "And 30 customers more." in text


@pytest.mark.parametrize("figures", [FIGURES, EMPTY])
def test_no_line_is_wider_than_a_text_only_client_shows(figures: MailFigures):
    for line in render_text(make_report_mail(figures)).splitlines():
        assert measure(line) <= WIDTH or line.startswith("https://"), line


@pytest.mark.parametrize(
    "name", ["W" * 500, "旅行者の名前がとても長い場合" * 9, "e\u0301" * 300, "👩‍👩‍👧‍👦" * 60, ""]
)
def test_names_of_any_length_and_script_keep_the_columns(name: str):
    hits = (hit(name), hit("Astrid"))
    figures = replace(FIGURES, service=replace(SERVICE, customers=CustomersHit(listed=hits)))
    text = render_text(make_report_mail(figures))
    place = text.splitlines().index(next(x for x in text.splitlines() if x.startswith("Customer ")))
    rows = text.splitlines()[place : place + 3]
    assert len({measure(row) for row in rows}) == 1
    assert all(measure(row) <= WIDTH for row in rows)


def test_the_text_has_no_markup_and_names_where_all_of_it_is():
    text = render_text(make_report_mail(FIGURES))
    assert not re.search(r"[<>*#|`]", re.sub(r"https://\S+", "", text))
    assert "https://desk.example.com/console/reports/service?from=2026-11-16&to=2026-11-22" in text
    assert "https://desk.example.com/console/exceptions" in text


def test_of_an_empty_week_each_part_says_so_in_words():
    text = render_text(make_report_mail(EMPTY))
    for words in (
        "No promise to a customer was due in these days.",
        "Nothing is outside the service level",
        "No promise was broken.",
        "Nobody complained.",
        "Nobody was asked.",
    ):
        assert words in text
    assert " nan" not in text
    assert "None" not in text


def test_one_day_is_compared_with_the_same_day_of_the_week_before():
    day = choose_period(date(2026, 11, 22), date(2026, 11, 22), ZONE)
    wanted = WantedReport(period=day, before=find_same_days_week_before(day, ZONE))
    service = replace(SERVICE, wanted=wanted)
    mail = make_report_mail(replace(FIGURES, period=ReportPeriod.DAILY, service=service))
    assert mail.subject.startswith("Daily report, 22 Nov 2026:")
    assert "on the same day of the week before" in mail.lead


def test_without_filed_causes_complaints_are_told_by_category():
    groups = {
        "cause": (Grouped(label="", n=2, before=0),),
        "category": (Grouped(label="lost baggage", n=2, before=1),),
    }
    figures = replace(FIGURES, complaints=replace(COMPLAINTS, groups=groups))
    text = render_text(make_report_mail(figures))
    section = text.partition("Complaints by category")[2]
    assert find_line(section, "Lost baggage") == ["Lost baggage", "2", "100 %"]


def test_the_html_survives_what_the_channel_takes_out():
    mail = make_report_mail(FIGURES)
    letter = render_letter(
        render_text(mail),
        render_html(mail),
        look=LookSettings(),
        company="Aurora Airways",
        reference="FD-1",
        subject=mail.subject,
    )
    assert re.search(r'<td align="right"[^>]*text-align:end[^>]*>153</td>', letter)
    assert "<h2 style=" in letter
    assert "class=" not in render_html(mail)
    assert "<style" not in render_html(mail)
    assert 'href="https://desk.example.com/console/exceptions"' in letter
    assert "prefers-color-scheme: dark" in letter


def test_names_never_become_markup():
    service = replace(
        SERVICE, customers=CustomersHit(listed=(hit("<img src=x onerror=alert(1)>"),))
    )
    html = render_html(make_report_mail(replace(FIGURES, service=service)))
    assert "<img" not in html
    assert "&lt;img" in html


def test_as_a_mail_it_is_text_and_html_and_no_machine_answers_it():
    mail = make_report_mail(FIGURES)
    letter = compose(
        subject=mail.subject,
        text=render_text(mail),
        html=render_html(mail),
        automatic=True,
    )
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "multipart/alternative"
    assert find_line(body(letter), "All promises")[1:3] == ["153", "92 %"]
    assert "153</td>" in body(letter, "html")
    lines = body(letter).splitlines()
    assert all(len(line) <= WIDTH or line.startswith("https://") for line in lines)
