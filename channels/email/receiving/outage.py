"""Trouble with a server: told once, and tried again later and later."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from domain.clock import Ids
from domain.errors import FrontdeskError

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """How long to wait between tries, in seconds: the first, doubled each time, up to the last."""

    first: float = 1
    last: float = 60


class Outage:
    """Keeps count of the tries that failed in a row.

    Args:
        count: called with the kind of error, once for each try that failed.
    """

    def __init__(
        self, account: str, *, pauses: Pauses, ids: Ids, count: Callable[[str], None]
    ) -> None:
        self._account = account
        self._pauses = pauses
        self._ids = ids
        self._count = count
        self._tries = 0

    def failed(self, error: Exception) -> float:
        """Note a try that failed and return the seconds after which to try again."""
        kind = type(error).__name__
        self._count(kind)
        if self._tries == 0:
            # The text of other errors may hold what somebody wrote.
            reason = {"reason": str(error)} if isinstance(error, FrontdeskError) else {}
            _log.warning("mailbox_outage", account=self._account, error=kind, **reason)
        pause = min(self._pauses.last, self._pauses.first * 2.0 ** min(self._tries, 30))
        self._tries += 1
        return pause * (0.75 + 0.5 * self._spread())

    def failed_at_mail(self, error: Exception) -> float:
        """Note a try that failed at one mail, by a server that hands others over.

        Those behind it wait, so that the pause stays the first however often it failed.
        """
        self._count(type(error).__name__)
        return self._pauses.first * (0.75 + 0.5 * self._spread())

    def over(self) -> None:
        """Note that all is well."""
        if self._tries:
            _log.info("mailbox_back", account=self._account, tries=self._tries)
        self._tries = 0

    def _spread(self) -> float:
        """Give a number from 0 to 1, so that many mailboxes do not come back at one moment."""
        digest = hashlib.sha256(self._ids.new().encode()).digest()
        return int.from_bytes(digest[:2], "big") / 65_535
