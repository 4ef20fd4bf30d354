"""Where an error arose, without the values it arose from.

See `domain.error_words` for which errors are quoted.
"""

import traceback
from collections.abc import Iterator

from structlog.typing import ExcInfo

from domain.error_words import describe_error

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
