"""How long agents are busy with a conversation, reckoned from what they did; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from math import sqrt
from typing import Final, TypeAlias, TypeVar

import numpy as np

from domain.channel_habits import LETTERS
from domain.simulations import Handling
from routing.simulation.scenario import HandlingForm

# Minutes by which everything begins while nothing is on record.
PRIOR_MEAN: Final = 10.0
PRIOR_SD: Final = 8.0
# So many of one's own count as much as what is known of all.
_WEIGHT: Final = 10.0
# What lies longer was put aside over night, not worked at.
_LONGEST: Final = timedelta(hours=8)
_ONE_SITTING: Final = timedelta(hours=2)
_SHORTEST: Final = 0.5

Sample: TypeAlias = tuple[str, str, float]
Key = TypeVar("Key")


def measure_handling(handling: Handling) -> float | None:
    """Tell for how many minutes an agent was at it; None where that cannot be told.

    A letter is done with the first reply. A chat goes on to the last one, if that came within two
    hours. What was settled without a reply took until then.
    """
    end = handling.first_reply or handling.resolved_at
    if end is None:
        return None
    last = handling.last_reply
    if handling.channel not in LETTERS and last and last - handling.taken_at <= _ONE_SITTING:
        end = last
    took = end - handling.taken_at
    if not timedelta(0) <= took <= _LONGEST:
        return None
    return max(_SHORTEST, took / timedelta(minutes=1))


def estimate_handling(handlings: Iterable[Handling]) -> "HandlingEstimate":
    """Reckon by queue and channel how long agents take."""
    samples = []
    for each in handlings:
        minutes = measure_handling(each)
        if minutes is not None:
            samples.append((each.queue, each.channel, minutes))
    return HandlingEstimate(samples)


class HandlingEstimate:
    """Means and deviations, drawn towards those of the channel, and these towards those of all.

    Args:
        samples: queue, channel and minutes.
    """

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.number = len(samples)
        self._all = _shrink([minutes for _, _, minutes in samples], (PRIOR_MEAN, PRIOR_SD))
        channels = _group((channel, minutes) for _, channel, minutes in samples)
        self._channels = {key: _shrink(them, self._all) for key, them in channels.items()}
        pairs = _group(((queue, channel), minutes) for queue, channel, minutes in samples)
        self._pairs = {pair: _shrink(them, self._channels[pair[1]]) for pair, them in pairs.items()}

    def find(self, queue: str, channel: str) -> HandlingForm:
        """Give what is known of a queue and channel."""
        known = self._pairs.get((queue, channel)) or self._channels.get(channel) or self._all
        return HandlingForm(mean=round(known[0], 2), sd=round(known[1], 2))


def _group(pairs: Iterable[tuple[Key, float]]) -> Mapping[Key, list[float]]:
    groups: dict[Key, list[float]] = defaultdict(list)
    for key, minutes in pairs:
        groups[key].append(minutes)
    return groups


def _shrink(samples: Sequence[float], prior: tuple[float, float]) -> tuple[float, float]:
    """Weigh samples against what is known beforehand: few of them change little."""
    if not samples:
        return prior
    number, (mean, sd) = len(samples), prior
    whole = number + _WEIGHT
    own = float(np.mean(samples))
    drawn = (number * own + _WEIGHT * mean) / whole
    variance = (number * float(np.var(samples)) + _WEIGHT * sd**2) / whole
    return drawn, sqrt(variance)
