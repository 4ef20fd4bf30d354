"""A line of the table of gestures as it is written into a cell: `voucher EUR 25.00`; pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

from domain.errors import InvalidInputError
from domain.redress import GestureKind

NOTHING: Final = "nothing"
_KINDS: Final[Mapping[str, GestureKind]] = {
    NOTHING: GestureKind.NONE,
    "none": GestureKind.NONE,
    "voucher": GestureKind.VOUCHER,
    "refund": GestureKind.REFUND_REQUEST,
    "upgrade": GestureKind.UPGRADE,
    "points": GestureKind.POINTS,
}
_WORDS: Final[Mapping[str, str]] = {
    GestureKind.NONE.value: NOTHING,
    GestureKind.VOUCHER.value: "voucher",
    GestureKind.REFUND_REQUEST.value: "refund",
    GestureKind.UPGRADE.value: "upgrade",
    GestureKind.POINTS.value: "points",
}
_MONEY: Final = re.compile(r"\b([A-Za-z]{3}) ?(\d[\d.,]*)", re.ASCII)
_COUNT: Final = re.compile(r"\b\d{1,8}\b", re.ASCII)
EXAMPLES: Final = (
    "voucher EUR 25.00",
    "refund EUR 40.00",
    "upgrade extra legroom EUR 30.00",
    "points 500 EUR 5.00",
    NOTHING,
)


def read_cell(text: str) -> dict[str, Any]:
    """Read what a cell gives, as a line of the policy has it; empty for no line.

    Raises:
        InvalidInputError: it names nothing that can be given.
    """
    words = " ".join(text.split())
    if not words:
        return {}
    first, _, rest = words.partition(" ")
    kind = _KINDS.get(first.casefold().rstrip("s:"), _KINDS.get(first.casefold()))
    if kind is None:
        known = ", ".join(_WORDS.values())
        raise InvalidInputError(f"{first!r} cannot be given; begin with one of {known}")
    line: dict[str, Any] = {"give": kind.value}
    if kind is GestureKind.NONE:
        if rest:
            raise InvalidInputError(f"leave out {rest!r}, or say what is given")
        return line
    return line | _read_terms(kind, rest)


def write_cell(line: Mapping[str, Any]) -> str:
    """Write a line of the policy into its cell; what `read_cell` reads."""
    parts = (
        _WORDS[line["give"]],
        str(line.get("points", "")),
        line.get("what", ""),
        line.get("cost", ""),
    )
    return " ".join(each for each in parts if each)


def _read_terms(kind: GestureKind, rest: str) -> dict[str, Any]:
    money = _MONEY.search(rest)
    if money is None:
        raise InvalidInputError("say what it costs behind it, as EUR 25.00")
    terms: dict[str, Any] = {"cost": f"{money[1].upper()} {money[2]}"}
    left = " ".join((rest[: money.start()] + rest[money.end() :]).split())
    if kind is GestureKind.POINTS:
        count = _COUNT.fullmatch(left)
        if count is None:
            raise InvalidInputError("say how many points, as points 500 EUR 5.00")
        return {**terms, "points": int(left)}
    if kind is GestureKind.UPGRADE:
        return {**terms, "what": left}
    if left:
        raise InvalidInputError(f"leave out {left!r}; only an upgrade says what it is")
    return terms
