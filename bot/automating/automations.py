"""Rules, macros and triggers, read once for each version of them."""

import structlog

from crm_store.automations import get_automation_version, list_standing_ids
from crm_store.service_levels import list_standing
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind
from domain.errors import InvalidInputError, NotFoundError
from routing.automation.definition import parse_automation, render_automation
from routing.automation.known_names import KnownNames

log = structlog.get_logger()


class Automations:
    """What stands on record, kept in memory: a version never changes.

    Of what stands now only the ids of versions are read each time, once in a transaction.
    """

    def __init__(self) -> None:
        self._versions: dict[str, Automation | None] = {}

    def list_enabled(self, tx: Transaction, kind: AutomationKind) -> tuple[Automation, ...]:
        """List what is switched on of a kind, in the order in which it is tried.

        What cannot be read, as after a restore by halves, is logged and left out.
        """
        return tuple(
            automation
            for standing, _, _, enabled, version in tx.read_once(list_standing_ids)
            if standing == kind and enabled
            if (automation := self.find_version(tx, version)) is not None
        )

    def find_named(self, tx: Transaction, kind: AutomationKind, name: str) -> Automation | None:
        """Find a rule, macro or trigger as it stands; None for one that is gone or unreadable."""
        for standing, named, _, _, version in tx.read_once(list_standing_ids):
            if standing == kind and named == name:
                return self.find_version(tx, version)
        return None

    def find_version(self, tx: Transaction, version: str) -> Automation | None:
        """Find a version; None for one that is gone or cannot be read."""
        if version not in self._versions:
            self._versions[version] = _read(tx, version)
        return self._versions[version]


def read_targets(tx: Transaction) -> KnownNames:
    """Read the queues and agreements that there are, which is all that a message's rules name."""
    return KnownNames(
        queues=frozenset(each.name for each in list_queues(tx)),
        policies=frozenset(
            name for what, name, *_ in tx.read_once(list_standing) if what == "policy"
        ),
    )


def can_be_read(automation: Automation) -> bool:
    """Say whether all of what is on record means something here.

    What a newer Frontdesk wrote may name fields that this one does not know.
    """
    try:
        parse_automation(
            automation.kind,
            automation.name,
            automation.version,
            automation.position,
            render_automation(automation),
            first=None,
        )
    except (InvalidInputError, ValueError):
        return False
    return True


def _read(tx: Transaction, version: str) -> Automation | None:
    try:
        found = get_automation_version(tx, version)
    except (NotFoundError, ValueError) as error:
        log.error("automation_left_out", version=version, error=type(error).__name__)
        return None
    if not can_be_read(found):
        log.error("automation_left_out", version=version, error="it says what means nothing here")
        return None
    return found
