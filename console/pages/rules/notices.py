"""What was done to a rule, macro or trigger, told on the page that comes next."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

_WORDS: Final[Mapping[str, str]] = {
    "made": "Made, behind all others, and switched off. Look at the dry run before you switch it "
    "on.",
    "made-on": "Made, behind all others, and switched on.",
    "saved": "Saved as a new version. It holds from now on.",
    "moved": "Moved.",
    "on": "Switched on.",
    "off": "Switched off. What it did stays as it is.",
    "removed": "Removed. What it did stays as it is.",
    "back": "Done: that version holds again, as a new one.",
}


def find_notice(request: web.Request) -> str:
    """Find the words that the page before left to be told; empty where there are none."""
    return _WORDS.get(request.query.get("said", ""), "")
