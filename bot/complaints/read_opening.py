"""Whether what was understood of a message makes it a complaint; pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from complaints.opening import decide_opening
from domain.complaint_facts import Mark, Opening, OpeningFacts, OpeningKind
from domain.customers import Customer
from domain.decisions import FOREIGN_LANGUAGE, Understanding

OTHER: Final = "other"
"""The category of what nobody can name."""
_REACHED_BY: Final = ("phone", "email", "telegram")
_KNOWN_MARKS: Final = frozenset(Mark)


@dataclass(frozen=True, slots=True)
class FeltMessage:
    """A message's feelings, as far as complaints are decided by them."""

    language: str
    sentiment: str
    complaint: float
    reason: str | None


def make_facts(
    understood: Understanding,
    *,
    customer_id: str | None = None,
    topic: str | None = None,
    references: Collection[str] = (),
    spoken: Collection[str] = (),
    by_hand: bool = False,
) -> OpeningFacts:
    """Put together what a message's opening is decided by.

    Args:
        customer_id: None where nobody knows who wrote.
        topic: what its conversation is about, where that is known.
        references: of what it is about.
        spoken: languages that people here speak, beside those that the bot does.
    """
    foreign = understood.entities.get(FOREIGN_LANGUAGE)
    felt = FeltMessage(
        language=foreign or understood.language,
        sentiment=understood.sentiment or "neutral",
        complaint=understood.complaint or 0.0,
        reason=understood.complaint_reason,
    )
    return OpeningFacts(
        felt=felt,
        languages=frozenset({*spoken, *(() if foreign else (understood.language,))}),
        marks=frozenset(Mark(each) for each in understood.marks if each in _KNOWN_MARKS),
        by_words=understood.by_words,
        topic=topic or understood.topic,
        customer_id=customer_id,
        references=frozenset(references),
        by_hand=by_hand,
    )


def read_opening(understood: Understanding, spoken: Collection[str] = ()) -> Opening:
    """Say what a message is to the register by what was understood of it alone."""
    if understood.complaint is None:
        return Opening(kind=OpeningKind.IGNORE, why="nothing reads whether it complains")
    return decide_opening(make_facts(understood, spoken=spoken))


def is_sure_complaint(understood: Understanding | None) -> bool:
    """Say whether a message is so surely a complaint that it opens one by itself."""
    return understood is not None and read_opening(understood).kind is OpeningKind.OPEN


def keep_asking(opening: Opening, why: str) -> Opening:
    """Have an agent asked about what would else be opened by itself."""
    if opening.kind is not OpeningKind.OPEN:
        return opening
    return replace(opening, kind=OpeningKind.SUGGEST, why=f"{opening.why}, but {why}")


def is_anonymous(customer: Customer) -> bool:
    """Say whether nobody knows who a customer is, nor how to reach them but where they wrote."""
    reached = any(each.kind.startswith(_REACHED_BY) for each in customer.identities)
    return not (reached or (customer.name or "").strip())
