"""The form of the complaint policy: filled from what people write in its file, and back; pure.

A field is named as in the policy's file where that has one place for it, so that what is wrong is
said beside it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from complaints.policy_definition import NEVER, read_policy
from console.pages.complaints.gesture_cells import read_cell, write_cell
from domain.complaint_register import ANY_CATEGORY, Severity
from domain.complaints import ComplaintStage
from domain.errors import InvalidInputError
from domain.service_levels import ClockKind

Values = Mapping[str, str]
LIMITED: Final = (
    ComplaintStage.RECEIVED,
    ComplaintStage.ACKNOWLEDGED,
    ComplaintStage.INVESTIGATING,
    ComplaintStage.RESPONDED,
    ComplaintStage.REOPENED,
)
SCORES: Final = ("each_breach", "most_breaches", "urgency", "complaint", "negative")
# Rows of pairs of numbers: those that may be filled.
OVERRUN_ROWS: Final = 6
STEP_ROWS: Final = 5
_COUNTS: Final = ("repeat_count", "repeat_days", "risk_days", "low_vote")
_TIMES: Final = ("ask_after_minutes", "rest_days", "open_days")
_TICKS: Final = ("csat", "ces")
_WHOLE: Final = re.compile(r"-?\d{1,9}", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?", re.ASCII)
_PERCENT: Final = 100
_MOST_ROUNDS: Final = 80


def list_categories(definition: Mapping[str, Any]) -> list[str]:
    """List the rows of the table: any other, what may be filed, and what else has a line."""
    named = [each["category"] for each in definition["gestures"]["table"]]
    return list(dict.fromkeys((ANY_CATEGORY, *definition["categories"], *named)))


def fill_values(definition: Mapping[str, Any]) -> dict[str, str]:
    """Fill the form from a policy as it is written."""
    severity, recovery = definition["severity"], definition["recovery"]
    gestures, joining = definition["gestures"], definition["joining"]
    values = {
        "calendar": definition["calendar"],
        "voucher_days": str(definition["voucher_days"]),
        "categories": "\n".join(definition["categories"]),
        "causes": "\n".join(definition["causes"]),
        "budgets": _write_sums(definition["budgets"]),
        "gestures.approval_above": _write_sums(gestures["approval_above"]),
        "gestures.limits.days": str(gestures["limits"]["days"]),
        "gestures.limits.most_count": str(gestures["limits"]["most_count"]),
        "gestures.limits.most_sum": _write_sums(gestures["limits"]["most_sum"]),
        "severity.days": str(severity["days"]),
        "severity.tiers": _write_points(severity["tiers"]),
        "severity.categories": _write_points(severity["categories"]),
        "joining.reference_days": str(joining["reference_days"]),
        **{f"severity.{name}": str(severity[name]) for name in SCORES},
        **{f"severity.kinds.{kind}": str(n) for kind, n in severity["kinds"].items()},
        **{f"severity.thresholds.{name}": str(n) for name, n in severity["thresholds"].items()},
        **_fill_recovery(recovery),
    }
    for line in gestures["table"]:
        values[name_cell(line["severity"], line["category"])] = write_cell(line)
    for name, stages in definition["limits"].items():
        values |= {f"limits.{name}.{stage}": limit for stage, limit in stages.items()}
    values |= _fill_pairs("severity.overrun", severity["overrun"])
    return values | _fill_pairs("joining.steps", joining["steps"])


def make_definition(
    values: Values, categories: Iterable[str]
) -> tuple[dict[str, Any], list[str], dict[str, str]]:
    """Make the policy as it is written out of the form.

    Args:
        categories: the rows of the table.

    Returns:
        The policy, the fields of the table's lines in their order, and what is wrong by field.
    """
    table, cells, faults = _read_table(values, categories)
    definition = {
        "calendar": values.get("calendar", ""),
        "voucher_days": _read_whole(values, "voucher_days"),
        "categories": _read_lines(values, "categories"),
        "causes": _read_lines(values, "causes"),
        "budgets": _read_sums(values, "budgets", faults),
        "severity": _make_severity(values, faults),
        "limits": {
            each.value: {
                stage.value: limit
                for stage in LIMITED
                if (limit := values.get(f"limits.{each}.{stage}", "").strip())
            }
            for each in Severity
        },
        "gestures": {
            "approval_above": _read_sums(values, "gestures.approval_above", faults),
            "limits": {
                "days": _read_whole(values, "gestures.limits.days"),
                "most_count": _read_whole(values, "gestures.limits.most_count"),
                "most_sum": _read_sums(values, "gestures.limits.most_sum", faults),
            },
            "table": table,
        },
        "joining": {
            "steps": _read_pairs(values, "joining.steps", STEP_ROWS),
            "reference_days": _read_whole(values, "joining.reference_days"),
        },
        "recovery": _make_recovery(values),
    }
    return definition, cells, faults


def find_faults(
    values: Values, standing: Values, categories: Iterable[str], calendars: Iterable[str]
) -> dict[str, str]:
    """Find everything that is wrong with the form, by field.

    A part of the policy tells one mistake at a time; so each that is told is set back to what
    stands, to see the next.
    """
    rows, known, tried = tuple(categories), tuple(calendars), dict(values)
    told: dict[str, str] = {}
    for _ in range(_MOST_ROUNDS):
        definition, cells, wrong = make_definition(tried, rows)
        _, faults = read_policy(definition, 1, known)
        found = wrong | {
            place_error(each.field or "", cells): each.reason
            for each in reversed(faults)
            if not wrong
        }
        news = {field: words for field, words in found.items() if field not in told}
        told |= news
        if not news:
            break
        for field in news:
            tried |= _restore(field, standing, tried)
    return {field: _reword(field, words) for field, words in told.items()}


def _restore(field: str, standing: Values, tried: Values) -> dict[str, str]:
    """Take back what was typed into a field, or into all rows that it stands among."""
    rows, found, _ = field.partition("[")
    names = [each for each in {*tried, *standing} if each.startswith(f"{rows}[")]
    return {name: standing.get(name, "") for name in (names if found else [field])}


def _reword(field: str, words: str) -> str:
    """Say what is wrong as it is for the form, and not for the file."""
    if field == "recovery.ask_share":
        return "write from 0 to 100 per cent"
    return words.replace("write it in quotes, as", "write it as").replace('"', "")


def name_cell(severity: str, category: str) -> str:
    """Name the field of a cell of the table."""
    return f"cell.{severity}.{category}"


def place_error(path: str, cells: list[str]) -> str:
    """Find the field of the form at which a mistake of the policy is said.

    Args:
        cells: the fields of the table's lines, in their order.
    """
    line = re.match(r"gestures\.table\[(\d+)\]", path)
    if line is not None and int(line[1]) < len(cells):
        return cells[int(line[1])]
    pair = re.match(r"((?:severity\.overrun|joining\.steps)\[\d+\])(?:\[(\d)\])?", path)
    if pair is not None:
        return f"{pair[1]}.{'second' if pair[2] == '1' else 'first'}"
    for field in _SHORTENED:
        if path == field or path.startswith((f"{field}.", f"{field}[")):
            return field
    return path if path != "severity.overrun" else "severity.overrun[0].first"


_SHORTENED: Final = (
    *("budgets", "categories", "causes", "severity.tiers", "severity.categories"),
    *("gestures.approval_above", "gestures.limits.most_sum"),
)


def _read_table(
    values: Values, categories: Iterable[str]
) -> tuple[list[dict[str, Any]], list[str], dict[str, str]]:
    table, cells, faults = [], [], {}
    for category in categories:
        for severity in Severity:
            field = name_cell(severity, category)
            try:
                line = read_cell(values.get(field, ""))
            except InvalidInputError as error:
                faults[field] = error.reason
                continue
            if line:
                table.append({"severity": severity.value, "category": category, **line})
                cells.append(field)
    return table, cells, faults


def _make_severity(values: Values, faults: dict[str, str]) -> dict[str, Any]:
    graver = [each for each in Severity if each is not Severity.MINOR]
    return {
        "overrun": _read_pairs(values, "severity.overrun", OVERRUN_ROWS),
        **{name: _read_whole(values, f"severity.{name}") for name in (*SCORES, "days")},
        "kinds": {each.value: _read_whole(values, f"severity.kinds.{each}") for each in ClockKind},
        "tiers": _read_points(values, "severity.tiers", faults),
        "categories": _read_points(values, "severity.categories", faults),
        "thresholds": {
            each.value: _read_whole(values, f"severity.thresholds.{each}") for each in graver
        },
    }


def _fill_recovery(recovery: Mapping[str, Any]) -> dict[str, str]:
    hours = recovery["follow_up_hours"]
    return {
        "recovery.follow_up_hours": "" if hours == NEVER else _write_number(hours),
        "recovery.ask_share": _write_number(recovery["ask_share"] * _PERCENT),
        **{f"recovery.{name}": "1" if recovery[name] else "" for name in _TICKS},
        **{f"recovery.{name}": _write_number(recovery[name]) for name in (*_COUNTS, *_TIMES)},
    }


def _make_recovery(values: Values) -> dict[str, Any]:
    share = _read_number(values, "recovery.ask_share")
    hours = values.get("recovery.follow_up_hours", "").strip()
    return {
        "follow_up_hours": _read_number(values, "recovery.follow_up_hours") if hours else NEVER,
        "ask_share": share / _PERCENT if isinstance(share, float) else share,
        **{name: bool(values.get(f"recovery.{name}")) for name in _TICKS},
        **{name: _read_whole(values, f"recovery.{name}") for name in _COUNTS},
        **{name: _read_number(values, f"recovery.{name}") for name in _TIMES},
    }


def _fill_pairs(field: str, pairs: Iterable[Iterable[float]]) -> dict[str, str]:
    return {
        f"{field}[{place}].{side}": _write_number(number)
        for place, pair in enumerate(pairs)
        for side, number in zip(("first", "second"), pair, strict=True)
    }


def _read_pairs(values: Values, field: str, rows: int) -> list[list[Any]]:
    """Read rows of two numbers; one that is empty is left out, of those behind it as well."""
    pairs = []
    for place in range(rows):
        names = [f"{field}[{place}].{side}" for side in ("first", "second")]
        if any(values.get(name, "").strip() for name in names):
            pairs.append([_read_number(values, name) for name in names])
    return pairs


def _read_lines(values: Values, field: str) -> list[str]:
    lines = (" ".join(each.split()) for each in values.get(field, "").splitlines())
    return [each for each in lines if each]


def _read_whole(values: Values, field: str) -> int | str:
    text = values.get(field, "").strip()
    return int(text) if _WHOLE.fullmatch(text) else text


def _read_number(values: Values, field: str) -> float | str:
    text = values.get(field, "").strip()
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else text


def _write_number(number: float) -> str:
    return f"{number:g}"


def _read_sums(values: Values, field: str, faults: dict[str, str]) -> dict[str, str]:
    """Read amounts with their currencies: `EUR 50.00, USD 60.00`."""

    def read(each: str) -> tuple[str, str]:
        currency, _, amount = each.partition(" ")
        return currency.upper(), amount.strip()

    words = "write each amount with its currency and commas between, as EUR 50.00, USD 60.00"
    return _read_items(values, field, faults, read, words)


def _write_sums(sums: Mapping[str, str]) -> str:
    return ", ".join(f"{currency} {amount}" for currency, amount in sums.items())


def _read_points(values: Values, field: str, faults: dict[str, str]) -> dict[str, Any]:
    """Read names with their points: `gold 10, lost baggage 5`."""

    def read(each: str) -> tuple[str, Any]:
        name, _, points = each.rpartition(" ")
        return name.strip(), int(points) if _WHOLE.fullmatch(points) else ""

    words = "write each name with its points behind it and commas between, as gold 10, silver 5"
    return _read_items(values, field, faults, read, words)


def _write_points(points: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {worth}" for name, worth in points.items())


def _read_items(
    values: Values,
    field: str,
    faults: dict[str, str],
    read: Callable[[str], tuple[str, Any]],
    words: str,
) -> dict[str, Any]:
    items: dict[str, Any] = {}
    for each in values.get(field, "").split(","):
        if not each.strip():
            continue
        name, value = read(" ".join(each.split()))
        if not name or value == "" or name in items:
            faults[field] = f"{name!r} is there twice; leave one out" if name in items else words
        items[name] = value
    return items
