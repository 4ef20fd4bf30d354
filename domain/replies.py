"""What a responder is given and what it makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from domain.knowledge import Article
from domain.messages import QuickReply
from domain.self_service import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAnswer:
    """An article with its answer as it is to be said.

    Attributes:
        text: the answer as plain text.
        html: the same, sanitised.
        brief: the shortest text that answers.
    """

    article: Article
    text: str
    html: str
    brief: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRequest:
    """What is to be phrased.

    Attributes:
        language: BCP 47 primary tag to write in; a responder without it falls back to English.
        due_at: by when a person will answer, in UTC, or None where nothing is promised.
        now: the instant of writing, in UTC.
        usual_wait: how soon a person usually answers at this time of day, where that is known.
        time_zone: IANA name of the zone in which times are told.
        answers: to each of several questions.
        said: sentences of self-service, in order.
    """

    language: str
    company: str
    now: datetime
    usual_wait: timedelta | None = None
    time_zone: str = "UTC"
    customer_name: str | None = None
    reference: str | None = None
    article: Article | None = None
    quick_replies: tuple[QuickReply, ...] = ()
    due_at: datetime | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[ArticleAnswer, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words for a customer, already fitted to the channel they go out on."""

    text: str
    html: str | None = None
    subject: str | None = None
    quick_replies: tuple[QuickReply, ...] = ()


class Responder(Protocol):
    """Phrases one kind of reply; pure."""

    @property
    def name(self) -> str:
        """The name a decision calls it by; also its template folder."""
        ...

    def respond(self, request: ReplyRequest) -> Reply:
        """Phrase the reply for a channel without limits; fitting comes after."""
        ...
