"""Whether a new complaint is the same matter as a known one; pure.

Who complains on three channels has one complaint. To join two matters costs more than to keep one
apart, for the second is never answered; so where nothing surely tells, it is new, and the others
are shown beside it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from domain.complaint_facts import Joining, JoiningKind, KnownComplaint, Nearness, NewComplaint
from domain.complaints import ComplaintStage

STANDARD: Final = Nearness()
_HOUR: Final = timedelta(hours=1)
_ANSWERED: Final = (ComplaintStage.RESPONDED, ComplaintStage.CLOSED)
_SHOWN: Final = 0.5
"""Similarity from which on a complaint of the same customer is shown beside a new one."""


def decide_joining(
    new: NewComplaint, known: Sequence[KnownComplaint], nearness: Nearness = STANDARD
) -> Joining:
    """Decide which known complaint a new one is joined to, if any.

    Of several, the one that is named, then with more references in common, then unanswered, then
    of the same conversation, then more alike, then written of later.
    """
    judged = [(each, *_judge(new, each, nearness)) for each in known]
    tried = tuple(f"{each.number}: {words}" for each, _, words in judged)
    same = sorted((each for each, joins, _ in judged if joins), key=lambda each: _rank(new, each))
    related = tuple(each.id for each, joins, _ in judged if joins or _is_related(new, each))
    if not same:
        why = "no known complaint is surely the same matter"
        return Joining(
            kind=JoiningKind.NEW, complaint_id=None, why=why, related=related, tried=tried
        )
    best = same[-1]
    words = next(words for each, _, words in judged if each is best)
    return Joining(
        kind=JoiningKind.REOPEN if best.stage in _ANSWERED else JoiningKind.LINK,
        complaint_id=best.id,
        why=f"the same matter as {best.number}: {words}",
        related=tuple(each for each in related if each != best.id),
        tried=tried,
    )


def _judge(new: NewComplaint, known: KnownComplaint, nearness: Nearness) -> tuple[bool, str]:
    if None not in {new.customer_id, known.customer_id} and new.customer_id != known.customer_id:
        return False, "another customer's"
    if known.named:
        return True, f"its number is named{_tell_channel(new, known)}"
    shared = new.references & known.references
    if shared:
        return _judge_reference(new, known, nearness, sorted(shared))
    return _judge_unmarked(new, known, nearness)


def _judge_unmarked(
    new: NewComplaint, known: KnownComplaint, nearness: Nearness
) -> tuple[bool, str]:
    """Judge by where and how it was said, as neither a number nor a reference tells."""
    if new.references and known.references:
        return False, f"about {_join(known.references)}, and this about {_join(new.references)}"
    if new.customer_id is None or known.customer_id is None:
        return False, "nobody knows whether it is the same customer, and no reference tells"
    if known.here and known.stage is not ComplaintStage.CLOSED:
        return True, "spoken about in the same conversation"
    if known.stage is ComplaintStage.CLOSED:
        return False, "closed, and no reference tells that it is about the same"
    return _judge_words(new, known, nearness)


def _judge_reference(
    new: NewComplaint, known: KnownComplaint, nearness: Nearness, shared: list[str]
) -> tuple[bool, str]:
    if abs(new.at - known.last_at) > timedelta(days=nearness.reference_days):
        return False, f"about {_join(shared)} too, but more than {nearness.reference_days} days ago"
    return True, f"about {_join(shared)} too{_tell_channel(new, known)}"


def _judge_words(new: NewComplaint, known: KnownComplaint, nearness: Nearness) -> tuple[bool, str]:
    hours = abs(new.at - known.last_at) / _HOUR
    least = next((least for most, least in nearness.steps if hours <= most), None)
    if least is None:
        return False, f"the last word about it was {hours:.0f} h ago"
    told = f"alike by {known.similarity:.2f} after {hours:.1f} h{_tell_channel(new, known)}"
    if known.similarity >= least:
        return True, f"{told}, at least {least}"
    return False, f"{told}, less than {least}"


def _tell_channel(new: NewComplaint, known: KnownComplaint) -> str:
    return "" if new.channel == known.channel else f", by {new.channel} after {known.channel}"


def _is_related(new: NewComplaint, known: KnownComplaint) -> bool:
    same = new.customer_id is not None and new.customer_id == known.customer_id
    alike = same and known.similarity >= _SHOWN and known.stage is not ComplaintStage.CLOSED
    return alike or bool(new.references & known.references)


def _rank(
    new: NewComplaint, known: KnownComplaint
) -> tuple[bool, int, bool, bool, float, object, str]:
    shared = len(new.references & known.references)
    opened = known.stage not in _ANSWERED
    alike = known.similarity
    return known.named, shared, opened, known.here, alike, known.last_at, known.id


def _join(references: frozenset[str] | list[str]) -> str:
    return " and ".join(sorted(references))
