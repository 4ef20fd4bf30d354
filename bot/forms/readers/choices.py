"""Answers to a question with choices: one of them, several, yes or no, a time."""

import re
import tomllib
from datetime import date, datetime, time
from importlib import resources
from zoneinfo import ZoneInfo

from bot.forms.readers.corrections import cut_correction
from bot.forms.readers.days import find_day
from bot.forms.readers.plain_text import clean_text, fold_words
from bot.forms.reading import Reading
from domain.messages import QuickReply
from routing.choice_reading import read_choice as find_choice

_WORDS = tomllib.loads(
    resources.files("bot.forms.readers").joinpath("answer_words.toml").read_text(encoding="utf-8")
)
ALL = "all"
_NONE = "none"
_ALL = frozenset(_WORDS["all"])
_YES = frozenset(_WORDS["yes"])
_NO = frozenset(_WORDS["no"])
_SIGNS = {"👍": True, "✅": True, "👌": True, "👎": False, "❌": False}
_POLITE = re.compile(r"\b(?:please|bitte|thanks|thank you|danke|just|only|nur)\b")
_BETWEEN = re.compile(r"\s*(?:[,;&+/]|\band\b|\bund\b|\bas well as\b|\bsowie\b)\s*", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:\d{1,2}[\s,.;]*)+")
_BUT = re.compile(
    r"^(?P<all>[\w' ]+?)\s+(?:but|except|except for|außer|ohne|without)\s+(?P<out>.+)$"
)
_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])(?:\s?[:.h]\s?(?P<minute>[0-5]\d)|(?=\s?(?:uhr|am\b|pm\b|a\.m|p\.m|o'clock)))"
    r"(?:\s?(?P<half>am\b|pm\b|a\.m|p\.m))?",
    re.IGNORECASE,
)


def read_choice(reading: Reading) -> str | None:
    """Read the value of one choice: pressed, by number or in words; unasked only if pressed."""
    text = cut_correction(reading.text) if reading.requested else ""
    found = find_choice(text, reading.pressed, _labelled(reading.choices))
    return None if found is None else found.value


def read_yes_no(reading: Reading) -> bool | None:
    """Read yes or no: pressed, by number, in words or by a thumb; unasked only if pressed."""
    pressed = {"yes": True, "no": False}.get(reading.pressed or "")
    if pressed is not None or not reading.requested:
        return pressed
    words = fold_words(reading.text)
    short = " ".join(_POLITE.sub(" ", words).split())
    if words in _YES or short in _YES:
        return True
    if words in _NO or short in _NO:
        return False
    chosen = {"yes": True, "no": False}.get(read_choice(reading) or "")
    sign = next((told for sign, told in _SIGNS.items() if sign in reading.text[:40]), None)
    return sign if chosen is None and not words else chosen


def read_several(reading: Reading) -> list[str] | None:
    """Read the values of the chosen ones: "1 and 3", "both", "all but the second", names.

    A choice whose value is `all` stands for the others and is never in the list.
    """
    choices = _labelled(reading.choices)
    every = [choice.value for choice in choices if choice.value not in {ALL, _NONE}]
    if reading.pressed is not None:
        return _expand([reading.pressed], every)
    text = cut_correction(reading.text) if reading.requested else ""
    if not text or not every:
        return None
    without = _BUT.match(fold_words(text))
    if without and without["all"] in _ALL:
        out = _read_parts(without["out"], choices, every)
        return [value for value in every if value not in out] or None if out else None
    return _read_parts(text, choices, every)


def _read_parts(text: str, choices: tuple[QuickReply, ...], every: list[str]) -> list[str] | None:
    words = _POLITE.sub(" ", fold_words(text))
    if " ".join(words.split()) in _ALL:
        return every
    whole = find_choice(words, None, choices)
    plain = clean_text(text)
    listed = re.findall(r"\d{1,2}", plain) if _NUMBERS.fullmatch(plain) else _BETWEEN.split(plain)
    parts = [part for part in listed if part.strip()]
    found = [find_choice(_POLITE.sub(" ", part), None, choices) for part in parts]
    chosen = [each.value for each in found if each is not None]
    if len(parts) < 2 or len(chosen) < len(parts):
        return None if whole is None else _expand([whole.value], every)
    return _expand(chosen, every)


def _expand(values: list[str], every: list[str]) -> list[str] | None:
    if ALL in values:
        return every or None
    return [value for value in every if value in values] or None


def read_time_choice(reading: Reading) -> str | None:
    """Read which of several instants is meant: as any choice, or by its day or time of day.

    The values of the choices are RFC 3339; what is said is taken in the company's time zone.
    """
    chosen = read_choice(reading)
    if chosen is not None or not reading.requested:
        return chosen
    text = cut_correction(reading.text)
    clock = _find_clock(text)
    day = find_day(_CLOCK.sub(" ", text), _today(reading), loose=clock is None)
    if clock is None and day is None:
        return None
    fitting = [
        choice.value for choice in reading.choices if _fits(choice.value, reading, clock, day)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _today(reading: Reading) -> date:
    return reading.now.astimezone(ZoneInfo(reading.time_zone)).date()


def _fits(value: str, reading: Reading, clock: time | None, day: date | None) -> bool:
    try:
        local = datetime.fromisoformat(value).astimezone(ZoneInfo(reading.time_zone))
    except ValueError:
        return False
    return (clock is None or local.time().replace(second=0, microsecond=0) == clock) and (
        day is None or local.date() == day
    )


def _find_clock(text: str) -> time | None:
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").casefold()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found["minute"] or 0))


def _labelled(choices: tuple[QuickReply, ...]) -> tuple[QuickReply, ...]:
    """Let a choice without a label be named by its value."""
    return tuple(
        choice
        if choice.label
        else QuickReply(label=choice.value.replace("_", " "), value=choice.value)
        for choice in choices
    )
