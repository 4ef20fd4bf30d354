"""Message ids (RFC 5322, 3.6.4), without their angle brackets."""

import re

from channels.email.parsing.limits import MOST_IDS

_BRACKETED = re.compile(r"<([^<>]{1,1000})>")
_BLANKS = re.compile(r"\s+")
_AROUND = " \t<>,;\"'()"
_MOST_LENGTH = 998  # the longest line (RFC 5322, 2.1.1)


def find_ids(text: str) -> tuple[str, ...]:
    """Find the ids in a value, in order and each once; blanks that folding put in are taken out.

    Where no id is in brackets, whatever looks like one counts.
    """
    found = _BRACKETED.findall(text)
    if not found:
        found = [word for word in text.split() if "@" in word]
    ids = (_BLANKS.sub("", each).strip(_AROUND)[:_MOST_LENGTH] for each in found)
    kept = list(dict.fromkeys(each for each in ids if each))
    # The first is the thread's beginning, the last are the nearest.
    return tuple(kept if len(kept) <= MOST_IDS else [kept[0], *kept[-MOST_IDS:]])


def find_own_id(text: str) -> str:
    """Find a message's own id; one without an @ counts as well, since its answers will name it."""
    found = find_ids(text)
    if found:
        return found[0]
    words = text.split()
    return words[0].strip(_AROUND)[:_MOST_LENGTH] if len(words) == 1 else ""
