"""A policy as a form holds it, back and forth to its definition; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.errors import InvalidInputError
from domain.service_levels import DEFAULT, ClockKind, Retarget

KINDS: Final = tuple(kind.value for kind in ClockKind)
CONDITIONS: Final = ("tiers", "queues", "topics", "channels", "accounts")
# Those that may be words which nothing has had yet.
FREE_CONDITIONS: Final = ("tiers", "topics")
MOST_STEPS: Final = 20
_HELD: Final = ("customer", "snooze", "third_party")
_LIST_INDEX: Final = re.compile(r"\[\d+\]$")
_STEP_FIELDS: Final = re.compile(r"(steps\[\d+\])\.(?:do|to)")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step as its row holds it.

    Attributes:
        what: what it does and to whom, as `notify supervisors`.
    """

    at: str = ""
    what: str = ""
    kinds: tuple[str, ...] = KINDS
    email: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyForm:
    """A policy as the form holds it.

    Attributes:
        conditions: what was chosen, by kind of condition.
        targets: by `first_response.default`; empty ones are not there.
        pauses: as `resolution.customer`.
        based_on: id of the version that it was made from; empty for a new one.
    """

    title: str = ""
    enabled: bool = True
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calendar: str = "always"
    targets: Mapping[str, str] = field(default_factory=dict)
    pauses: frozenset[str] = frozenset(f"resolution.{each}" for each in _HELD)
    warnings: str = "80"
    steps: tuple[StepRow, ...] = ()
    retarget: str = Retarget.ALWAYS.value
    tell_customer: bool = True
    based_on: str = ""


def fill_form(definition: Mapping[str, Any], based_on: str) -> PolicyForm:
    """Fill the form with a policy as it is written, see `service_levels.policy_definition`."""
    pauses = definition["pauses"].items()
    return PolicyForm(
        title=definition["title"],
        enabled=definition["enabled"],
        conditions={name: tuple(each) for name, each in definition["conditions"].items()},
        calendar=definition["calendar"],
        targets=dict(_list_targets(definition["targets"])),
        pauses=frozenset(f"{kind}.{reason}" for kind, reasons in pauses for reason in reasons),
        warnings=", ".join(str(each) for each in definition["warnings"]),
        steps=tuple(_fill_step(each) for each in definition["steps"]),
        retarget=definition["retarget"],
        tell_customer=definition["tell_customer"],
        based_on=based_on,
    )


def read_policy_form(fields: Mapping[str, str]) -> PolicyForm:
    """Read what was filled in; rows of steps that are empty or to be removed are left out."""
    text = {name: value.strip() for name, value in fields.items()}
    conditions = {name: tuple(_read_condition(fields, name)) for name in CONDITIONS}
    return PolicyForm(
        title=text.get("title", ""),
        enabled="enabled" in fields,
        conditions={name: values for name, values in conditions.items() if values},
        calendar=text.get("calendar", ""),
        targets={
            name.removeprefix("targets."): value
            for name, value in text.items()
            if name.startswith("targets.") and value
        },
        pauses=frozenset(
            name.removeprefix("pauses.") for name in fields if name.startswith("pauses.")
        ),
        warnings=text.get("warnings", ""),
        steps=tuple(_read_steps(text)),
        retarget=text.get("retarget", ""),
        tell_customer="tell_customer" in fields,
        based_on=text.get("based_on", ""),
    )


def make_definition(form: PolicyForm) -> dict[str, Any]:
    """Make the definition that a form stands for; what else is wrong in it is for the desk to say.

    Raises:
        InvalidInputError: a step does nothing.
    """
    return {
        "title": form.title,
        "enabled": form.enabled,
        "conditions": {name: list(values) for name, values in form.conditions.items()},
        "calendar": form.calendar,
        "targets": _nest(form.targets),
        "pauses": {
            kind: [each for each in _HELD if f"{kind}.{each}" in form.pauses] for kind in KINDS
        },
        "warnings": [_read_percent(each) for each in re.split(r"[,;%\s]+", form.warnings) if each],
        "retarget": form.retarget,
        "tell_customer": form.tell_customer,
        "steps": [_make_step(each, at) for at, each in enumerate(form.steps)],
    }


def place_error(path: str) -> str:
    """Find the field of the form in which the fault at a definition's path is shown."""
    path = _STEP_FIELDS.sub(r"\1.what", path)
    return path if path.startswith("steps[") and path.endswith("]") else _LIST_INDEX.sub("", path)


def _list_targets(targets: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, target in targets.items():
        for priority, words in ({DEFAULT: target} if isinstance(target, str) else target).items():
            yield f"{kind}.{priority}", words


def _fill_step(step: Mapping[str, Any]) -> StepRow:
    return StepRow(
        at=step["at"],
        what=f"{step['do']} {step['to']}",
        kinds=tuple(step.get("kinds", KINDS)),
        email=step.get("email", False),
    )


def _read_condition(fields: Mapping[str, str], name: str) -> Iterator[str]:
    prefix = f"conditions.{name}:"
    chosen = [each.removeprefix(prefix) for each in fields if each.startswith(prefix)]
    yield from chosen
    others = fields.get(f"conditions.{name}", "").split(",")
    yield from (each.strip() for each in others if each.strip() and each.strip() not in chosen)


def _read_steps(text: Mapping[str, str]) -> Iterator[StepRow]:
    for at in range(MOST_STEPS + 5):
        prefix = f"steps[{at}]"
        row = StepRow(
            at=text.get(f"{prefix}.at", ""),
            what=text.get(f"{prefix}.what", ""),
            kinds=tuple(each for each in KINDS if f"{prefix}.kinds.{each}" in text),
            email=f"{prefix}.email" in text,
        )
        if (row.at or row.what) and f"{prefix}.remove" not in text:
            yield row


def _make_step(row: StepRow, at: int) -> dict[str, Any]:
    if not row.what:
        raise InvalidInputError("choose what is to happen then", field=f"steps[{at}].do")
    do, _, to = row.what.partition(" ")
    step: dict[str, Any] = {"at": row.at, "do": do, "to": to}
    if row.kinds != KINDS:
        step["kinds"] = list(row.kinds)
    return step | ({"email": True} if row.email else {})


def _read_percent(words: str) -> int | str:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 4 else words


def _nest(targets: Mapping[str, str]) -> dict[str, dict[str, str]]:
    nested: dict[str, dict[str, str]] = {}
    for name, value in targets.items():
        kind, _, priority = name.partition(".")
        nested.setdefault(kind, {})[priority] = value
    return nested
