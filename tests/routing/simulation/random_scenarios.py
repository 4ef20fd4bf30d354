"""Scenarios by chance: of any size, mix, staffing and load, as somebody else might write them."""

from typing import Any

import numpy as np

_SHIFTS = (("06:00", "14:00"), ("08:00", "16:00"), ("09:00", "17:00"), ("14:00", "22:00"))
_CHANNELS = {
    # handling minutes, first-response minutes, patience minutes or None, capacity
    "chat": ((5, 12), (2, 12), (15, 60), (1, 4)),
    "sms": ((3, 8), (10, 40), (60, 180), (2, 5)),
    "email": ((6, 16), (60, 600), None, (2, 6)),
}
_TOPICS = ("billing", "general", "orders", "technical")
_LANGUAGES = ("en", "de", "fr")


def make_scenario(number: int) -> dict[str, Any]:
    """Make the scenario of a number; the same each time."""
    chance = np.random.default_rng([number, 4711])
    topics = list(chance.choice(_TOPICS, int(chance.integers(2, 5)), replace=False))
    languages = list(_LANGUAGES[: int(chance.integers(1, 4))])
    agents = [_make_agent(i, topics, languages, chance) for i in range(int(chance.integers(6, 30)))]
    classes = [
        _make_class(i, topics, languages, chance) for i in range(int(chance.integers(3, 10)))
    ]
    _scale(classes, agents, float(chance.uniform(0.5, 1.25)))
    return {
        "name": f"random-{number}",
        "seed": number,
        "days": 2,
        "start": "2026-03-02T00:00:00+00:00",
        "agents": agents,
        "queues": [_make_queue(topic, topics, chance) for topic in topics],
        "classes": classes,
    }


def _make_agent(
    number: int, topics: list[str], languages: list[str], chance: np.random.Generator
) -> dict[str, Any]:
    known = [topic for topic in topics if chance.random() < 0.5] or [str(chance.choice(topics))]
    spoken = {languages[0], *(each for each in languages if chance.random() < 0.3)}
    if number < len(topics):
        known, spoken = sorted({*known, topics[number]}), set(languages)
    skills = {str(topic): int(chance.integers(2, 6)) for topic in known}
    return {
        "name": f"agent-{number}",
        "skills": skills | {f"lang:{each}": int(chance.integers(1, 6)) for each in sorted(spoken)},
        "capacity": {
            channel: int(chance.integers(least, most + 1))
            for channel, (_, _, _, (least, most)) in _CHANNELS.items()
        },
        "shifts": [list(_SHIFTS[number % len(_SHIFTS)])],
    }


def _make_queue(topic: str, topics: list[str], chance: np.random.Generator) -> dict[str, Any]:
    # Only on to topics later in the alphabet, so that there is no circle.
    later = [other for other in topics if other > topic]
    step = (
        {"after": round(float(chance.uniform(0.5, 1.0)), 2), "to": str(later[0])} if later else {}
    )
    overflow = [step] if step and chance.random() < 0.4 else []
    return {"name": str(topic), "requires": {str(topic): 2}, "overflow": overflow}


def _make_class(
    number: int, topics: list[str], languages: list[str], chance: np.random.Generator
) -> dict[str, Any]:
    channel = str(chance.choice(list(_CHANNELS)))
    handling, target, patience, _ = _CHANNELS[channel]
    mean = float(chance.uniform(*handling))
    first = round(float(chance.uniform(*target)), 1)
    peak, width = chance.uniform(9, 17), chance.uniform(2, 5)
    hours = np.exp(-((np.arange(24) - peak) ** 2) / (2 * width**2))
    made = {
        "name": f"class-{number}",
        "queue": str(chance.choice(topics)),
        "channel": channel,
        "language": languages[0] if chance.random() < 0.6 else str(chance.choice(languages)),
        "tier": str(chance.choice(["standard", "standard", "silver", "gold"])),
        "priority": str(chance.choice(["low", "normal", "normal", "high", "urgent"])),
        "arrivals_per_hour": [float(x) for x in hours * chance.uniform(0.3, 1.0)],
        "handling_minutes": {"mean": mean, "sd": mean * float(chance.uniform(0.3, 1.0))},
        "first_response_minutes": first,
        "resolution_minutes": first * 4 + mean * 4,
    }
    if patience and chance.random() < 0.7:
        made["patience_minutes"] = {"mean": float(chance.uniform(*patience))}
    return made


def _scale(classes: list[dict[str, Any]], agents: list[dict[str, Any]], load: float) -> None:
    """Bring the work of a day to a share of what the agents there could do at most."""
    work = sum(
        sum(each["arrivals_per_hour"])
        * each["handling_minutes"]["mean"]
        / np.mean([agent["capacity"][each["channel"]] for agent in agents])
        for each in classes
    )
    factor = load * len(agents) * 8 * 60 / work
    for each in classes:
        each["arrivals_per_hour"] = [round(x * factor, 3) for x in each["arrivals_per_hour"]]
