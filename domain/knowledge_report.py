"""What is counted of customers' questions, and of the articles that answered them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

Place: TypeAlias = tuple[str, str]
"""An article's id and locale."""


class QuestionOutcome(StrEnum):
    """What the bot made of one question of a customer.

    `answered`: every matter in it, at once. `asked_back`: "did you mean …?". `partly_known`: some
    of it at once, the rest by a person. `unknown`, `sensitive`, `foreign_language`: by a person.
    `chosen` and `none_of_these` are no questions, but what became of one that was asked back.
    """

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    PARTLY_KNOWN = "partly_known"
    UNKNOWN = "unknown"
    SENSITIVE = "sensitive"
    FOREIGN_LANGUAGE = "foreign_language"
    CHOSEN = "chosen"
    NONE_OF_THESE = "none_of_these"


QUESTIONS = frozenset(QuestionOutcome) - {QuestionOutcome.CHOSEN, QuestionOutcome.NONE_OF_THESE}
"""The outcomes that stand for a question each."""


class AnswerUse(StrEnum):
    """What the bot did with an article: sent it at once, offered it, or sent it when chosen."""

    SENT = "sent"
    OFFERED = "offered"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionKey:
    """What questions are counted by.

    Attributes:
        day: in the company's time zone.
        language: BCP 47 primary tag of the question.
    """

    day: date
    channel: str
    language: str
    outcome: QuestionOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKey:
    """What the uses of articles are counted by.

    Attributes:
        day: in the company's time zone.
        locale: of the article.
    """

    day: date
    channel: str
    article_id: str
    locale: str
    use: AnswerUse
