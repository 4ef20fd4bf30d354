"""What is promised in a conversation as it stands: the policy that fits, and its target."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.tools import Tools
from crm_store.customers import find_tier
from crm_store.staff import get_default_queue, list_queues
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.service_levels import ClockKind, PolicyFacts, SlaPolicy
from domain.sla_clocks import ClockTerms
from domain.staff import Queue
from service_levels.policy_matching import find_policy, make_queue_policy

STANDARD_TIER: Final = "standard"


@dataclass(frozen=True, slots=True)
class _TierOf:
    """Reads a customer's tier; equal to all others that do, so that it is read once."""

    customer_id: str

    def __call__(self, tx: Transaction) -> str:
        return find_tier(tx, self.customer_id)


def choose_policy(tx: Transaction, tools: Tools, conversation: Conversation) -> SlaPolicy:
    """Choose the policy that holds: one that a rule chose, or the first that fits.

    What was chosen and is switched off or gone is passed over; where none fits, it is the queue's
    own promise.
    """
    policies = tools.agreements.list_policies(tx)
    if conversation.policy is not None:
        chosen = next((each for each in policies if each.name == conversation.policy), None)
        if chosen is not None:
            return chosen
    if policies:
        # Whoever only tries what would come of it is no customer on record.
        known = bool(conversation.customer_id)
        needs_tier = known and any(policy.conditions.tiers for policy in policies)
        tier = tx.read_once(_TierOf(conversation.customer_id)) if needs_tier else STANDARD_TIER
        facts = PolicyFacts(
            tier=tier,
            channel=conversation.channel,
            account=f"{conversation.channel}/{conversation.account}",
            topic=conversation.topic,
            queue=conversation.queue,
        )
        policy = find_policy(policies, facts)
        if policy is not None:
            return policy
    return make_queue_policy(_find_queue(tx, conversation.queue))


def make_terms(
    tx: Transaction,
    tools: Tools,
    policy: SlaPolicy,
    conversation: Conversation,
    kind: ClockKind,
) -> ClockTerms | None:
    """Freeze what a policy promises; None where it promises nothing of this kind."""
    minutes = policy.find_target(kind, conversation.priority)
    if minutes is None:
        return None
    calendar = tools.agreements.find_calendar(tx, policy.calendar)
    return ClockTerms(
        policy=policy.name,
        policy_version=policy.version,
        calendar=calendar.name,
        calendar_version=calendar.version,
        target=timedelta(minutes=minutes),
        priority=conversation.priority.value,
        queue=conversation.queue,
    )


def _find_queue(tx: Transaction, name: str | None) -> Queue:
    queues = list_queues(tx)
    named = (queue for queue in queues if queue.name == name)
    fallbacks = (queue for queue in queues if queue.is_default)
    return next(named, None) or next(fallbacks, None) or get_default_queue(tx)
