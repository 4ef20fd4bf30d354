"""Calls of the company's own system, counted for operators."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

import structlog

from bot.tools import Counter
from domain.business import (
    BusinessAnswerError,
    BusinessError,
    BusinessRefusedError,
    BusinessUnavailableError,
    BusinessUnclearError,
)

log = structlog.get_logger()

P = ParamSpec("P")
R = TypeVar("R")

_OUTCOMES: Final[Mapping[type[BusinessError], str]] = {
    BusinessRefusedError: "refused",
    BusinessUnavailableError: "unavailable",
    BusinessUnclearError: "unclear",
    BusinessAnswerError: "wrong_answer",
}


class Counting(Protocol):
    """Whoever has something to count with."""

    count: Counter


S = TypeVar("S", bound=Counting)


def counted(
    method: Callable[Concatenate[S, P], Awaitable[R]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, R]]:
    """Count each call by its operation and what became of it."""
    operation = method.__name__

    @wraps(method)
    async def call(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            result = await method(self, *args, **kwargs)
        except BusinessError as error:
            outcome = _OUTCOMES.get(type(error), "unavailable")
            if outcome != "refused":
                # Its words name fields and addresses of ours, never what stood in an answer.
                log.warning("business_failed", operation=operation, outcome=outcome, why=str(error))
            self.count("business", operation=operation, outcome=outcome)
            raise
        outcome = "missing" if result is None else "ok"
        self.count("business", operation=operation, outcome=outcome)
        return result

    return call
