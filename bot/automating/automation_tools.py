"""What the desk of rules, macros and triggers works with."""

from dataclasses import dataclass, field

from bot.automating.automations import Automations
from crm_store.conversation_tags import count_tags
from crm_store.customers import list_tiers
from crm_store.service_levels import list_standing_policies
from crm_store.staff import list_queues, list_staff
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.clock import Clock, Ids
from routing.automation.known_names import KnownNames


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationTools:
    """Store, time, and what the settings name.

    Attributes:
        automations: the versions that were read already.
        accounts: of all channels, as `sms/main`.
        channels: the kinds of channel that there are.
        languages: of the company, the first one being its own.
        time_zone: IANA name of the zone in which rules read the time.
    """

    store: Store
    clock: Clock
    ids: Ids
    automations: Automations = field(default_factory=Automations)
    accounts: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("en",)
    time_zone: str = "UTC"


def read_known_names(tx: Transaction, tools: AutomationTools) -> KnownNames:
    """Read everything that a rule, macro or trigger may name."""
    policies = [each.definition for each in list_standing_policies(tx)]
    queues = list_queues(tx)
    agents = {each.email for each in list_staff(tx) if each.active and each.can_log_in}
    agreed = {tier for each in policies for tier in each.conditions.tiers}
    topics = {topic for queue in queues for topic in queue.topics}
    return KnownNames(
        queues=frozenset(each.name for each in queues),
        policies=frozenset(each.name for each in policies),
        tiers=list_tiers(tx) | agreed | {"standard"},
        channels=tools.channels,
        accounts=tools.accounts,
        languages=tools.languages,
        agents=frozenset(agents),
        topics=frozenset(topics | {t for each in policies for t in each.conditions.topics}),
        tags=frozenset(count_tags(tx)),
    )
