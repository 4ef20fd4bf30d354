"""Escalation step: the people of a second queue see the conversation as well."""

from bot.assigning.log_routing import log_routing
from bot.clocks.alert_people import alert
from bot.clocks.escalation import Escalation
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.milestone_words import tell_standing
from bot.tools import Tools
from crm_store.staff import get_queue
from crm_store.transaction import Transaction
from domain.alerts import address_queue
from domain.routings import RoutingKind


def widen_queue(tx: Transaction, tools: Tools, escalation: Escalation) -> str:
    """Show the conversation in the queue that the step names as well, and tell its people.

    It stays in its own queue, by whose promise it is counted. It may be shown in one more at a
    time, so that the latest step holds.

    Raises:
        NotFoundError: there is no such queue.
    """
    conversation, queue = escalation.conversation, get_queue(tx, escalation.step.to)
    if queue.name in {conversation.queue, conversation.widened_to}:
        return f"{queue.title} sees it already"
    changed = change_with_clocks(tx, tools, conversation, now=escalation.now, widened_to=queue.name)
    own = get_queue(tx, conversation.queue).title if conversation.queue else "its queue"
    log_routing(
        tx,
        tools,
        changed,
        RoutingKind.WIDENED,
        via=queue.name,
        reason=f"An escalation step: the people of {queue.title} may take it from {own} as well.",
        now=escalation.now,
    )
    standing = tell_standing(escalation.clock, escalation.now, tools.settings.time_zone)
    alert(
        tx,
        tools,
        conversation,
        (address_queue(queue.name),),
        f"Shown in {queue.title} as well. {standing}",
        clock=escalation.clock,
        now=escalation.now,
    )
    return f"shown in {queue.title} as well"
