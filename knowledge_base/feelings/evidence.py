"""Why a message was read as it was, in words; pure."""

from collections.abc import Mapping
from typing import Final

from knowledge_base.feelings.exemplars import Exemplar
from knowledge_base.feelings.signals import Signals

MOST: Final = 5
NEAR: Final = 0.45
"""Cosine from which on an exemplar says something about a text."""

NAMES: Final = {
    "waiting": "has been waiting",
    "again": "not for the first time",
    "unanswered": "got no answer",
    "broken_promise": "was promised something else",
    "failure": "something does not work",
    "money": "money is at stake",
    "threat": "means to leave or to go further",
    "blame": "blames",
    "call_for_help": "asks for help",
    "thanks": "thanks",
    "small_talk": "small talk",
    "notice": "an announcement",
    "enquiry": "an enquiry",
    "complaint_word": "says “complaint”",
    "good": "kind words",
    "bad": "harsh words",
    "shouting": "shouts",
}
_LEAST_ODDS: Final = 0.1
_STRONG: Final = 0.8
_MIDDLING: Final = 0.3


def describe_signals(signals: Signals, odds: Mapping[str, float]) -> list[str]:
    """Describe the weightiest signals, each with its words and how much it says."""
    joined = {
        **odds,
        "bad": odds.get("bad", 0) + odds.get("worst", 0) + odds.get("negated_good", 0),
        "good": odds.get("good", 0) + odds.get("best", 0) + odds.get("first_good", 0),
    }
    ranked = sorted(NAMES, key=lambda kind: -abs(joined.get(kind, 0.0)))
    lines = []
    for kind in ranked:
        words = signals.words_of(kind)
        if words and abs(joined.get(kind, 0.0)) >= _LEAST_ODDS:
            quoted = ", ".join(f"“{each}”" for each in words[:4])
            lines.append(f"{NAMES[kind]}: {quoted} ({_weigh(joined[kind])})")
    return lines[:MOST]


def describe_nearest(nearest: tuple[Exemplar, float] | None) -> list[str]:
    """Describe the exemplar that lies nearest, where it is near enough to say something."""
    if nearest is None or nearest[1] < NEAR:
        return []
    exemplar, cosine = nearest
    kind = "a complaint" if exemplar.complaint else f"{exemplar.sentiment}, no complaint"
    return [f"like the example “{exemplar.text}” ({kind}; nearness {cosine:.2f})"]


def describe_urgency(signals: Signals, urgency: float) -> list[str]:
    """Describe what makes a text urgent, where it is."""
    words = signals.words_of("urgency")
    if not words:
        return []
    quoted = ", ".join(f"“{each}”" for each in words[:3])
    return [f"urgent: {quoted} ({'very' if urgency >= 0.7 else 'somewhat'})"]


def _weigh(odds: float) -> str:
    size = (
        "strongly" if abs(odds) >= _STRONG else "somewhat" if abs(odds) >= _MIDDLING else "slightly"
    )
    return f"{size} {'for' if odds > 0 else 'against'} a complaint"
