"""What is left of a correction once "no, I meant" is taken away."""

import re

from bot.forms.readers.plain_text import clean_text

_LEAD = re.compile(
    r"""^\W*(?:(?:no|nope|nein|sorry|oops|ups|wait|moment|entschuldigung|pardon|korrektur
    |correction|i\ mean|i\ meant|meant|actually|rather|it\ is|it's|its|it\ should\ be|should\ be
    |that\ should\ be|make\ it|change\ (?:it|that)\ to|ich\ meinte|ich\ meine
    |gemeint\ war|es\ ist|das\ ist|es\ muss|richtig\ ist|eigentlich|doch|lieber|sondern|my\ mistake
    |mein\ fehler|instead)\b[\s,.:;!-]*)+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOT_BUT = re.compile(
    r"^\W*(?:no\W+|nein\W+)?(?:not|nicht|kein\w*)\b.{1,80}?(?:,?\s(?:but|sondern)|,)\s+(?P<meant>.+)$",
    re.IGNORECASE,
)
_RATHER_THAN = re.compile(
    r"^(?P<meant>.+?),?\s+(?:not|nicht|instead of|rather than|statt|anstatt)\s+\S.*$", re.IGNORECASE
)


def cut_correction(text: str) -> str:
    """Return what a customer means instead: "no, not DEMO42 but DEMO43" becomes "DEMO43".

    A text that corrects nothing is returned as it is, but clean.
    """
    clean = clean_text(text)
    for pattern in (_NOT_BUT, _RATHER_THAN):
        found = pattern.match(clean)
        if found:
            clean = found["meant"]
    rest = clean[led.end() :] if (led := _LEAD.match(clean)) else clean
    return rest.strip() or clean
