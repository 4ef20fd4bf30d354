"""Reads what a policy of complaints is made of; each fault is named by its path and what is right.

Amounts of money are texts, `"25.00"`, so that nobody writes euros where cents are meant; amounts of
counted time are `"16h"` or `"90m"`, a day being 24 counted hours.
"""

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from difflib import get_close_matches
from typing import Any, Final

from complaints.money import parse_amount
from domain.definition_fields import parse_line, parse_list, refuse, show_value

MOST_MINUTES: Final = 366 * 24 * 60
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_MONEY: Final = re.compile(r"(?P<currency>[A-Z]{3}) (?P<amount>\S{1,20})", re.ASCII)
_TIME: Final = re.compile(
    r"(?:(?P<d>\d{1,4})d)? ?(?:(?P<h>\d{1,5})h)? ?(?:(?P<m>\d{1,6})m)?", re.ASCII
)


def parse_table(value: object, field: str, known: Collection[str]) -> Mapping[str, Any]:
    """Parse a table none of whose keys is unknown.

    Raises:
        InvalidInputError: it is none, or has a key that means nothing.
    """
    table = parse_map(value, field)
    for key in table:
        if key not in known:
            hint = _suggest(str(key), known)
            refuse(join(field, str(key)[:40]), f"this key means nothing here{hint}")
    return table


def parse_map(value: object, field: str) -> Mapping[str, Any]:
    """Parse a table whose keys are free.

    Raises:
        InvalidInputError: it is none.
    """
    if not isinstance(value, Mapping):
        refuse(field, f"{show_value(value)} is no table; give one")
    return value


def parse_choice(value: object, field: str, known: Collection[str]) -> str:
    """Parse one of some words.

    Raises:
        InvalidInputError: it is none of them.
    """
    if not isinstance(value, str) or value not in known:
        refuse(field, f"{show_value(value)} is not known{_suggest(str(value), known)}")
    return value


def parse_flag(value: object, field: str) -> bool:
    """Parse true or false.

    Raises:
        InvalidInputError: it is neither.
    """
    if not isinstance(value, bool):
        refuse(field, f"{show_value(value)} is neither true nor false; write one of both")
    return value


def parse_whole(value: object, field: str, *, least: int = 0, most: int = 1_000_000) -> int:
    """Parse a whole number.

    Raises:
        InvalidInputError: it is none, or out of reach.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        refuse(field, f"{show_value(value)} is no whole number; write one, as {max(least, 5)}")
    if not least <= value <= most:
        refuse(field, f"{value} is out of reach; write from {least:,} to {most:,}")
    return value


def parse_number(value: object, field: str, *, least: float = 0, most: float) -> float:
    """Parse a number.

    Raises:
        InvalidInputError: it is none, or out of reach.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(field, f"{show_value(value)} is no number; write one, as 0.5")
    if not least <= value <= most:
        refuse(field, f"{value:g} is out of reach; write from {least:g} to {most:g}")
    return float(value)


def parse_pairs(value: object, field: str, *, most: int = 20) -> list[tuple[float, float]]:
    """Parse a list of pairs of numbers, as `[[1.0, 10], [2.0, 30]]`.

    Raises:
        InvalidInputError: it is none.
    """
    pairs = []
    for place, each in enumerate(parse_list(value, field, most=most)):
        at = f"{field}[{place}]"
        pair = parse_list(each, at, most=2)
        if len(pair) != 2:
            refuse(at, "give two numbers, as [1.0, 10]")
        first, second = (
            parse_number(number, f"{at}[{side}]", most=1_000_000)
            for side, number in enumerate(pair)
        )
        pairs.append((first, second))
    return pairs


def parse_words(value: object, field: str, *, most: int = 100) -> tuple[str, ...]:
    """Parse a list of short texts, each there once.

    Raises:
        InvalidInputError: it is none, or one is there twice.
    """
    words: list[str] = []
    for place, each in enumerate(parse_list(value, field, most=most)):
        word = parse_line(each, f"{field}[{place}]", most=60)
        if word in words:
            refuse(f"{field}[{place}]", f"{word!r} is there twice; leave one out")
        words.append(word)
    return tuple(words)


def parse_time(value: object, field: str) -> timedelta:
    """Parse an amount of counted time: `"90m"`, `"16h"`, `"2d"`, `"2h30m"`.

    Raises:
        InvalidInputError: it is none, or too long.
    """
    read = _TIME.fullmatch(value.strip()) if isinstance(value, str) and value.strip() else None
    if read is None:
        refuse(field, f'{show_value(value)} is no amount of time; write it as "90m", "16h" or "2d"')
    days, hours, minutes = (int(read[unit] or 0) for unit in "dhm")
    total = (days * 24 + hours) * 60 + minutes
    if not 1 <= total <= MOST_MINUTES:
        refuse(field, f"{show_value(value)} is out of reach; write from 1m to 366d")
    return timedelta(minutes=total)


def render_time(time: timedelta) -> str:
    """Render an amount of counted time as `16h`, `90m` or `1h30m`."""
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes or not hours else "")


def parse_money(value: object, field: str) -> tuple[int, str]:
    """Parse money, `"EUR 25.00"`, to minor units and their currency.

    Raises:
        InvalidInputError: it is none.
    """
    read = _MONEY.fullmatch(" ".join(value.split())) if isinstance(value, str) else None
    if read is None:
        refuse(field, f'{show_value(value)} is no amount of money; write it as "EUR 25.00"')
    return _parse_amount(read["amount"], read["currency"], field), read["currency"]


def parse_sums(value: object, field: str) -> dict[str, int]:
    """Parse amounts by currency, `{ EUR = "50.00" }`, to minor units.

    Raises:
        InvalidInputError: it is none.
    """
    sums = {}
    for currency, amount in parse_map(value, field).items():
        path = join(field, str(currency)[:40])
        if not _CURRENCY.fullmatch(str(currency)):
            refuse(path, f"{currency!r} is no currency; write three capitals, as EUR")
        sums[str(currency)] = _parse_amount(amount, str(currency), path)
    return sums


def join(*parts: str) -> str:
    """Join the parts of a field's path; empty ones are left out."""
    return ".".join(part for part in parts if part)


def _parse_amount(value: object, currency: str, field: str) -> int:
    amount = parse_amount(value, currency) if isinstance(value, str) else None
    if amount is None:
        refuse(field, f'{show_value(value)} is no amount; write it in quotes, as "50.00"')
    return amount


def _suggest(wrong: str, known: Collection[str]) -> str:
    nearest = get_close_matches(wrong[:40], list(known), n=1)
    return f"; did you mean {nearest[0]!r}?" if nearest else f"; known are {', '.join(known)}"
