"""What a template of a response comes out as, with a gesture and without one; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from complaints.money import tell_money
from complaints.response_templates import render_response
from domain.complaint_responses import DOING, GESTURE, ResponseTemplate
from domain.errors import InvalidInputError
from domain.redress import Gesture, GestureKind
from responders.gesture_words import render_gesture

_VOUCHER: Final = Gesture(kind=GestureKind.VOUCHER, cost=25_00, currency="EUR")
_LAST_DAY: Final = date(2027, 3, 2)
# What a customer of each language reads about a matter that never was.
_DONE: Final = {
    "en": "Your bag is on the 14:10 from Oslo and will be at your door by 20:00.",
    "de": "Ihr Koffer kommt um 14:10 Uhr aus Oslo und ist bis 20 Uhr bei Ihnen.",
}
_ABOUT: Final = {"en": "your flight AU 1204", "de": "Ihren Flug AU 1204"}
# What each name stands for, for whoever writes a template.
NAMES: Final[Mapping[str, str]] = {
    DOING: "what is being done about it; the assurance tells it",
    GESTURE: "what is given, or empty; the gesture tells it",
    "name": "the customer’s, or empty",  # noqa: RUF001 - an apostrophe as people read it
    "number": "of the complaint",
    "reference": "of the conversation",
    "about": "the product, or the matter",
    "agent": "who answers",
    "company": "ours",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSample:
    """What a template comes out as.

    Attributes:
        text: empty where it cannot be filled in.
    """

    title: str
    text: str
    fault: str = ""
    length: int = 0


def show_samples(
    template: ResponseTemplate, *, agent: str, company: str
) -> tuple[TemplateSample, ...]:
    """Fill a template in, with a gesture and without one."""
    language = template.language if template.language in _DONE else "en"
    values = {
        "name": "Astrid Lindqvist",
        "number": "C-7K2M9Q",
        "reference": "FD-7K3M9QXD",
        "about": _ABOUT[language],
        "agent": agent,
        "company": company,
        DOING: _DONE[language],
    }
    told = render_gesture(_VOUCHER, language, tell_money=tell_money, last_day=_LAST_DAY)
    return (
        _show(template, "With a gesture", {**values, GESTURE: told}),
        _show(template, "Without one", {**values, GESTURE: ""}),
    )


def _show(template: ResponseTemplate, title: str, values: Mapping[str, str]) -> TemplateSample:
    try:
        text = render_response(template, values).text
    except InvalidInputError as error:
        return TemplateSample(title=title, text="", fault=error.reason)
    return TemplateSample(title=title, text=text, length=len(text))
