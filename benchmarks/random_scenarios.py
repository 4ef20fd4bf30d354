"""Scenarios by chance, of five kinds, as others might write them; the same for the same number."""

from typing import Any

import numpy as np

# Work by what the agents could do at most.
LOADS = {
    "light": (0.3, 0.6),
    "busy": (0.6, 0.9),
    "overloaded": (0.95, 1.4),
    "no patience": (0.5, 0.95),
    "mixed": (0.4, 1.1),
}
KINDS = tuple(LOADS)
_SHIFTS = (("06:00", "14:00"), ("08:00", "16:00"), ("09:00", "17:00"), ("14:00", "22:00"))
_ROUND_THE_CLOCK = (("06:00", "14:00"), ("14:00", "22:00"), ("22:00", "06:00"))
_CHANNELS = {
    # handling minutes, first-response minutes, patience minutes or None, capacity
    "chat": ((4, 12), (2, 15), (10, 60), (1, 4)),
    "sms": ((3, 8), (10, 60), (40, 180), (2, 5)),
    "email": ((6, 25), (60, 600), None, (2, 6)),
}
_TOPICS = ("billing", "general", "orders", "returns", "technical")
_LANGUAGES = ("en", "de", "fr")


def make_scenario(number: int, *, days: int = 2) -> dict[str, Any]:
    """Make the scenario of a number, 0 or above; kinds go by turns."""
    kind = KINDS[number % len(KINDS)]
    chance = np.random.default_rng([number, 2027])
    topics = sorted(map(str, chance.choice(_TOPICS, int(chance.integers(1, 5)), replace=False)))
    languages = list(_LANGUAGES[: int(chance.integers(1, 4))])
    shifts = _SHIFTS if chance.random() < 0.6 else _ROUND_THE_CLOCK
    agents = [
        _make_agent(i, topics, languages, shifts, chance)
        for i in range(int(chance.integers(4, 25)))
    ]
    classes = [
        _make_class(i, kind, topics, languages, chance) for i in range(int(chance.integers(3, 10)))
    ]
    _scale(classes, agents, float(chance.uniform(*LOADS[kind])))
    return {
        "name": f"{kind} {number}",
        "seed": number,
        "days": days,
        "start": "2026-03-02T00:00:00+00:00",
        "agents": agents,
        "queues": [_make_queue(topic, topics, chance) for topic in topics],
        "classes": classes,
    }


def _make_agent(
    number: int,
    topics: list[str],
    languages: list[str],
    shifts: tuple[tuple[str, str], ...],
    chance: np.random.Generator,
) -> dict[str, Any]:
    known = [topic for topic in topics if chance.random() < 0.5] or [str(chance.choice(topics))]
    spoken = {languages[0], *(each for each in languages if chance.random() < 0.3)}
    if number < len(topics):
        # So that somebody can serve every class.
        known, spoken = sorted({*known, topics[number]}), set(languages)
    skills = {topic: int(chance.integers(2, 6)) for topic in known}
    return {
        "name": f"agent-{number}",
        "skills": skills | {f"lang:{each}": int(chance.integers(1, 6)) for each in sorted(spoken)},
        "capacity": {
            channel: int(chance.integers(least, most + 1))
            for channel, (_, _, _, (least, most)) in _CHANNELS.items()
        },
        "shifts": [list(shifts[number % len(shifts)])],
    }


def _make_queue(topic: str, topics: list[str], chance: np.random.Generator) -> dict[str, Any]:
    # Only on to topics later in the alphabet, so that there is no circle.
    later = [other for other in topics if other > topic]
    steps = int(chance.integers(0, 3)) if chance.random() < 0.5 else 0
    overflow = [
        {"after": round(float(chance.uniform(0.3, 0.6) + 0.4 * place), 2), "to": to}
        for place, to in enumerate(later[:steps])
    ]
    return {"name": topic, "requires": {topic: 2}, "overflow": overflow}


def _make_class(
    number: int, kind: str, topics: list[str], languages: list[str], chance: np.random.Generator
) -> dict[str, Any]:
    channel = str(chance.choice(list(_CHANNELS)))
    handling, target, patience, _ = _CHANNELS[channel]
    # One in six takes several times as long; one in four comes seldom.
    mean = float(chance.uniform(*handling)) * (3.0 if chance.random() < 1 / 6 else 1.0)
    often = 0.05 if chance.random() < 0.25 else float(chance.uniform(0.3, 1.0))
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
        "arrivals_per_hour": [float(x) for x in hours * often],
        "handling_minutes": {"mean": mean, "sd": mean * float(chance.uniform(0.3, 1.0))},
        "first_response_minutes": first,
        "resolution_minutes": first * 4 + mean * 4,
    }
    if patience and kind != "no patience" and chance.random() < 0.7:
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
