"""What was done to a complaint, told on the page that comes next."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from aiohttp import hdrs, web

_WORDS: Final[Mapping[str, str]] = {
    "acknowledge": "Noted: the customer knows that we have it.",
    "tell": "The customer is told that it is taken down, and by when a person answers.",
    "investigate": "It is being looked into. Write down below what you find.",
    "close": "Closed.",
    "reopen": "Open again.",
    "escalate": "Noted: a body outside has it. No limit counts until it is back.",
    "assign": "Done: you see who has it above.",
    "overrule": "Overruled. The sum stays beside it, and the limits of its stages follow at once.",
    "file": "The findings are saved.",
    "link": "Linked.",
    "unlink": "No longer linked.",
    "opened": "Taken down as a complaint.",
    "propose": "Proposed. What came of it stands under the gesture.",
    "approve": "Approved. It is told with the response.",
    "decline": "Declined. Nothing is told to the customer.",
    "revoke": "Taken back.",
    "done": "Noted as done.",
    "respond": "Answered. The customer has the apology, the assurance and what was given.",
    "limited": "The limit is set. What is reserved or spent already stays so.",
    "policy-saved": "Saved as a new version. It holds from now on.",
    "policy-same": "Nothing was changed, so that there is no new version.",
    "policy-back": "Done: that version holds again, as a new one.",
    "template-saved": "Saved as a new version. It holds from now on.",
    "template-back": "Done: that version holds again, as a new one.",
    "template-shipped": "Taken away. What is shipped holds again.",
}


def find_notice(request: web.Request) -> str:
    """Find the words that the page before left to be told; empty where there are none."""
    return _WORDS.get(request.query.get("said", ""), "")


def go_on(location: str, said: str, *, part: str = "") -> web.Response:
    """Send a browser to a page, which tells what was done.

    Args:
        part: of the page, to which the browser moves.
    """
    target = f"{location}?{urlencode({'said': said})}" + (f"#{part}" if part else "")
    return web.Response(status=303, headers={hdrs.LOCATION: target})
