"""Messages that words alone would lead astray, and what is made of each; pure.

Sarcastic praise, praise that has the word "complaint" in it, abuse, and lawyers' letters.
"""

import re
from dataclasses import dataclass
from typing import Final

from knowledge_base.feelings.reading import Sentiment
from knowledge_base.feelings.signals import Signals, mask_text

_SARCASM: Final = re.compile(
    r"\b(?:thanks|thank you|thx|great job|nice job|good job|well done|congrat\w*|bravo|kudos|"
    r"danke|vielen dank|glückwunsch)\b(?:\W+(?:so|very|much|a lot|again|guys|sehr|schön)\b){0,3}\W+"
    r"(?:\w+\W+){0,2}?(?:for|on|dafür|für)?\W*(?:\w+\W+){0,2}?"
    r"(?:los(?:ing|t)|ruin\w*|cancel\w*|delay\w*|wast\w*|ignor\w*|damag\w*|charging|overcharg\w*|"
    r"break\w*|strand\w*|making (?:me|us) (?:wait|late|miss)|nothing|nichts|verlor\w*|kaputt\w*|"
    r"ruinier\w*|verpass\w*|verspät\w*|ignorier\w*)",
    re.IGNORECASE,
)
_MENDING: Final = re.compile(
    r"\b(?:fix\w*|solv\w*|resolv\w*|sort\w*|settl\w*|help\w*|find\w*|found|return\w*|recover\w*|"
    r"refund\w*|even though|despite|gelöst|geholfen|gefunden|trotz)\b",
    re.IGNORECASE,
)

_THANKS_FOR_MENDING: Final = re.compile(
    r"\b(?:thanks|thank you|thx|danke|vielen dank)\b[^.!?]{0,30}?\b(?:for|für|dass)\b[^.!?]{0,20}?"
    r"\b(?:fixing|solving|resolving|sorting|settling|helping|finding|returning|refunding|hilfe|"
    r"lösung|geholfen|gelöst|gefunden)\b",
    re.IGNORECASE,
)

SARCASM_ODDS: Final = 2.5
PRAISE_ODDS: Final = -3.0
ABUSE_LEAST: Final = 0.6
"""Abuse is answered by a person, who then sees what is behind it."""
LEGAL_LEAST: Final = 0.9
UNREAD: Final = 0.3
"""Of a language that nobody here reads: about what share of all messages are complaints."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a rule makes of a message.

    Attributes:
        mark: what it is a sign of: `sarcasm`, `praise`, `abuse` or `law`.
        odds: added to the log-odds of a complaint.
        least: the probability of a complaint is never below it.
        sentiment: what it is whatever the judges say, or None.
        evidence: why, in words.
    """

    mark: str
    evidence: str
    odds: float = 0.0
    least: float = 0.0
    sentiment: Sentiment | None = None


def decide_treatments(text: str, signals: Signals) -> list[Treatment]:
    """Decide which of the rules hold for a text."""
    rules = (
        _see_thanks(text, signals),
        _see_sarcasm(text, signals),
        _see_praise(signals),
        _see_abuse(signals),
        _see_law(signals),
    )
    return [found for found in rules if found is not None]


def _see_sarcasm(text: str, signals: Signals) -> Treatment | None:
    masked = mask_text(text)
    found = _SARCASM.search(masked)
    if found and not _MENDING.search(masked):
        words = found.group(0)
    elif signals.values["sarcasm"] and not signals.values["no_complaint"]:
        words = signals.words_of("sarcasm")[0]
    else:
        return None
    return Treatment(
        "sarcasm",
        f"praise that is meant the other way round: “{words}”",
        odds=SARCASM_ODDS,
        sentiment=Sentiment.NEGATIVE,
    )


def _see_thanks(text: str, signals: Signals) -> Treatment | None:
    found = _THANKS_FOR_MENDING.search(mask_text(text))
    if found is None or signals.values["contrast"] or signals.values["sarcasm"]:
        return None
    return Treatment(
        "praise",
        f"thanks for something put right: “{found.group(0)}”",
        odds=PRAISE_ODDS,
        sentiment=Sentiment.POSITIVE,
    )


def _see_praise(signals: Signals) -> Treatment | None:
    if not signals.values["no_complaint"]:
        return None
    words = signals.words_of("no_complaint")[0]
    pleased = signals.values["good"] > signals.values["bad"] / 2
    return Treatment(
        "praise",
        f"speaks of a complaint without making one: “{words}”",
        odds=PRAISE_ODDS,
        sentiment=Sentiment.POSITIVE if pleased else None,
    )


def _see_abuse(signals: Signals) -> Treatment | None:
    words = signals.words_of("abuse")
    aimed = signals.values["you"] or signals.values["shouting"] or len(words) > 1
    if not words or not aimed or signals.values["best"] > signals.values["worst"]:
        return None
    return Treatment(
        "abuse",
        f"abusive words: {_quote(words)}",
        least=ABUSE_LEAST,
        sentiment=Sentiment.NEGATIVE,
    )


def _see_law(signals: Signals) -> Treatment | None:
    words = signals.words_of("legal")
    if not words:
        return None
    return Treatment(
        "law",
        f"written as lawyers write, or threatens with one: {_quote(words)}",
        least=LEGAL_LEAST,
        sentiment=Sentiment.NEGATIVE,
    )


def _quote(words: list[str]) -> str:
    return ", ".join(f"“{each}”" for each in words[:3])
