"""Who arrives when, how long each takes and how long each waits: the same for every policy."""

import zlib
from dataclasses import dataclass
from math import inf, log, sqrt

import numpy as np
from numpy.typing import NDArray

from routing.simulation.scenario import ClassForm, HandlingForm, Scenario

_HOUR = 60.0
_DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Arrival:
    """One customer; all times in minutes, `at` after the start, patience infinite where endless."""

    number: int
    form: ClassForm
    at: float
    handling: float
    patience: float


def draw_arrivals(scenario: Scenario, seed: int) -> list[Arrival]:
    """Draw all that arrive, in order.

    Every class has streams of its own, so that a change of one class leaves the others' as they
    were.
    """
    found = [arrival for form in scenario.classes for arrival in _draw_class(scenario, form, seed)]
    return sorted(found, key=lambda arrival: (arrival.at, arrival.form.name, arrival.number))


def _draw_class(scenario: Scenario, form: ClassForm, seed: int) -> list[Arrival]:
    sequence = np.random.SeedSequence([seed, zlib.crc32(form.name.encode())])
    coming, work, waiting = (np.random.default_rng(child) for child in sequence.spawn(3))
    times = draw_times(scenario, form, coming)
    handling = draw_handling(form.handling_minutes, len(times), work)
    patience = [inf] * len(times)
    if form.patience_minutes is not None:
        patience = waiting.exponential(form.patience_minutes.mean, len(times)).tolist()
    return [
        Arrival(number, form, *drawn)
        for number, drawn in enumerate(
            zip(times.tolist(), handling.tolist(), patience, strict=True)
        )
    ]


def draw_times(
    scenario: Scenario, form: ClassForm, stream: np.random.Generator
) -> NDArray[np.float64]:
    """Draw a Poisson process whose rate goes by the hour of day, by thinning.

    Rule: Lewis and Shedler, "Simulation of nonhomogeneous Poisson processes by thinning", 1979.
    """
    rates = np.array(form.arrivals_per_hour)
    most = rates.max()
    minutes = scenario.days * _DAY_HOURS * _HOUR
    times = np.sort(stream.uniform(0.0, minutes, stream.poisson(most * minutes / _HOUR)))
    start = scenario.start_utc
    offset = start.hour * _HOUR + start.minute + start.second / 60
    hours = ((times + offset) // _HOUR).astype(int) % _DAY_HOURS
    kept: NDArray[np.float64] = times[stream.uniform(0.0, most, len(times)) < rates[hours]]
    return kept


def draw_handling(
    form: HandlingForm, number: int, stream: np.random.Generator
) -> NDArray[np.float64]:
    """Draw log-normal times that have the form's mean and standard deviation."""
    variance = log(1.0 + (form.sd / form.mean) ** 2)
    drawn: NDArray[np.float64] = stream.lognormal(
        log(form.mean) - variance / 2, sqrt(variance), number
    )
    return drawn
