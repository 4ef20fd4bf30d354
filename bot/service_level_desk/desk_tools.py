"""What the desk of agreements works with."""

from dataclasses import dataclass, field

from bot.clocks.agreements import Agreements
from crm_store.service_levels import list_standing
from crm_store.staff import list_queues, list_staff
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.calendars import ALWAYS
from domain.clock import Clock, Ids
from service_levels.known_names import KnownNames


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTools:
    """Store, time, and what the settings name.

    Attributes:
        agreements: the versions that were read already.
        accounts: of all channels, as `sms/main`.
        channels: the kinds of channel that there are.
        webhooks: names of those that a step may call.
    """

    store: Store
    clock: Clock
    ids: Ids
    agreements: Agreements = field(default_factory=Agreements)
    accounts: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    webhooks: frozenset[str] = frozenset()


def read_known_names(tx: Transaction, tools: DeskTools) -> KnownNames:
    """Read everything that a policy may name."""
    calendars = {name for what, name, *_ in tx.read_once(list_standing) if what == "calendar"}
    agents = {each.email for each in list_staff(tx) if each.active and each.can_log_in}
    return KnownNames(
        queues=frozenset(each.name for each in list_queues(tx)),
        calendars=frozenset(calendars | {ALWAYS.name}),
        channels=tools.channels,
        accounts=tools.accounts,
        agents=frozenset(agents),
        webhooks=tools.webhooks,
    )
