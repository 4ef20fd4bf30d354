"""What is answered to questions of a company's own: any JSON object that can do no harm."""

import math
import re
from typing import Any, Final

from frontdesk.connector.plausible import require
from frontdesk.connector.wire import ODD

DEEPEST: Final = 10
LONGEST_TEXT: Final = 2000
_ODD: Final = re.compile(f"[{ODD}\\ud800-\\udfff]")


def read_own(value: Any) -> dict[str, Any]:
    """Read an answer of which only its action knows what should stand in it.

    Raises:
        BusinessAnswerError: it is no object, deeper than `DEEPEST`, or has a text or a number in it
            that cannot be shown to anybody.
    """
    require(isinstance(value, dict), "it is no JSON object")
    _check(value, DEEPEST)
    own: dict[str, Any] = value
    return own


def _check(value: Any, deep: int) -> None:
    require(deep > 0, f"it is deeper than {DEEPEST}")
    if isinstance(value, str):
        require(len(value) <= LONGEST_TEXT, f"a text is longer than {LONGEST_TEXT} characters")
        require(not _ODD.search(value), "a text has line breaks or control characters in it")
    elif isinstance(value, float):
        require(math.isfinite(value), "a number is none")
    elif isinstance(value, list | dict):
        inner = value if isinstance(value, list) else [*value, *value.values()]
        for each in inner:
            _check(each, deep - 1)
