"""The report's figures are those that one counts by hand."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.report_weeks import list_weeks, list_weeks_before
from crm_store.article_figures import list_article_figures
from crm_store.articles import record_article
from crm_store.feedback import record_feedback
from crm_store.knowledge_report import read_knowledge_report
from crm_store.schema import article_ratings, article_reads, help_searches
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import Article
from domain.knowledge_figures import (
    ArticleFigures,
    Figures,
    HelpFigures,
    KnowledgeReport,
    ReportFilter,
    Share,
)
from domain.knowledge_report import QuestionOutcome
from tests.crm_store.report_record import (
    ANSWER,
    ASK,
    CHOICE_RULE,
    PETS,
    SILENCE,
    SMALL_TALK,
    TWO_ANSWERS,
    Record,
    hand_over,
)
from tests.fakes import MONDAY_MORNING as NOW

UTC = ZoneInfo("UTC")
MONDAY = date(2026, 3, 2)
WEEKS = list_weeks(date(2026, 2, 23), date(2026, 3, 8), UTC)
LAST_WEEK = NOW - timedelta(days=4)
ALL = ReportFilter()
AGENT, CUSTOMER, HANDOFF = (
    FeedbackSource.AGENT,
    FeedbackSource.CUSTOMER,
    FeedbackSource.HANDOFF,
)


def make_article(article_id: str, locale: str = "en") -> Article:
    return Article(
        id=article_id,
        locale=locale,
        title=f"{article_id.title()}?",
        variants=("w",),
        answer="One.",
    )


def judge(
    tx: Transaction,
    conversation_id: str,
    verdict: Verdict,
    source: FeedbackSource = AGENT,
    **changes: Any,
) -> None:
    said: dict[str, Any] = {
        "conversation_id": conversation_id,
        "interaction_id": f"x-{conversation_id}",
        "article_id": "bags",
        "locale": "en",
        "article_version": 1,
        "index_version": 1,
        "confidence": 0.9,
        "at": NOW,
    }
    record_feedback(tx, AnswerFeedback(verdict=verdict, source=source, **(said | changes)))


def live_a_week(tx: Transaction) -> None:
    for article_id in ("bags", "pets", "meals"):
        record_article(tx, make_article(article_id), author="Ann", now=NOW - timedelta(days=60))
    record = Record(tx)
    # This week: nine questions, of which the bot answers three at once and one after asking.
    first = record.decide(ANSWER, NOW, ended="answered")
    second = record.decide(ANSWER, NOW, channel="email", ended="solved", queue="baggage")
    third = record.decide(TWO_ANSWERS, NOW, language="de")
    record.decide(ASK, NOW)
    record.decide(ASK, NOW)
    record.decide(ANSWER, NOW, rule=CHOICE_RULE, ended="answered")
    record.decide(hand_over("none_of_these"), NOW, rule=CHOICE_RULE)
    record.decide(hand_over("partly_known", PETS), NOW, ended="answered", queue="general")
    record.decide(hand_over("unknown"), NOW, ended="spam", queue="general")
    record.decide(hand_over("sensitive"), NOW)
    record.decide(hand_over("foreign_language"), NOW)
    # These are no questions to the bot.
    record.decide(SMALL_TALK, NOW, ended="no_action")
    record.decide(SILENCE, NOW)
    record.decide(hand_over("asked_for_person"), NOW, ended="duplicate", queue="general")
    # Last week.
    record.decide(ANSWER, LAST_WEEK, ended="answered")
    record.count(NOW)
    judge(tx, first, Verdict.WRONG)
    judge(tx, first, Verdict.RIGHT, CUSTOMER)
    judge(tx, second, Verdict.RIGHT, CUSTOMER)
    judge(tx, third, Verdict.RIGHT, article_id="pets")
    judge(tx, third, Verdict.RIGHT, at=LAST_WEEK)
    judge(tx, third, Verdict.RIGHT, FeedbackSource.SUGGESTION, article_id="meals")


def read_help(tx: Transaction) -> None:
    place = {"article_id": "bags", "locale": "en"}
    reads = [
        {**place, "day": MONDAY, "reads": 7},
        {**place, "locale": "de", "day": MONDAY, "reads": 2},
        {**place, "day": MONDAY - timedelta(days=1), "reads": 1},
    ]
    searches = [
        {"id": "s1", "text": "bag", "found": 3, "opened": "bags", "at": NOW},
        {"id": "s2", "text": "bagg", "found": 2, "opened": None, "at": NOW},
        {"id": "s3", "text": "zzz", "found": 0, "opened": None, "at": NOW},
        {"id": "s4", "text": "zzz", "found": 0, "opened": None, "at": LAST_WEEK},
    ]
    ratings = [
        {**place, "visitor": f"v{number}", "version": 1, "helpful": number > 0, "at": NOW}
        for number in range(4)
    ]
    tx.execute(article_reads.insert(), reads)
    tx.execute(help_searches.insert(), [{**one, "locale": "en"} for one in searches])
    tx.execute(article_ratings.insert(), ratings)


async def read(store: Store, wanted: ReportFilter = ALL) -> KnowledgeReport:
    return await store.read(read_knowledge_report, weeks=WEEKS[1:], before=WEEKS[:1], wanted=wanted)


async def test_what_became_of_questions_is_counted_once_each(store: Store):
    await store.run(live_a_week)
    total = (await read(store)).total
    assert total.questions == 9
    assert {outcome: total.count(outcome) for outcome in QuestionOutcome} == {
        QuestionOutcome.ANSWERED: 3,
        QuestionOutcome.ASKED_BACK: 2,
        QuestionOutcome.PARTLY_KNOWN: 1,
        QuestionOutcome.UNKNOWN: 1,
        QuestionOutcome.SENSITIVE: 1,
        QuestionOutcome.FOREIGN_LANGUAGE: 1,
        QuestionOutcome.CHOSEN: 1,
        QuestionOutcome.NONE_OF_THESE: 1,
    }
    assert total.coverage == Share(4, 9)
    assert total.asking_success == Share(1, 2)


async def test_contained_is_what_ended_well_without_ever_having_been_with_people(store: Store):
    await store.run(live_a_week)
    report = await read(store)
    # Spam, duplicates and what needed no answer are no success of the bot's.
    assert report.total.containment == Share(2, 4)
    assert report.total_before.containment == Share(1, 1)


async def test_of_each_judged_answer_whoever_is_believed_most_counts(store: Store):
    await store.run(live_a_week)
    report = await read(store)
    assert report.total.precision == Share(2, 3)
    assert report.total.judged == Share(3, 4)
    assert report.total_before.precision == Share(1, 1)


async def test_a_channel_or_a_language_can_be_told_apart(store: Store):
    await store.run(live_a_week)
    channels = (await read(store)).channels
    assert list(channels) == ["sms", "email"]
    assert channels["email"] == Figures(
        resolved=1, contained=0, outcomes=channels["email"].outcomes, right=1
    )
    only_email = await read(store, ReportFilter(channel="email"))
    assert list(only_email.channels) == ["email"]
    assert only_email.total.coverage == Share(1, 1)
    german = await read(store, ReportFilter(locale="de"))
    assert german.total.coverage == Share(1, 1)
    assert german.total.containment == Share(0, 0)


async def test_the_help_centre_is_counted_by_week_and_language(store: Store):
    await store.run(read_help)
    report = await read(store)
    assert report.help == HelpFigures(
        reads=9, searches=3, without_result=1, opened=1, helpful=3, not_helpful=1
    )
    assert report.help_before == HelpFigures(reads=1, searches=1, without_result=1)
    assert (await read(store, ReportFilter(locale="de"))).help == HelpFigures(reads=2)


async def test_each_article_has_its_figures_and_those_without_use_are_there_too(store: Store):
    def live(tx: Transaction) -> None:
        live_a_week(tx)
        read_help(tx)
        record_article(tx, make_article("bags", "de"), author="Ann", now=NOW)

    await store.run(live)
    listed = await store.read(list_article_figures, weeks=WEEKS[1:], wanted=ALL)
    by_place = {one.place: one for one in listed}
    assert by_place["bags", "en"] == ArticleFigures(
        article_id="bags",
        locale="en",
        title="Bags?",
        answered=4,
        offered=2,
        chosen=1,
        right=1,
        wrong=1,
        reads=7,
        helpful=3,
        not_helpful=1,
    )
    assert by_place["pets", "en"].answered == 2
    assert by_place["meals", "en"].suggested == 1
    assert by_place["bags", "de"].reads == 2
    only = await store.read(
        list_article_figures, weeks=WEEKS[1:], wanted=ReportFilter(channel="email", locale="en")
    )
    assert [(one.article_id, one.answered, one.right) for one in only if one.answered] == [
        ("bags", 1, 1)
    ]


async def test_what_was_counted_is_not_counted_again(store: Store):
    def count_later(tx: Transaction) -> None:
        record = Record(tx)
        for minute in range(7):
            record.decide(ANSWER, NOW + timedelta(minutes=minute))
        record.count(NOW + timedelta(minutes=3))
        record.count(NOW + timedelta(minutes=3))
        record.count(NOW + timedelta(minutes=5))

    await store.run(count_later)
    report = await read(store)
    assert report.total.questions == 6
    assert report.counted_until == NOW + timedelta(minutes=5)


async def test_a_week_begins_at_midnight_where_the_company_is(store: Store):
    def live(tx: Transaction) -> None:
        record = Record(tx)
        # Sunday at 23:30 in Greenwich is Monday in Oslo.
        record.decide(ANSWER, NOW.replace(day=1, hour=23, minute=30), ended="answered")
        record.count(NOW, "Europe/Oslo")

    await store.run(live)
    oslo = ZoneInfo("Europe/Oslo")
    week = list_weeks(MONDAY, MONDAY, oslo)
    report = await store.read(
        read_knowledge_report, weeks=week, before=list_weeks_before(week, oslo), wanted=ALL
    )
    assert (report.total.questions, report.total_before.questions) == (1, 0)
    assert report.total.containment == Share(1, 1)


@pytest.mark.parametrize("source", [AGENT, HANDOFF])
async def test_a_verdict_counts_in_the_week_in_which_it_was_given(
    store: Store, source: FeedbackSource
):
    def live(tx: Transaction) -> None:
        conversation = Record(tx).decide(ANSWER, LAST_WEEK)
        judge(tx, conversation, Verdict.WRONG, source)

    await store.run(live)
    report = await read(store)
    assert report.total.precision == Share(0, 1)
    assert report.total_before.precision == Share(0, 0)
