"""Which articles the bot sent in answer to a message, and what it knew of each; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.decisions import Answer, Ask, Decision, DecisionRecord, Escalate
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import ArticleMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAnswer:
    """An article that was sent.

    Attributes:
        interaction_id: the customer's message that was answered.
        found: the decision for which the article was found, which is an earlier one where the
            customer chose it from what was offered.
    """

    interaction_id: str
    match: ArticleMatch
    found: DecisionRecord

    @property
    def confidence(self) -> float:
        """How sure the matcher was before any feedback corrected it."""
        match = self.match
        return match.confidence if match.calibrated is None else match.calibrated

    def judge(
        self, verdict: Verdict, source: FeedbackSource, *, at: datetime, by: str | None = None
    ) -> AnswerFeedback:
        """Make a verdict on it."""
        return AnswerFeedback(
            conversation_id=self.found.conversation_id,
            interaction_id=self.interaction_id,
            article_id=self.match.article_id,
            locale=self.match.locale,
            article_version=self.match.version,
            index_version=self.found.understanding.index_version,
            confidence=self.confidence,
            verdict=verdict,
            source=source,
            at=at,
            by=by,
        )


def list_sent(decision: Decision) -> tuple[ArticleMatch, ...]:
    """List the articles that a decision sends."""
    if isinstance(decision, Answer):
        return () if decision.article is None else (decision.article, *decision.more)
    return decision.meanwhile if isinstance(decision, Escalate) else ()


def find_sent(records: Sequence[DecisionRecord], interaction_id: str) -> tuple[SentAnswer, ...]:
    """Find what was sent in answer to a message.

    Args:
        records: the decisions of its conversation, oldest first.
    """
    for place, record in enumerate(records):
        if record.interaction_id == interaction_id:
            return _describe(record, records[:place])
    return ()


def find_last_sent(records: Sequence[DecisionRecord]) -> tuple[SentAnswer, ...]:
    """Find what was sent last, where nothing but small talk has followed."""
    for place in range(len(records) - 1, -1, -1):
        sent = _describe(records[place], records[:place])
        if sent or not isinstance(records[place].decision, Answer):
            return sent
    return ()


def _describe(record: DecisionRecord, before: Sequence[DecisionRecord]) -> tuple[SentAnswer, ...]:
    return tuple(
        _find_chosen(record, match, before)
        or SentAnswer(interaction_id=record.interaction_id, match=match, found=record)
        for match in list_sent(record.decision)
    )


def _find_chosen(
    record: DecisionRecord, match: ArticleMatch, before: Sequence[DecisionRecord]
) -> SentAnswer | None:
    """Find what was known of an article when it was offered, if it was chosen by the customer."""
    # Only what the matcher found by itself names its version.
    asked = next((each for each in reversed(before) if isinstance(each.decision, Ask)), None)
    if match.version or asked is None:
        return None
    offered = asked.understanding.matches
    known = next((each for each in offered if each.article_id == match.article_id), None)
    if known is None:
        return None
    return SentAnswer(
        interaction_id=record.interaction_id,
        match=replace(known, title=match.title),
        found=asked,
    )
