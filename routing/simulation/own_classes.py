"""What came to the desk as the classes of a scenario: what is alike is told by its means."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from statistics import median
from typing import Any, Final

from domain.simulations import Handoff
from domain.staff import Queue
from routing.simulation.estimating import HandlingEstimate

# What customers write in where nobody needs to be trained for their language.
ANY_LANGUAGE: Final = "any"
MOST_CLASSES: Final = 80

_Kind = tuple[str, str, str, str, str]


def describe_classes(
    came: Sequence[Handoff],
    queues: Sequence[Queue],
    languages: Collection[str],
    *,
    days: int,
    estimate: HandlingEstimate,
) -> list[dict[str, Any]]:
    """Write what came as classes of a scenario, each with its arrivals, times and promise.

    Args:
        languages: those registered as skills; in others anybody may answer.
        days: over how many days it came.
    """
    groups: dict[_Kind, list[Handoff]] = defaultdict(list)
    for each in _join_rare([_settle(each, queues, languages) for each in came]):
        groups[_kind(each)].append(each)
    minutes = {each.name: float(max(1, each.first_response_minutes)) for each in queues}
    return [
        {
            "name": _name_class(*kind),
            **dict(zip(("queue", "channel", "language", "tier", "priority"), kind, strict=True)),
            "arrivals_per_hour": _count_hours(them, days),
            "handling_minutes": estimate.find(kind[0], kind[1]).model_dump(),
            "first_response_minutes": _find_target(them) or minutes[kind[0]],
        }
        for kind, them in sorted(groups.items())
    ]


def _name_class(queue: str, channel: str, language: str, tier: str, priority: str) -> str:
    """Name a class by what is not usual of it; no two kinds have the same name."""
    parts = [queue, channel]
    if language != ANY_LANGUAGE:
        parts.append(f"in {language}")
    if tier != "standard":
        parts.append(f"{tier} customers")
    if priority != "normal":
        parts.append(f"{priority} priority")
    return " · ".join(parts)[:100].strip()


def _settle(handoff: Handoff, queues: Sequence[Queue], languages: Collection[str]) -> Handoff:
    """Put what came to a queue that is gone into the default one, and join the languages."""
    names = {each.name for each in queues}
    default = next((each.name for each in queues if each.is_default), min(names))
    return replace(
        handoff,
        queue=handoff.queue if handoff.queue in names else default,
        language=handoff.language if handoff.language in languages else ANY_LANGUAGE,
    )


def _join_rare(came: Sequence[Handoff]) -> list[Handoff]:
    """Leave the most frequent kinds as they are, and tell others no longer by tier or priority."""
    counts = Counter(map(_kind, came))
    kept = {kind for kind, _ in counts.most_common(MOST_CLASSES)}
    return [
        each if _kind(each) in kept else replace(each, tier="standard", priority="normal")
        for each in came
    ]


def _kind(handoff: Handoff) -> _Kind:
    return handoff.queue, handoff.channel, handoff.language, handoff.tier, handoff.priority


def _count_hours(them: Iterable[Handoff], days: int) -> list[float]:
    counts = Counter(each.at.astimezone(UTC).hour for each in them)
    return [round(counts[hour] / days, 4) for hour in range(24)]


def _find_target(them: Iterable[Handoff]) -> float | None:
    targets = [each.target / timedelta(minutes=1) for each in them if each.target]
    return float(median(targets)) if targets else None
