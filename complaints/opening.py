"""Whether a message opens a complaint, and what is done about the odd ones; pure.

What a message's words mean is the reader's to say: its number has sarcasm, praise, abuse and
lawyers' letters in it already. Here they only decide who sees to it and what goes out by itself.
"""

from collections.abc import Collection
from types import MappingProxyType
from typing import Final

from domain.complaint_facts import (
    Mark,
    Opening,
    OpeningFacts,
    OpeningKind,
    SpecialCase,
    SpecialTreatment,
)

SURE: Final = 0.9
"""From which probability on a complaint of somebody displeased is opened by itself: 85 of 100 such
messages were labelled as complaints; see benchmarks/RESULTS.md."""
SURE_BY_WORDS: Final = 0.98
"""The same where words alone told it, as without an encoder and in languages that it does not read:
82 of 100, which is as good as words alone come to."""
LIKELY: Final = 0.7
"""From which on an agent is asked, where somebody is displeased: 76 of 100 are one."""
SEVERAL: Final = 2


def decide_opening(facts: OpeningFacts) -> Opening:
    """Decide what a message is to the register."""
    kind, why = _decide_kind(facts)
    if kind is OpeningKind.IGNORE:
        praised = Mark.PRAISE in facts.marks
        return Opening(kind=kind, why=why, treatments=(_PRAISE,) if praised else ())
    return Opening(kind=kind, why=why, treatments=tuple(_list_treatments(facts)))


def _decide_kind(facts: OpeningFacts) -> tuple[OpeningKind, str]:
    if facts.by_hand:
        return OpeningKind.OPEN, "an agent says that it is one"
    if facts.felt.language not in facts.languages:
        # Nobody can say what it is, and one that is overlooked costs more than a look.
        return OpeningKind.SUGGEST, f"in a language that nobody here speaks ({facts.felt.language})"
    if Mark.LAW in facts.marks:
        return OpeningKind.OPEN, "written as lawyers write"
    return _weigh_complaint(facts, f"read as a complaint with {facts.felt.complaint:.2f}")


def _weigh_complaint(facts: OpeningFacts, sure: str) -> tuple[OpeningKind, str]:
    if Mark.PRAISE in facts.marks and Mark.SARCASM not in facts.marks:
        return _weigh_praise(facts, sure)
    least = SURE_BY_WORDS if facts.by_words else SURE
    displeased = facts.felt.sentiment == "negative"
    if facts.felt.complaint >= least and displeased:
        return OpeningKind.OPEN, f"{sure}, at least {least}"
    if facts.marks & {Mark.ABUSE, Mark.SARCASM}:
        return OpeningKind.SUGGEST, f"{sure}, less than {least}, and it is abusive or sarcastic"
    if facts.felt.complaint >= LIKELY and displeased:
        told = " by its words alone" if facts.by_words else ""
        return OpeningKind.SUGGEST, f"{sure}{told}, less than {least}"
    if facts.felt.complaint >= LIKELY:
        return OpeningKind.IGNORE, f"{sure}, but nobody sounds displeased"
    return OpeningKind.IGNORE, f"{sure}, less than {LIKELY}"


def _weigh_praise(facts: OpeningFacts, sure: str) -> tuple[OpeningKind, str]:
    if facts.felt.complaint >= LIKELY:
        return OpeningKind.SUGGEST, f"{sure}, and yet it thanks"
    return OpeningKind.IGNORE, f"{sure}: it thanks, or speaks of a complaint without making one"


def _list_treatments(facts: OpeningFacts) -> list[SpecialTreatment]:
    held = {
        _LAWYER: Mark.LAW in facts.marks,
        _ABUSIVE: Mark.ABUSE in facts.marks,
        _SARCASTIC: Mark.SARCASM in facts.marks,
        _UNSPOKEN: facts.felt.language not in facts.languages,
        _ANONYMOUS: facts.customer_id is None,
        _ABOUT_NOBODY: not (facts.references or facts.felt.reason or facts.topic),
        _ABOUT_SEVERAL: len(facts.references) >= SEVERAL,
    }
    return [treatment for treatment, holds in held.items() if holds]


def list_treatments(cases: Collection[SpecialCase]) -> tuple[SpecialTreatment, ...]:
    """List what is done about some special cases."""
    known = (_LAWYER, _ABUSIVE, _SARCASTIC, _UNSPOKEN, _ANONYMOUS, _ABOUT_NOBODY, _ABOUT_SEVERAL)
    return tuple(each for each in (*known, _PRAISE) if each.case in cases)


_LAWYER: Final = SpecialTreatment(
    case=SpecialCase.LAWYER,
    words="A lawyer writes, or one is threatened with: a supervisor answers, and nothing is "
    "conceded or given before that.",
    automatic=False,
    barred="with a lawyer in it a gesture could be taken for an admission; a supervisor decides",
    supervisor=True,
)
_ABUSIVE: Final = SpecialTreatment(
    case=SpecialCase.ABUSIVE,
    words="Abusive words: a person answers what is behind them; the words themselves make it "
    "neither graver nor lesser.",
    automatic=False,
)
_SARCASTIC: Final = SpecialTreatment(
    case=SpecialCase.SARCASTIC_PRAISE,
    words="Praise that is meant the other way round: it is never thanked for.",
    automatic=False,
)
_UNSPOKEN: Final = SpecialTreatment(
    case=SpecialCase.UNSPOKEN_LANGUAGE,
    words="Nobody here speaks its language: it is acknowledged in the company's first one, which "
    "asks for a language that somebody speaks, and a person looks at it.",
    automatic=False,
    ask="language",
)
_ANONYMOUS: Final = SpecialTreatment(
    case=SpecialCase.ANONYMOUS,
    words="Nobody knows who writes: it is investigated all the same and answered where it came "
    "from; a gesture waits until they say who they are.",
    barred="nobody knows who the customer is; find out first",
    ask="who",
)
_ABOUT_NOBODY: Final = SpecialTreatment(
    case=SpecialCase.ABOUT_NOBODY,
    words="It names no order, flight or matter: it is opened, and the acknowledgement asks once "
    "what it is about.",
    ask="what",
)
_ABOUT_SEVERAL: Final = SpecialTreatment(
    case=SpecialCase.ABOUT_SEVERAL,
    words="It names several orders or flights: one complaint with all of them and one answer; "
    "whoever owns it may split it.",
)
_PRAISE: Final = SpecialTreatment(
    case=SpecialCase.PRAISE,
    words="Praise: no complaint is opened, and thanks are in order.",
)
TREATMENTS: Final = MappingProxyType(
    {
        each.case: each
        for each in (
            *(_LAWYER, _ABUSIVE, _SARCASTIC, _UNSPOKEN),
            *(_ANONYMOUS, _ABOUT_NOBODY, _ABOUT_SEVERAL, _PRAISE),
        )
    }
)
"""What is done about each special case."""
