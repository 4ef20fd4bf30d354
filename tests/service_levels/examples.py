"""How often a property is tried: a little with every run, thoroughly in the long one."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

FEW = 30
MANY = 2000


def property_test(
    **strategies: SearchStrategy[Any],
) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """Make a test of what holds for all that the strategies give; use it in place of `@given`.

    Each argument is named after one of the test's: `@property_test(start=instants(), …)`. The
    test is run with 30 examples, the same ones each time, and with 2,000 random ones in the long
    run. It takes no fixtures. Hypothesis' own `@example` goes below it.
    """

    def make(promise: Callable[..., None]) -> Callable[[int], None]:
        def try_out(examples: int) -> None:
            few = examples == FEW
            limits = settings(
                max_examples=examples,
                deadline=None,
                derandomize=few,
                database=None,
                print_blob=not few,
                suppress_health_check=[HealthCheck.too_slow],
            )
            limits(given(**strategies)(promise))()

        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            setattr(try_out, name, getattr(promise, name))
        long_run = pytest.param(MANY, id="many", marks=pytest.mark.slow)
        return pytest.mark.parametrize("examples", [pytest.param(FEW, id="few"), long_run])(try_out)

    return make
