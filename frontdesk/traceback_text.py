"""Where an error arose, without the values it arose from.

Other people's errors quote what they were given: a statement's parameters, the input of a
validation. Those may be what a customer wrote, so only their type is told; our own errors and the
operating system's take care of their words themselves.
"""

import traceback
from collections.abc import Iterator

from structlog.typing import ExcInfo

from domain.errors import FrontdeskError

MOST_CAUSES = 5
MOST_FRAMES = 30


def render_traceback(exc_info: ExcInfo) -> str:
    """Render an error and what led to it, the first cause first."""
    return "\n".join(_render_error(error) for error in reversed(list(_list_causes(exc_info[1]))))


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if found is None:
            return
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _render_error(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([*places, describe_error(error)])


def describe_error(error: BaseException) -> str:
    """Name an error, with its words where they are known to be harmless."""
    name = type(error).__name__
    if isinstance(error, FrontdeskError):
        return f"{name}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    # What a database's driver calls its own errors, such as 23505.
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return f"{name} ({state})" if state else name
