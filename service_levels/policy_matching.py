"""Which agreement holds: the first, in their order, that fits."""

from collections.abc import Sequence

from domain.calendars import ALWAYS
from domain.service_levels import DEFAULT, ClockKind, PolicyConditions, PolicyFacts, SlaPolicy
from domain.staff import Queue

# Before any agreement: what a queue promises of its own.
QUEUE_PREFIX = "queue:"


def find_policy(policies: Sequence[SlaPolicy], facts: PolicyFacts) -> SlaPolicy | None:
    """Find the first policy that is switched on and fits; None where none does.

    Where two fit, the earlier one holds.
    """
    return next(
        (each for each in policies if each.enabled and fits(each.conditions, facts)),
        None,
    )


def fits(conditions: PolicyConditions, facts: PolicyFacts) -> bool:
    """Say whether all that is named fits; what is empty fits everything."""
    named = (
        (conditions.tiers, facts.tier),
        (conditions.channels, facts.channel),
        (conditions.accounts, facts.account),
        # As queues compare them: tags are written in any case.
        (conditions.topics, None if facts.topic is None else facts.topic.casefold()),
        (conditions.queues, facts.queue),
    )
    return all(not wanted or given in wanted for wanted, given in named)


def make_queue_policy(queue: Queue) -> SlaPolicy:
    """Make the policy that holds in a queue where none fits: its own minutes, round the clock."""
    minutes = {DEFAULT: queue.first_response_minutes}
    name = f"{QUEUE_PREFIX}{queue.name}"
    return SlaPolicy(
        name=name,
        title=queue.title,
        version=name,
        position=0,
        calendar=ALWAYS.name,
        targets={ClockKind.FIRST_RESPONSE: minutes, ClockKind.NEXT_RESPONSE: minutes},
    )
