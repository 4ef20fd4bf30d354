"""What the bot sent, and how sure it was of it, is found again when somebody judges it."""

from datetime import UTC, datetime

import pytest

from bot.sent_answers import find_last_sent, find_sent, list_sent
from domain.decisions import Answer, Ask, Decision, DecisionRecord, Escalate, Ignore, Understanding
from domain.feedback import FeedbackSource, Verdict
from domain.knowledge import ArticleMatch
from domain.messages import QuickReply

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BAGS = ArticleMatch(
    article_id="bags", locale="en", version=4, title="Bags?", confidence=0.9, calibrated=0.97
)
FEES = ArticleMatch(article_id="fees", locale="en", version=2, title="Fees?", confidence=0.88)
THANKS = Answer(responder="small_talk", context={"kind": "thanks"})


def decide(number: int, decision: Decision, *matches: ArticleMatch) -> DecisionRecord:
    return DecisionRecord(
        id=f"d{number}",
        conversation_id="c1",
        interaction_id=f"i{number}",
        decision=decision,
        rule="a_rule",
        trace=(),
        understanding=Understanding(
            language="en", intent="question", confidence=1.0, matches=matches, index_version=7
        ),
        at=NOW,
    )


def answer(*matches: ArticleMatch) -> Answer:
    return Answer(responder="article", article=matches[0], more=matches[1:])


def test_all_articles_of_an_answer_and_of_a_handoff_count_as_sent() -> None:
    assert list_sent(answer(BAGS, FEES)) == (BAGS, FEES)
    handoff = Escalate(queue="general", reason="partly_known", meanwhile=(FEES,))
    assert list_sent(handoff) == (FEES,)
    assert list_sent(THANKS) == list_sent(Ignore(reason="automatic")) == ()


def test_a_verdict_keeps_how_sure_the_matcher_was_before_any_feedback() -> None:
    (sent,) = find_sent([decide(1, answer(BAGS), BAGS)], "i1")
    said = sent.judge(Verdict.WRONG, FeedbackSource.CUSTOMER, at=NOW)
    assert (said.article_version, said.index_version) == (4, 7)
    assert (said.confidence, said.interaction_id) == (0.97, "i1")


def test_small_talk_in_between_does_not_hide_the_last_answer_but_anything_else_does() -> None:
    sent = decide(1, answer(FEES), FEES)
    assert [each.match for each in find_last_sent([sent, decide(2, THANKS)])] == [FEES]
    for decision in (Ignore(reason="with_person"), Escalate(queue="general", reason="unknown")):
        assert find_last_sent([sent, decide(2, decision)]) == ()
    assert find_last_sent([]) == ()


def test_what_was_chosen_is_told_by_how_sure_it_was_when_offered() -> None:
    asked = decide(1, Ask(question="did_you_mean", choices=()), FEES, BAGS)
    chosen = ArticleMatch(
        article_id="bags", locale="de", version=0, title="Bags, chosen", confidence=1.0
    )
    (sent,) = find_last_sent([asked, decide(2, answer(chosen))])
    said = sent.judge(Verdict.RIGHT, FeedbackSource.AGENT, at=NOW, by="ann")
    assert (said.interaction_id, said.locale, said.article_version) == ("i2", "en", 4)
    assert (said.confidence, said.by) == (0.97, "ann")


def test_what_was_chosen_from_an_offer_that_is_gone_is_still_found() -> None:
    chosen = ArticleMatch(article_id="pets", locale="en", version=0, title="Pets?", confidence=1.0)
    asked = Ask(question="did_you_mean", choices=(QuickReply(label="Pets?", value="article:pets"),))
    for before in ([], [decide(1, asked, BAGS)]):
        (sent,) = find_sent([*before, decide(2, answer(chosen))], "i2")
        assert sent.match == chosen


def test_a_message_without_an_answer_has_nothing_to_judge() -> None:
    records = [decide(1, answer(BAGS), BAGS), decide(2, THANKS)]
    assert find_sent(records, "i2") == find_sent(records, "nobody's") == ()
