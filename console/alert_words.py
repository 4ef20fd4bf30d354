"""Who an alert is for, in words; pure."""

from collections.abc import Mapping

from domain.alerts import QUEUE, SUPERVISORS


def name_audience(audience: str, queue_titles: Mapping[str, str]) -> str:
    """Say to somebody of an audience who else was told."""
    if audience == SUPERVISORS:
        return "For supervisors"
    if audience.startswith(QUEUE):
        queue = audience.removeprefix(QUEUE)
        return f"For {queue_titles.get(queue, queue)}"
    return "For you"
