"""What people say of the answers that the bot gave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """Whether an answer was the right one."""

    RIGHT = "right"
    WRONG = "wrong"


class FeedbackSource(StrEnum):
    """Who, or what, tells; they are believed in this order.

    The last one tells of an article that the bot did not send: an agent answered with it.
    """

    AGENT = "agent"
    CUSTOMER = "customer"
    HANDOFF = "handoff"
    SUGGESTION = "suggestion"


# Who tells of what was sent. What agents chose from is no sample of that: nobody says of what they
# did not choose that it was wrong, so that learning from it would make the matcher too sure.
ON_WHAT_WAS_SENT = (FeedbackSource.AGENT, FeedbackSource.CUSTOMER, FeedbackSource.HANDOFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFeedback:
    """A verdict on one answer; each source has at most one on each.

    Attributes:
        interaction_id: the customer's message that was answered.
        article_version: of the article that was sent.
        index_version: of the knowledge it was found in.
        confidence: how sure the matcher was, 0 to 1, before any feedback corrected it; 0 where the
            article did not come up.
        by: the id of the staff member, or None.
    """

    conversation_id: str
    interaction_id: str
    article_id: str
    locale: str
    article_version: int
    index_version: int
    confidence: float
    verdict: Verdict
    source: FeedbackSource
    at: datetime
    by: str | None = None


_BELIEVED = tuple(FeedbackSource)


def keep_most_believed(feedback: Iterable[AnswerFeedback]) -> tuple[AnswerFeedback, ...]:
    """Keep one verdict on each answer, that of the source believed most, in the order given."""
    kept: dict[tuple[str, str], AnswerFeedback] = {}
    for one in feedback:
        key = (one.interaction_id, one.article_id)
        before = kept.get(key)
        if before is None or _BELIEVED.index(one.source) <= _BELIEVED.index(before.source):
            kept[key] = one
    return tuple(kept.values())
