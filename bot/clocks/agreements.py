"""Agreements and calendars, read once for each version of them."""

import structlog

from crm_store.service_levels import get_calendar_version, get_policy_version, list_standing
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.calendars import ALWAYS, BusinessCalendar, Hours
from domain.errors import NotFoundError
from domain.service_levels import SlaPolicy
from domain.staff import Queue
from service_levels.clock_fold import HoursOf
from service_levels.opening_hours import make_hours
from service_levels.policy_matching import QUEUE_PREFIX, make_queue_policy

log = structlog.get_logger()


class Agreements:
    """What stands on record, kept in memory: a version never changes.

    Of what stands now only the ids of versions are read each time, once in a transaction.
    """

    def __init__(self) -> None:
        self._calendars: dict[str, BusinessCalendar] = {ALWAYS.version: ALWAYS}
        self._policies: dict[str, SlaPolicy] = {}

    def list_policies(self, tx: Transaction) -> tuple[SlaPolicy, ...]:
        """List the policies that are switched on, in the order in which they are tried.

        One that cannot be read, as after a restore by halves, is logged and left out: customers are
        promised by the next one that fits rather than not served.
        """
        standing = tx.read_once(list_standing)
        return tuple(
            policy
            for what, _, _, enabled, version in standing
            if what == "policy" and enabled
            if (policy := self.find_policy(tx, version)) is not None
        )

    def find_calendar(self, tx: Transaction, name: str) -> BusinessCalendar:
        """Find the present version of a calendar.

        One that is gone, or that cannot be read, counts as always open.
        """
        for what, named, _, _, version in tx.read_once(list_standing):
            if what == "calendar" and named == name:
                return self.find_calendar_version(tx, version) or ALWAYS
        return ALWAYS

    def find_policy(self, tx: Transaction, version: str) -> SlaPolicy | None:
        """Find a version of a policy; None for one that is gone or cannot be read."""
        try:
            return self.get_policy(tx, version)
        except (NotFoundError, ValueError) as error:
            log.error("policy_unreadable", version=version, error=type(error).__name__)
            return None

    def find_calendar_version(self, tx: Transaction, version: str) -> BusinessCalendar | None:
        """Find a version of a calendar; None for one that is gone or cannot be read."""
        try:
            return self.get_calendar(tx, version)
        except (NotFoundError, ValueError) as error:
            log.error("calendar_unreadable", version=version, error=type(error).__name__)
            return None

    def get_calendar(self, tx: Transaction, version: str) -> BusinessCalendar:
        """Read a version of a calendar.

        Raises:
            NotFoundError: there is none.
        """
        if version not in self._calendars:
            self._calendars[version] = get_calendar_version(tx, version)
        return self._calendars[version]

    def get_policy(self, tx: Transaction, version: str) -> SlaPolicy:
        """Read a version of a policy; those of queues have the queue's present name and title.

        Raises:
            NotFoundError: there is none.
        """
        if version.startswith(QUEUE_PREFIX):
            return make_queue_policy(_find_queue(tx, version.removeprefix(QUEUE_PREFIX)))
        if version not in self._policies:
            self._policies[version] = get_policy_version(tx, version)
        return self._policies[version]

    def hours_of(self, tx: Transaction) -> HoursOf:
        """Return what gives the hours of a version of a calendar."""

        def find(version: str) -> Hours:
            return make_hours(self.get_calendar(tx, version))

        return find


def _find_queue(tx: Transaction, name: str) -> Queue:
    for queue in list_queues(tx):
        if queue.name == name:
            return queue
    return Queue(
        name=name,
        title=name,
        topics=(),
        is_default=False,
        first_response_minutes=60,
        position=0,
    )
