"""Numbers as charts can draw them; pure."""

from math import isfinite


def keep_finite(value: float | None) -> float | None:
    """Keep a number that has a place on an axis; None for none, for what is no number, and ∞."""
    return value if value is not None and isfinite(value) else None
