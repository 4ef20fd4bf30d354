"""What a milestone calls for, besides being on record."""

from datetime import datetime

from bot.tools import Tools
from crm_store.conversations import wake_followers
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.service_levels import SlaPolicy
from domain.sla_clocks import Milestone, SlaClock


def see_to_milestone(
    tx: Transaction,
    tools: Tools,  # noqa: ARG001 - for the steps
    conversation: Conversation,
    *,
    clock: SlaClock,  # noqa: ARG001 - for the steps
    policy: SlaPolicy,  # noqa: ARG001 - for the steps
    milestone: Milestone,  # noqa: ARG001 - for the steps
    at: datetime,  # noqa: ARG001 - for the steps
    now: datetime,  # noqa: ARG001 - for the steps
) -> None:
    """Do what the policy says of a milestone, and have everybody who looks on see it."""
    wake_followers(tx, conversation)
