"""Asks customers how it was, on a scale, and thanks them for what they say."""

from collections.abc import Mapping
from typing import ClassVar, Final

from domain.messages import QuickReply
from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder

# What the votes are called, the worst first; those in between are known by their numbers.
_CSAT: Final = {
    "en": ("very dissatisfied", "dissatisfied", "neither", "satisfied", "very satisfied"),
    "de": ("sehr unzufrieden", "unzufrieden", "teils, teils", "zufrieden", "sehr zufrieden"),
}
_CES: Final = {
    "en": ("very difficult", "", "", "neither", "", "", "very easy"),
    "de": ("sehr schwierig", "", "", "teils, teils", "", "", "sehr leicht"),
}


def name_votes(survey: str, language: str) -> tuple[str, ...]:
    """Name the votes of a survey, `csat` or `ces`, the worst first; "" for those in between."""
    names = _CSAT if survey == "csat" else _CES
    return names.get(language, names["en"])


def label_vote(survey: str, value: int, language: str) -> str:
    """Write a vote as it stands on a button: its number, and its name where it has one."""
    name = name_votes(survey, language)[value - 1]
    return f"{value} – {name}" if name else str(value)  # noqa: RUF001 - a dash with spaces is meant


class SurveyResponder(TemplatedResponder):
    """Says the context's `stage`: `ask`, `thanks`, `low` or `closed`.

    The context says by `survey` which one it is, by `short` whether there is room for a sentence
    alone, and by `links` with which addresses one votes: each on a line, the worst vote first.
    """

    name: ClassVar[str] = "survey"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:
        """Return what the context says, and each link with its label."""
        context = request.context
        survey = context.get("survey", "csat")
        addresses = context.get("links", "").split()
        return {
            "stage": context.get("stage", "ask"),
            "survey": survey,
            "short": context.get("short", ""),
            "buttons": bool(request.quick_replies),
            "links": tuple(
                (label_vote(survey, value, words.language), address)
                for value, address in enumerate(addresses, start=1)
            ),
        }

    def choices(self, request: ReplyRequest, words: Phrasebook) -> tuple[QuickReply, ...]:
        """Return the votes to press; the value of each ends in its number."""
        survey = request.context.get("survey", "csat")
        return tuple(
            QuickReply(label=label_vote(survey, number, words.language), value=each.value)
            for number, each in enumerate(request.quick_replies, start=1)
        )
