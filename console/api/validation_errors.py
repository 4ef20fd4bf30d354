"""What pydantic finds wrong with a request, in words that name each field and what to do."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from channels.text_cleaning import clean_line
from console.api.problem_documents import ProblemError

# A body of a megabyte can hold a hundred thousand unknown fields; nobody reads so many errors.
MAX_ENTRIES = 50

# By pydantic's names, where its own words are for programmers.
_INSTANT = "should be an instant with its offset, such as 2026-03-02T09:00:00Z"
_DATES = {
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "datetime_type": _INSTANT,
    "timezone_aware": _INSTANT,
    "date_parsing": "should be a day such as 2026-03-02",
    "date_from_datetime_parsing": "should be a day such as 2026-03-02",
}

Entry = dict[str, str]


def make_validation_problem(error: ValidationError, model: type[BaseModel]) -> ProblemError:
    """Make the refusal that names every field at fault, up to `MAX_ENTRIES` of them."""
    found = error.errors(include_url=False, include_input=False)
    entries = [_describe(each, _known_names(model)) for each in found[:MAX_ENTRIES]]
    return make_entries_problem(entries, total=len(found))


def make_entries_problem(entries: list[Entry], *, total: int | None = None) -> ProblemError:
    """Make the refusal from entries `{field, reason}`."""
    first = "; ".join(f"{entry['field']} {entry['reason']}".strip() for entry in entries[:3])
    number = total if total is not None else len(entries)
    more = f"; and {number - 3} more" if number > 3 else ""
    return ProblemError(422, f"the request cannot be used: {first}{more}", errors=entries)


def suggest_name(name: str, known: Iterable[str]) -> str:
    """Say what an unknown name may have been meant to be."""
    names = sorted(known)
    near = process.extractOne(name[:100], names, score_cutoff=55)
    if near is not None:
        return f"is not known here; did you mean {near[0]}?"
    return f"is not known here; known are {', '.join(names)}" if names else "is not known here"


def _known_names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _describe(error: Mapping[str, Any], known: list[str]) -> Entry:
    location = error["loc"]
    field = clean_line(".".join(str(part) for part in location), max_length=100)
    return {"field": field, "reason": _reason(error, location, known)}


def _reason(error: Mapping[str, Any], location: tuple[Any, ...], known: list[str]) -> str:
    kind, message = error["type"], error["msg"]
    if kind == "extra_forbidden":
        # Only the fields of the outermost object are known here.
        return suggest_name(str(location[0]), known) if len(location) == 1 else "is not known here"
    if kind in _DATES:
        return _DATES[kind]
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return str(message).removeprefix("Input ").removeprefix("String ").removeprefix("Value ")
