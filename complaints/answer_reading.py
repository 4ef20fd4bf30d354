"""Reads what somebody says who was asked whether it is right now; pure.

As with votes all of a text has to be the answer, but for one thing: who says no may say at once
what is wrong, since people get to read it either way.
"""

import re
import unicodedata
from typing import Final

from domain.complaint_cases import FollowUpAnswer

MOST_CHARACTERS: Final = 60
# Whoever writes more than a few sentences writes a letter, which people read.
MOST_OF_A_NO: Final = 300
_YES: Final = frozenset(
    {
        *("yes", "y", "yep", "yeah", "yes it is", "it is", "all good", "all fine", "its fine"),
        *("yes its fine", "yes all good", "yes everything is fine", "yes it is right", "fine now"),
        *("all right", "yes all right", "sorted", "yes sorted", "ok now", "yes perfect"),
        *("ja", "jo", "jep", "ja ist es", "ja alles gut", "alles gut", "alles in ordnung"),
        *(
            "ja alles in ordnung",
            "passt",
            "ja passt",
            "passt jetzt",
            "ja jetzt schon",
            "ja perfekt",
        ),
        *("in ordnung", "erledigt", "ja erledigt", "alles ok", "ja alles ok"),
    }
)
_NO: Final = frozenset(
    {
        *("no", "n", "nope", "no it is not", "no it isnt", "not yet", "no not yet", "still not"),
        *("not really", "no not really", "still wrong", "nothing happened", "it is not", "its not"),
        *("nein", "nee", "nö", "noch nicht", "nein noch nicht", "leider nein", "leider nicht"),
        *("nein leider nicht", "nein ist es nicht", "immer noch nicht", "nicht wirklich"),
    }
)
# Said beside a yes it changes nothing; beside a no it may mean "no more, thank you".
_THANKS: Final = frozenset(
    {"thanks", "thank", "you", "thx", "danke", "vielen", "dank", "schön", "very", "much"}
)
_NO_AT_FIRST: Final = re.compile(
    # "No. 5 Elm Street" is a number.
    r"(?!no[ \t]*[.:]\s*\d)(?:no|nope|nein|nee|nö|leider nein)[ \t]*[,.!;:\n\u2013\u2014-]+\s*\S"
)
_NO_MATTER: Final = re.compile(
    r"(?:no|nein)\W+(?:no |kein )?(?:problem|worries|matter|thank|thanks|danke|all good|alles)\b"
)


def read_follow_up(text: str) -> FollowUpAnswer | None:
    """Read whether it is right now; None where the text says something else, or is in doubt.

    Whoever calls this has made sure that nothing else was asked since.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").strip()  # noqa: RUF001 - as telephones type it
    no = _NO_AT_FIRST.match(folded) and not _NO_MATTER.match(folded)
    if no and len(folded) <= MOST_OF_A_NO:
        return FollowUpAnswer.WRONG
    if len(folded) > MOST_CHARACTERS or re.search(r"[?\d]", folded):
        return None
    words = re.findall(r"[^\W\d_]+", folded.replace("'", ""))
    if " ".join(words) in _NO:
        return FollowUpAnswer.WRONG
    said = [word for word in words if word not in _THANKS]
    return FollowUpAnswer.RIGHT if said and " ".join(said) in _YES else None
