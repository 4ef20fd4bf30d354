"""What a message tells of its writer's feelings."""

from dataclasses import dataclass
from enum import StrEnum


class Sentiment(StrEnum):
    """Whether a writer is displeased, neither, or pleased."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feelings:
    """What a message is taken to express.

    Attributes:
        language: BCP 47 primary tag of the text.
        complaint: the probability that it is a complaint, 0 to 1, in the sense of ISO 10002:
            dissatisfaction is expressed and a response expected.
        urgency: how soon it wants somebody, 0 (whenever) to 1 (now).
        reason: what went wrong, or None where nobody can be sure.
        evidence: what led to it, in words, the weightiest first.
        marks: of the special kinds of message that it is: `sarcasm`, `praise`, `abuse`, `law`.
        by_words: whether words alone told how surely it is a complaint, and neither its meaning
            nor what a site has taught; such a number is right less often.
    """

    language: str
    sentiment: Sentiment
    complaint: float
    urgency: float
    reason: str | None
    evidence: tuple[str, ...]
    marks: tuple[str, ...] = ()
    by_words: bool = False
