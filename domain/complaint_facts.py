"""What is known of a message that may be a complaint, before anybody decided what it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.complaints import ComplaintStage


class Felt(Protocol):
    """What the reader of feelings made of a message, as far as complaints are decided by it."""

    @property
    def language(self) -> str:
        """BCP 47 primary tag."""
        ...

    @property
    def sentiment(self) -> str:
        """`negative`, `neutral` or `positive`."""
        ...

    @property
    def complaint(self) -> float:
        """How surely it is a complaint, 0 to 1, with every treatment of the reader's in it."""
        ...

    @property
    def reason(self) -> str | None:
        """What went wrong, or None."""
        ...


class Mark(StrEnum):
    """What the reader's treatments found in a message.

    `sarcasm`: praise that is meant the other way round. `praise`: thanks, or the word "complaint"
    without one. `abuse`: words nobody has to hear. `law`: written as lawyers write.
    """

    SARCASM = "sarcasm"
    PRAISE = "praise"
    ABUSE = "abuse"
    LAW = "law"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningFacts:
    """What is known of a message.

    Attributes:
        marks: what its treatments found.
        by_words: whether words alone told how surely it is one, and not its meaning.
        topic: what its conversation is about, where that is known.
        customer_id: None where nobody knows who wrote.
        references: of orders, flights and bookings that it names, in one writing.
        languages: those that somebody here speaks.
        by_hand: whether an agent's button says that it is one.
    """

    felt: Felt
    languages: frozenset[str]
    marks: frozenset[Mark] = frozenset()
    by_words: bool = False
    topic: str | None = None
    customer_id: str | None = None
    references: frozenset[str] = frozenset()
    by_hand: bool = False


class SpecialCase(StrEnum):
    """What about a complaint is not as usual."""

    ANONYMOUS = "anonymous"
    ABOUT_NOBODY = "about_nobody"
    ABOUT_SEVERAL = "about_several"
    ABUSIVE = "abusive"
    LAWYER = "lawyer"
    UNSPOKEN_LANGUAGE = "unspoken_language"
    SARCASTIC_PRAISE = "sarcastic_praise"
    PRAISE = "praise"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialTreatment:
    """What is done about a special case.

    Attributes:
        words: for the agent: what it is and what is done.
        automatic: whether anything but a plain acknowledgement may go out by itself.
        barred: why no gesture is given, or empty; see `GestureFacts.barred`.
        supervisor: whether it goes to a supervisor.
        ask: a question that the acknowledgement has to ask: `who`, `what`, `language`; or empty.
    """

    case: SpecialCase
    words: str
    automatic: bool = True
    barred: str = ""
    supervisor: bool = False
    ask: str = ""


class OpeningKind(StrEnum):
    """Whether a message opens a complaint.

    `suggest`: an agent is asked whether it is one.
    """

    OPEN = "open"
    SUGGEST = "suggest"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a message is to the register.

    Attributes:
        why: in words.
    """

    kind: OpeningKind
    why: str
    treatments: tuple[SpecialTreatment, ...] = ()

    @property
    def automatic(self) -> bool:
        """Whether anything but a plain acknowledgement may go out by itself."""
        return all(each.automatic for each in self.treatments)

    @property
    def barred(self) -> str:
        """Why no gesture is given, or empty."""
        return next((each.barred for each in self.treatments if each.barred), "")

    @property
    def supervisor(self) -> bool:
        """Whether it goes to a supervisor."""
        return any(each.supervisor for each in self.treatments)

    @property
    def ask(self) -> str:
        """The one question that the acknowledgement asks, or empty.

        Beside what only a person may answer nothing else is asked.
        """
        return choose_ask(self.treatments)


def choose_ask(treatments: Sequence[SpecialTreatment]) -> str:
    """Choose the one question that an acknowledgement asks, or none."""
    asked = [
        each.ask
        for each in treatments
        if each.ask and all(other.automatic for other in treatments if other != each)
    ]
    return asked[0] if asked else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownComplaint:
    """A complaint on the register that a new one may be the same as.

    Attributes:
        last_at: when its customer last wrote.
        similarity: of its words to those of the new one, 0 to 1.
        here: whether it is spoken about in the very conversation that the new one came in.
        named: whether the new one names its number, or that of one of its conversations.
    """

    id: str
    number: str
    customer_id: str | None
    stage: ComplaintStage
    last_at: datetime
    similarity: float
    channel: str
    references: frozenset[str] = frozenset()
    here: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComplaint:
    """A complaint that just came."""

    at: datetime
    channel: str
    customer_id: str | None
    references: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How like an open complaint of the same customer a new one must be, where neither names one.

    Attributes:
        steps: hours since the customer last wrote about it, at most, ascending, and the least
            similarity that is the same matter then.
        reference_days: within which the same reference is the same matter.
    """

    steps: tuple[tuple[float, float], ...] = ((1.0, 0.5), (24.0, 0.6), (336.0, 0.8))
    reference_days: int = 30


class JoiningKind(StrEnum):
    """What a new complaint becomes; `reopen` joins it to one that was answered or closed."""

    LINK = "link"
    REOPEN = "reopen"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Whether a new complaint is the same matter as a known one.

    Attributes:
        complaint_id: of the one it is joined to, or None.
        why: in words.
        related: others that an agent should see beside it.
        tried: of each known complaint, in words, why it was or was not taken.
    """

    kind: JoiningKind
    complaint_id: str | None
    why: str
    related: tuple[str, ...] = ()
    tried: tuple[str, ...] = field(default=())
