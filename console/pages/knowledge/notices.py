"""What was done, told on the page that comes next.

The address of that page carries a key and no words, so that no link from outside can make the
console say anything of its own.
"""

from collections.abc import Mapping
from typing import Final

from aiohttp import hdrs, web

_WORDS: Final[Mapping[str, str]] = {
    "saved": "Saved as a draft. Customers see nothing of it yet.",
    "merged": "Saved. Somebody else had changed other parts meanwhile; both changes are in.",
    "unscheduled": "Saved. It no longer goes out by itself, since it has changed.",
    "begun": "Begun. Customers see nothing of it before you publish it.",
    "translation": "The translation is begun, with the original's words to write over.",
    "submitted": "Submitted for review.",
    "sent-back": "Sent back, with your note.",
    "published": "Published. The bot answers from it in a moment.",
    "scheduled": "It will be published by itself at that time.",
    "unscheduled-now": "It is no longer published by itself.",
    "discarded": "Discarded. What is published stays as it is.",
    "deleted": "The draft is gone.",
    "retired": "Retired. Customers no longer see it, and the bot does not send it.",
    "retirement-planned": "It will be retired by itself at that time.",
    "retirement-unplanned": "It is no longer retired by itself.",
    "revived": "Published again as it was.",
    "restored": "The earlier version is a draft now. Look it over, then publish it.",
    "file": "Added. Put it into the answer where it belongs.",
    "file-removed": "The file is removed.",
    "category-added": "The category is added.",
    "category-changed": "The category is changed.",
    "category-moved": "Moved.",
    "gap-drafted": "Begun from what customers ask. Rewrite the answer for everybody, then publish.",
    "gap-added": "The questions are in the draft as variants. Look them over, then publish.",
    "gap-dismissed": "Dismissed. It comes back if it grows a lot.",
    "gap-reopened": "Open again.",
    "gap-removed": "Taken out, and later searches keep it out.",
    "gap-moved": "Moved, and later searches leave it there.",
    "gap-looking": "Looking. That takes a few seconds, or two minutes where there is very much.",
    "category-deleted": "The category is deleted.",
}


def find_notice(request: web.Request) -> str:
    """Find the words that the page before left to be told; empty where there are none."""
    return _WORDS.get(request.query.get("said", ""), "")


def go_on(location: str, said: str = "") -> web.Response:
    """Send a browser to a page, which tells what was done."""
    target = f"{location}{'&' if '?' in location else '?'}said={said}" if said else location
    return web.Response(status=303, headers={hdrs.LOCATION: target})
