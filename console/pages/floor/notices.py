"""What was done, told on the page that comes next; its address carries a key alone."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

_WORDS: Final[Mapping[str, str]] = {
    "agent-saved": "Saved. It holds for what is given out from now on.",
    "queue-made": "Made, behind all others.",
    "queue-saved": "Saved. What waits there is given out by it from now on.",
    "queue-removed": "The queue is removed.",
    "skill-made": "Made. Give it to the people who have it, or require it in a queue.",
    "skill-saved": "Saved. Whoever has the skill keeps it, and queues go on requiring it.",
    "skill-removed": "The skill is removed, also from whoever had it.",
}


def find_notice(request: web.Request) -> str:
    """Find the words that the page before left to be told; empty where there are none."""
    return _WORDS.get(request.query.get("said", ""), "")
