"""What became of customers' questions is counted by day, so that reports are quick."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.do_regularly import do_regularly
from bot.sent_answers import list_sent
from bot.tools import Tools
from crm_store.decision_sums import TakenDecision, add_to_sums, list_uncounted
from crm_store.transaction import Transaction
from domain.decisions import FOREIGN_LANGUAGE, Answer, Ask, Escalate
from domain.knowledge_report import AnswerKey, AnswerUse, QuestionKey, QuestionOutcome
from routing.article_rules import SENSITIVE
from routing.menu_rules import MENUS
from routing.question_rules import PARTLY_KNOWN
from routing.rules import ARTICLE_PREFIX

LOOK_SECONDS = 30.0
# A decision is committed a little after its instant; what came later than this would be missed.
SETTLED_AFTER = timedelta(minutes=2)
MOST_AT_ONCE = 500

_CHOICE_RULE = "pending_question_answered"
_HANDED_OVER = {
    "unknown": QuestionOutcome.UNKNOWN,
    SENSITIVE: QuestionOutcome.SENSITIVE,
    FOREIGN_LANGUAGE: QuestionOutcome.FOREIGN_LANGUAGE,
    PARTLY_KNOWN: QuestionOutcome.PARTLY_KNOWN,
    "none_of_these": QuestionOutcome.NONE_OF_THESE,
}


async def keep_counting(tools: Tools) -> None:
    """Count what was decided, for ever."""

    async def count_all() -> None:
        while await count_questions(tools):
            pass

    await do_regularly(count_all, every_seconds=LOOK_SECONDS, failure="counting_failed")


async def count_questions(tools: Tools) -> bool:
    """Count the next decisions; tell whether there are more."""
    until = tools.clock.now() - SETTLED_AFTER
    uncounted = await tools.store.read(list_uncounted, until=until, limit=MOST_AT_ONCE)
    zone = ZoneInfo(tools.settings.time_zone)
    counted = await asyncio.to_thread(count_decisions, uncounted.decisions, zone)
    await tools.store.run(add_to_sums, uncounted, *counted)
    return uncounted.more


def record_counts(tx: Transaction, *, zone: ZoneInfo, until: datetime) -> None:
    """Count all decisions up to an instant within a transaction that is open already."""
    more = True
    while more:
        uncounted = list_uncounted(tx, until=until, limit=MOST_AT_ONCE)
        add_to_sums(tx, uncounted, *count_decisions(uncounted.decisions, zone))
        more = uncounted.more


def count_decisions(
    taken: Iterable[TakenDecision], zone: ZoneInfo
) -> tuple[Counter[QuestionKey], Counter[AnswerKey]]:
    """Count questions by what became of them, and articles by their use; pure."""
    questions: Counter[QuestionKey] = Counter()
    answers: Counter[AnswerKey] = Counter()
    for one in taken:
        day = one.at.astimezone(zone).date()
        outcome = decide_outcome(one)
        if outcome is not None:
            key = QuestionKey(day=day, channel=one.channel, language=one.language, outcome=outcome)
            questions[key] += 1
        answers.update(_list_uses(one, day))
    return questions, answers


def decide_outcome(taken: TakenDecision) -> QuestionOutcome | None:
    """Tell what became of a question; None of a message that is none, or not for the bot.

    Neither small talk nor a call for a person is a question, nor is what comes while a person
    has the conversation.
    """
    decision = taken.decision
    if isinstance(decision, Answer):
        if decision.article is None:
            return None
        chosen = taken.rule == _CHOICE_RULE
        return QuestionOutcome.CHOSEN if chosen else QuestionOutcome.ANSWERED
    if isinstance(decision, Ask):
        return None if decision.question in MENUS else QuestionOutcome.ASKED_BACK
    return _HANDED_OVER.get(decision.reason) if isinstance(decision, Escalate) else None


def _list_uses(taken: TakenDecision, day: date) -> list[AnswerKey]:
    decision = taken.decision
    if isinstance(decision, Ask):
        offered = [choice.value for choice in decision.choices]
        places = [
            (value.removeprefix(ARTICLE_PREFIX), taken.language)
            for value in offered
            if value.startswith(ARTICLE_PREFIX)
        ]
        use = AnswerUse.OFFERED
    else:
        places = [(match.article_id, match.locale) for match in list_sent(decision)]
        use = AnswerUse.CHOSEN if taken.rule == _CHOICE_RULE else AnswerUse.SENT
    return [
        AnswerKey(day=day, channel=taken.channel, article_id=article, locale=locale, use=use)
        for article, locale in places
    ]
