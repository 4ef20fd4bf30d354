"""What a milestone calls for, besides being on record."""

from datetime import datetime

from bot.clocks.alert_people import alert, list_holders
from bot.clocks.escalation import Escalation
from bot.clocks.milestone_words import tell_breach, tell_warning, tell_why
from bot.clocks.plan_correction import plan_correction
from bot.clocks.take_step import take_step
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.conversations import wake_followers
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.conversations import Conversation
from domain.service_levels import EscalationStep, SlaPolicy
from domain.sla_clocks import Milestone, SlaClock
from service_levels.milestones import BREACH


def see_to_milestone(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    clock: SlaClock,
    policy: SlaPolicy,
    milestone: Milestone,
    at: datetime,
    now: datetime,
) -> None:
    """Do what the policy says of a milestone, and have everybody who looks on see it.

    Args:
        conversation: locked.
        clock: running, held or not.
        policy: the version that the clock counts by.
        at: when the milestone was reached.
    """
    what, _, number = milestone.name.partition(":")
    if milestone.name == BREACH:
        text = tell_breach(clock, now, tools.settings.time_zone)
        alert(tx, tools, conversation, (SUPERVISORS,), text, clock=clock, now=now)
        plan_correction(tx, tools, clock, now=now, breached=True)
    elif what == "warning":
        _warn(tx, tools, conversation, clock=clock, percent=int(number), at=at, now=now)
    elif conversation.with_person:
        step = policy.steps[int(number)]
        escalation = Escalation(
            conversation=conversation,
            clock=clock,
            step=step,
            place=int(number),
            why=tell_why(clock.kind, step),
            beside=_is_beside(step, policy),
            at=at,
            now=now,
        )
        take_step(tx, tools, escalation)
    wake_followers(tx, conversation)


def _is_beside(step: EscalationStep, policy: SlaPolicy) -> bool:
    """Say whether people hear of a warning or the breach at the very instant of a step."""
    return not step.after_minutes if step.percent is None else step.percent in policy.warnings


def _warn(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    clock: SlaClock,
    percent: int,
    at: datetime,
    now: datetime,
) -> None:
    text = tell_warning(clock, percent, at, tools.settings.time_zone)
    log_event(tx, tools, conversation, text, event="warning", now=at, clock=clock.id)
    due_at = clock.state.due_at
    if clock.state.breached_at is None and (due_at is None or due_at > now):
        # Of what is late by now, as after a while without any process, supervisors hear at once.
        holders = list_holders(tx, conversation)
        alert(tx, tools, conversation, holders, text, clock=clock, now=now)
