"""Praise is thanked for, whatever article its words come near to."""

import re
from typing import Final

from domain.decisions import Answer
from domain.routing import Hit, Miss, Situation

_UNFRIENDLY: Final = frozenset({"sarcasm", "abuse", "law"})
# Whoever praises and wants something as well is answered about that; one word too many here only
# leaves the message to the rules below.
_WANTING: Final = {
    "en": re.compile(
        r"\b(?:please|can|could|would|will you|need\w*|want\w*|how|what|when|where|why|who|which|"
        r"whether|tell|send|but|however|still|only|except)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:bitte|kann|können|könnt\w*|würde\w*|brauch\w*|möcht\w*|will|wollen|wie|was|wann|"
        r"wo|warum|wer|welche\w*|ob|schick\w*|sag\w*|aber|jedoch|noch|nur|außer)\b",
        re.IGNORECASE,
    ),
}


def praise_thanked(situation: Situation) -> Hit | Miss:
    """Who says "no complaints at all, thank you" is not told how to complain."""
    understood = situation.understanding
    marks = set(understood.marks)
    if "praise" not in marks or understood.sentiment != "positive":
        return Miss(why="The message does not praise.")
    if marks & _UNFRIENDLY:
        return Miss(why="The message praises, but is not only friendly.")
    if understood.intent not in {"question", "thanks"} or understood.action or understood.command:
        return Miss(why="The message praises, and asks for something to be done.")
    if situation.attachments or understood.questions or _asks(situation):
        return Miss(why="The message praises, and may want something as well.")
    return Hit(
        decision=Answer(responder="small_talk", context={"kind": "thanks"}),
        why="The message is praise and asks nothing, so it is taken as thanks.",
    )


def _asks(situation: Situation) -> bool:
    text = situation.text
    wanting = _WANTING.get(situation.understanding.language)
    # What people want in other languages nobody could tell here.
    return "?" in text or "\uff1f" in text or wanting is None or bool(wanting.search(text))
