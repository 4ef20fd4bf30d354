"""Who leads the conversations of each account."""

from collections.abc import Callable

import aiohttp

from domain.dialogue import DialogueServer
from domain.errors import InvalidInputError
from frontdesk.rasa_server import RasaServer
from frontdesk.settings import Settings

RASA = "rasa"


def find_led_by_rasa(settings: Settings) -> frozenset[tuple[str, str]]:
    """Find the accounts, by kind and name, whose conversations a Rasa server leads.

    Raises:
        InvalidInputError: there are some, but no server is named.
    """
    led = frozenset(
        (kind, account.account)
        for kind, accounts in settings.channels.items()
        for account in accounts
        if account.dialogue == RASA
    )
    if led and settings.rasa.url is None:
        kind, account = min(led)
        raise InvalidInputError(
            f'the {kind} account {account!r} has dialogue = "rasa", but no server is named; '
            "name it, or leave dialogue out",
            field="rasa.url",
        )
    return led


def make_dialogue(
    settings: Settings, http: Callable[[], aiohttp.ClientSession]
) -> DialogueServer | None:
    """Make what speaks to the Rasa server; None where the settings name none."""
    rasa = settings.rasa
    if rasa.url is None:
        return None
    return RasaServer(rasa.url, http, timeout=rasa.timeout_seconds)
