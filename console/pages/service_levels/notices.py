"""What was done, told on the page that comes next; its address carries keys and numbers alone."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from aiohttp import hdrs, web

_MOST_DIGITS: Final = 9
_WORDS: Final[Mapping[str, str]] = {
    "policy-made": "Made, and tried after all others. Move it up if it is to come before one.",
    "policy-saved": "Saved. Clocks that run already keep the terms that they started with.",
    "policy-moved": "Moved. Conversations that begin from now on are matched in this order.",
    "policy-on": "Switched on.",
    "policy-off": "Switched off. Clocks that run by it go on.",
    "policy-removed": "Removed. Clocks that run by it go on.",
    "calendar-made": "Made. Choose it in a policy to have promises count by it.",
    "calendar-saved": "Saved.",
    "calendar-removed": "The calendar is removed.",
    "days-imported": "Imported.",
    "days-removed": "The imported days are removed.",
}


def find_notice(request: web.Request) -> str:
    """Find the words that the page before left to be told; empty where there are none."""
    words = _WORDS.get(request.query.get("said", ""), "")
    clocks = _read_number(request.query.get("clocks", ""))
    return words if not words or clocks is None else f"{words} {_tell_clocks(clocks)}"


def go_on(location: str, said: str, *, clocks: int | None = None) -> web.Response:
    """Send a browser to a page, which tells what was done.

    Args:
        clocks: how many running clocks are counted anew because of it.
    """
    query = {"said": said} | ({} if clocks is None else {"clocks": str(clocks)})
    return web.Response(status=303, headers={hdrs.LOCATION: f"{location}?{urlencode(query)}"})


def _read_number(words: str) -> int | None:
    readable = words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS
    return int(words) if readable else None


def _tell_clocks(clocks: int) -> str:
    if clocks == 0:
        return "No running clock counts by this calendar."
    counted = "1 running clock is" if clocks == 1 else f"{clocks:,} running clocks are"
    return f"{counted} counted anew from this moment on; what was counted stays counted."
