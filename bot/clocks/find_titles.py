"""What people call the agreements, calendars and queues that the events of a clock name."""

from collections.abc import Iterable

from bot.tools import Tools
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.sla_clocks import ClockEvent, ClockTerms
from service_levels.clock_words import Titles
from service_levels.policy_matching import QUEUE_PREFIX


def find_titles(tx: Transaction, tools: Tools, events: Iterable[ClockEvent]) -> Titles:
    """Find the titles of what events name; what cannot be read any more has none."""
    named = [each.terms for each in events if each.terms is not None]
    policies = {each.policy_version: _tell_policy(tx, tools, each) for each in named}
    calendars = {each.calendar_version: _find_title(tx, tools, each) for each in named}
    return Titles(
        policies={version: title for version, title in policies.items() if title},
        calendars={version: title for version, title in calendars.items() if title},
        queues={queue.name: queue.title for queue in list_queues(tx)},
    )


def _tell_policy(tx: Transaction, tools: Tools, terms: ClockTerms) -> str | None:
    policy = tools.agreements.find_policy(tx, terms.policy_version)
    if policy is None:
        return None
    if not terms.policy_version.startswith(QUEUE_PREFIX):
        return f"“{policy.title}”"
    genitive = "'" if policy.title.endswith("s") else "'s"
    return f"the queue {policy.title}{genitive} own promise"


def _find_title(tx: Transaction, tools: Tools, terms: ClockTerms) -> str | None:
    calendar = tools.agreements.find_calendar_version(tx, terms.calendar_version)
    return None if calendar is None else calendar.title
