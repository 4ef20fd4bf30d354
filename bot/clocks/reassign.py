"""Escalation step: somebody else gets the conversation, or its queue gets it back."""

from bot.assigning.log_routing import log_routing
from bot.clocks.alert_people import alert, list_queue_audiences
from bot.clocks.escalation import Escalation, StepError
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.milestone_words import tell_standing
from bot.tools import Tools
from crm_store.staff import find_staff_by_email, get_staff_member
from crm_store.transaction import Transaction
from domain.alerts import address_staff
from domain.routings import RoutingKind
from domain.staff import Permission, StaffMember, has_permission

QUEUE = "queue"


def reassign(tx: Transaction, tools: Tools, escalation: Escalation) -> str:
    """Give the conversation to the agent that the step names, or back to its queue.

    Who gets it and who had it are told.

    Raises:
        StepError: the agent is not there any more.
    """
    taker = None if escalation.step.to == QUEUE else _get(tx, escalation.step.to)
    before = escalation.conversation.assignee
    if before == (None if taker is None else taker.id):
        return "nobody has it anyway" if taker is None else f"{taker.name} has it already"
    changed = change_with_clocks(
        tx,
        tools,
        escalation.conversation,
        now=escalation.now,
        assignee=None if taker is None else taker.id,
        pending=None,
    )
    kind = RoutingKind.RELEASED if taker is None else RoutingKind.ASSIGNED
    why = f"An escalation step: {escalation.why}."
    log_routing(tx, tools, changed, kind, before=before, reason=why, now=escalation.now)
    if taker is None:
        _tell(tx, tools, escalation, list_queue_audiences(changed), "Back in its queue")
    else:
        _tell(tx, tools, escalation, (address_staff(taker.id),), "Given to you")
    if before is None:
        return f"given to {taker.name}" if taker else "back in its queue"
    _tell(tx, tools, escalation, (address_staff(before),), "Taken from you")
    lost = f"taken from {get_staff_member(tx, before).name}"
    return f"{lost} and given to {taker.name}" if taker else f"{lost}, back in its queue"


def _tell(
    tx: Transaction, tools: Tools, escalation: Escalation, audiences: tuple[str, ...], what: str
) -> None:
    standing = tell_standing(escalation.clock, escalation.now, tools.settings.time_zone)
    alert(
        tx,
        tools,
        escalation.conversation,
        audiences,
        f"{what}: {standing}",
        clock=escalation.clock,
        now=escalation.now,
    )


def _get(tx: Transaction, email: str) -> StaffMember:
    member = find_staff_by_email(tx, email)
    if member is None or not member.can_log_in:
        raise StepError(f"nobody on the staff has the address {email}")
    if not member.active or not has_permission(member.role, Permission.WORK):
        raise StepError(f"{member.name} works here no more")
    return member
