"""Erlang C and Erlang A: how many agents a service level takes.

Erlang C (A. K. Erlang, 1917): nobody leaves. Erlang A (C. Palm, 1946; Garnett, Mandelbaum and
Reiman, "Designing a call center with impatient customers", 2002): patience is exponential. Both
are of Poisson arrivals and exponential handling, in balance.
"""

from math import ceil, inf

import numpy as np
from scipy.linalg import expm

_MOST_AGENTS = 10_000
# Beyond this queue the chance that it is still longer is nothing.
_NEGLIGIBLE = 1e-12


def find_service_level(
    arrivals: float, handling: float, agents: int, target: float, patience: float = inf
) -> float:
    """Tell the share of all arrivals, 0 to 1, that is answered within the target.

    Args:
        arrivals: per minute.
        handling: mean, in minutes.
        agents: how many can be served at once.
        target: in minutes.
        patience: mean, in minutes; infinite where nobody leaves (Erlang C).
    """
    if arrivals <= 0:
        return 1.0
    if agents <= 0:
        return 0.0
    if patience == inf:
        return _find_level_without_leaving(arrivals * handling, handling, agents, target)
    return _find_level_with_leaving(arrivals, handling, agents, target, patience)


def find_agents(
    arrivals: float, handling: float, target: float, wanted: float, patience: float = inf
) -> int:
    """Find the least number of agents with whom a share `wanted` is answered within the target.

    Raises:
        ValueError: `wanted` is not below 1, or it takes more than 10,000.
    """
    if not 0 <= wanted < 1:
        raise ValueError("a share that can be reached is 0 or more and less than 1")
    least = 0 if arrivals <= 0 else 1
    most = max(least, ceil(arrivals * handling) + 1)
    while find_service_level(arrivals, handling, most, target, patience) < wanted:
        least, most = most + 1, most * 2
        if most > _MOST_AGENTS:
            raise ValueError(f"it takes more than {_MOST_AGENTS:,} agents")
    while least < most:
        middle = (least + most) // 2
        if find_service_level(arrivals, handling, middle, target, patience) >= wanted:
            most = middle
        else:
            least = middle + 1
    return most


def find_waiting_chance(offered: float, agents: int) -> float:
    """Erlang C: the chance that somebody has to wait, by the recursion of Erlang B."""
    if offered >= agents:
        return 1.0
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked / (1 - offered / agents * (1 - blocked))


def _find_level_without_leaving(
    offered: float, handling: float, agents: int, target: float
) -> float:
    if offered >= agents:
        return 0.0
    waits = find_waiting_chance(offered, agents)
    return float(1 - waits * np.exp(-(agents - offered) * target / handling))


def _find_level_with_leaving(
    arrivals: float, handling: float, agents: int, target: float, patience: float
) -> float:
    """Sum, over the queue that is met, the chance to be served in time and before leaving."""
    chances = _find_states(arrivals, 1 / handling, 1 / patience, agents)
    ahead = chances[agents:]
    reached = _find_in_time(len(ahead), agents / handling, 1 / patience, target)
    return float(min(1.0, chances[:agents].sum() + (ahead * reached).sum()))


def _find_states(arrivals: float, service: float, leaving: float, agents: int) -> np.ndarray:
    """Find the chance of each number of customers in balance: a birth and death process."""
    logs = [0.0]
    peak = 0.0
    number = 0
    while number < agents or logs[-1] > peak + np.log(_NEGLIGIBLE):
        number += 1
        away = min(number, agents) * service + max(0, number - agents) * leaving
        logs.append(logs[-1] + float(np.log(arrivals / away)))
        peak = max(peak, logs[-1])
    weights = np.exp(np.array(logs) - peak)
    shares: np.ndarray = weights / weights.sum()
    return shares


def _find_in_time(most: int, service: float, leaving: float, target: float) -> np.ndarray:
    """Find by number of customers ahead the chance to be served within the target.

    A chain over how many are ahead: each is served or leaves, the one looked at leaves as well.
    """
    size = most + 1
    rates = np.zeros((size + 1, size + 1))
    for ahead in range(most):
        # One step nearer; from 0 ahead to being served (the state before the last).
        on = ahead - 1 if ahead else most
        rates[ahead, on] = service + ahead * leaving
        rates[ahead, size] = leaving
        rates[ahead, ahead] = -rates[ahead].sum()
    reached: np.ndarray = expm(rates * target)[:most, most]
    return reached
