"""What a customer is told of a gesture: a piece of a sentence, behind "we give you"."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from domain.redress import Gesture, GestureKind
from responders.phrasebook import FALLBACK, Phrasebook, find_phrasebook

# Stands for the code where nobody may see one, and is as long as one.
HIDDEN_CODE: Final = "••••-••••-••••-••••-••••-••••"

_WORDS: Final[Mapping[tuple[str, GestureKind], str]] = {
    ("en", GestureKind.VOUCHER): "a voucher for {money}, code {code}, good until {day}",
    ("de", GestureKind.VOUCHER): "einen Gutschein über {money}, Code {code}, gültig bis {day}",
    ("en", GestureKind.REFUND_REQUEST): "a refund of {money}",
    ("de", GestureKind.REFUND_REQUEST): "eine Erstattung von {money}",
    ("en", GestureKind.UPGRADE): "an upgrade ({what})",
    ("de", GestureKind.UPGRADE): "ein Upgrade ({what})",
    ("en", GestureKind.POINTS): "{points} points",
    ("de", GestureKind.POINTS): "{points} Punkte",
}


def render_gesture(
    gesture: Gesture,
    language: str,
    *,
    tell_money: Callable[[int, str], str],
    code: str = HIDDEN_CODE,
    last_day: date | None = None,
) -> str:
    """Tell a customer of a gesture: `a voucher for EUR 25.00, code K9XM-…, good until …`.

    Args:
        language: theirs; English where there are no words of it.
        tell_money: writes minor units of a currency with a point, as `EUR 25.00`.
        code: of a voucher.
        last_day: of a voucher, the last day on which it is good.

    Returns:
        Nothing for a gesture of nothing.
    """
    if gesture.kind is GestureKind.NONE:
        return ""
    words = find_phrasebook(language)
    key = words.language if (words.language, gesture.kind) in _WORDS else FALLBACK
    return _WORDS[key, gesture.kind].format(
        money=_tell_money(tell_money(gesture.cost, gesture.currency), key),
        code=code,
        day="" if last_day is None else _tell_day(last_day, words),
        what=gesture.what,
        points=gesture.points,
    )


def _tell_money(told: str, language: str) -> str:
    if language != "de":
        return told
    currency, _, amount = told.partition(" ")
    return f"{amount.replace('.', ',')} {currency}"


def _tell_day(day: date, words: Phrasebook) -> str:
    pattern = words.day["year"].removeprefix("on ").removeprefix("am ")
    return pattern.format(day=day.day, month=words.months[day.month - 1], year=day.year)
