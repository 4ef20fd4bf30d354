"""What a trigger does to a conversation, by nobody's hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.assigning.log_routing import log_routing
from bot.automating.automations import read_targets
from bot.automating.notify_staff import notify_staff
from bot.automating.rule_reply import fit_text, phrase_text
from bot.automating.tag import change_tags
from bot.automating.told_name import find_told_name
from bot.clocks.follow_change import change_with_clocks
from bot.compose import BOT, address_of, record_reply
from bot.hand_over import hand_over
from bot.log_event import log_event
from bot.resolve import end_runs
from bot.start_message import Unwanted, find_unwanted
from bot.tools import Tools
from crm_store.conversations import find_conversation_by_id
from crm_store.interactions import count_bot_replies, find_last_inbound, record_interaction
from crm_store.loop_signs import DAY, HOUR, count_automatic_messages
from crm_store.staff import get_staff_by_email
from crm_store.transaction import Transaction
from domain.automations import Action, ActionKind, Automation
from domain.conversations import (
    Author,
    Conversation,
    ConversationStatus,
    Direction,
    Priority,
)
from domain.decisions import Escalate
from domain.errors import ConflictError, NotFoundError
from domain.routings import RoutingKind
from domain.staff import Permission, has_permission
from routing.automation.action_definition import NOBODY
from routing.automation.checks import find_gone

# Why people see to what the bot had, as in `Escalate`.
BY_TRIGGER: Final = "trigger"
_DISPOSITION: Final = "no_action"
_ORDER: Final = (
    ActionKind.QUEUE,
    ActionKind.ASSIGN,
    ActionKind.PRIORITY,
    ActionKind.POLICY,
    ActionKind.TAG,
    ActionKind.UNTAG,
    ActionKind.NOTE,
    ActionKind.REPLY,
    ActionKind.NOTIFY,
    ActionKind.STATUS,
)
_UNWANTED: Final = {
    Unwanted.OPTED_OUT: "the customer has opted out of messages",
    Unwanted.UNREACHABLE: "nothing arrives at the customer's address",
}


class _LeftOutError(ConflictError):
    """An action is left out that the others do not depend on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doing:
    tools: Tools
    trigger: Automation
    now: datetime


def perform_trigger(
    tx: Transaction, tools: Tools, trigger: Automation, conversation: Conversation, *, now: datetime
) -> dict[str, str]:
    """Do all that a trigger says to a conversation that is locked.

    Where a machine wrote last it is not answered, and all else is done.

    Returns:
        What was done, by action; of a reply that was left out, why.

    Raises:
        ConflictError: something of it cannot be done; the rest is to be undone.
        NotFoundError: it names somebody or something that is not there any more.
    """
    doing = _Doing(tools=tools, trigger=trigger, now=now)
    done: dict[str, str] = {}
    for action in sorted(trigger.actions, key=lambda each: _ORDER.index(each.do)):
        gone = None if action.do is ActionKind.ASSIGN else find_gone(action, read_targets(tx))
        if gone is not None:
            raise NotFoundError(gone)
        present = find_conversation_by_id(tx, conversation.id) or conversation
        name = f"{action.do.value} {action.to}".strip()
        try:
            words = _DO[action.do](tx, doing, present, action)
        except _LeftOutError as error:
            if all(each.do is action.do for each in trigger.actions):
                raise
            words = f"wrote nothing to the customer, as {error}"
        if words:
            done[name] = words
    text = f"{trigger.title}: {'; '.join(done.values()) or 'nothing was left to do'}"
    latest = find_conversation_by_id(tx, conversation.id) or conversation
    log_event(tx, tools, latest, text, event=BY_TRIGGER, now=now, automation=trigger.name)
    return done


def _change(tx: Transaction, doing: _Doing, conversation: Conversation, **changes: Any) -> None:
    changed = change_with_clocks(tx, doing.tools, conversation, now=doing.now, **changes)
    if changed.assignee == conversation.assignee and changed.queue == conversation.queue:
        return
    released = changed.assignee is None and changed.queue == conversation.queue
    log_routing(
        tx,
        doing.tools,
        changed,
        RoutingKind.RELEASED if released else RoutingKind.ASSIGNED,
        before=conversation.assignee,
        reason=f"The trigger {doing.trigger.title}.",
        now=doing.now,
    )


def _require_people(conversation: Conversation) -> None:
    if conversation.queue is None:
        raise ConflictError("the bot has it; name a queue as well")
    if conversation.status is ConversationStatus.RESOLVED:
        raise ConflictError("it is resolved")


def _move(tx: Transaction, doing: _Doing, conversation: Conversation, action: Action) -> str:
    if conversation.status is ConversationStatus.RESOLVED:
        raise ConflictError("it is resolved")
    if conversation.queue == action.to:
        return ""
    if conversation.queue is None:
        escalation = Escalate(
            queue=action.to,
            reason=BY_TRIGGER,
            priority=conversation.priority,
            acknowledge=False,
            policy=conversation.policy,
        )
        hand_over(tx, doing.tools, conversation, escalation, customer_name=None, now=doing.now)
    else:
        _change(tx, doing, conversation, queue=action.to, assignee=None, pending=None)
    return f"moved to the queue {action.to}"


def _assign(tx: Transaction, doing: _Doing, conversation: Conversation, action: Action) -> str:
    _require_people(conversation)
    if action.to == NOBODY:
        if conversation.assignee is None:
            return ""
        _change(tx, doing, conversation, assignee=None)
        return "given back to its queue"
    member = get_staff_by_email(tx, action.to)
    if not member.active or not has_permission(member.role, Permission.WORK):
        raise ConflictError(f"{member.name} works here no more")
    if conversation.assignee == member.id:
        return ""
    _change(tx, doing, conversation, assignee=member.id, pending=None)
    return f"given to {member.name}"


def _set_priority(
    tx: Transaction, doing: _Doing, conversation: Conversation, action: Action
) -> str:
    _require_people(conversation)
    priority = Priority(action.to)
    if conversation.priority is priority:
        return ""
    _change(tx, doing, conversation, priority=priority)
    return f"priority {priority.value}"


def _choose_policy(
    tx: Transaction, doing: _Doing, conversation: Conversation, action: Action
) -> str:
    if conversation.policy == action.to:
        return ""
    _change(tx, doing, conversation, policy=action.to)
    return f"counts by the agreement {action.to}"


def _tag(tx: Transaction, doing: _Doing, conversation: Conversation, action: Action) -> str:
    tags = (action.to,)
    add, remove = (tags, ()) if action.do is ActionKind.TAG else ((), tags)
    words = change_tags(tx, conversation, add=add, remove=remove, by=None, now=doing.now)
    return f"{words[:1].lower()}{words[1:]}"


def _note(tx: Transaction, doing: _Doing, conversation: Conversation, action: Action) -> str:
    record_interaction(
        tx,
        conversation,
        interaction_id=doing.tools.ids.new(),
        direction=Direction.NOTE,
        author=Author.SYSTEM,
        now=doing.now,
        text=_phrase(tx, doing, conversation, action),
        source_ids={"automation": doing.trigger.name},
    )
    return "left a note"


def _reply(tx: Transaction, doing: _Doing, conversation: Conversation, action: Action) -> str:
    tools, now = doing.tools, doing.now
    _require_sendable(tx, doing, conversation)
    reply = fit_text(tools, conversation, _phrase(tx, doing, conversation, action))
    quiet = tools.settings.quiet_hours
    # Whoever is free delivers it, so that nobody's telephone rings at night.
    not_before = now if quiet is None else quiet.find_free(now)
    record_reply(
        tx,
        tools,
        conversation,
        reply,
        writer=BOT,
        now=now,
        source_ids={"automation": doing.trigger.name},
        not_before=not_before,
    )
    return "wrote to the customer"


def _require_sendable(tx: Transaction, doing: _Doing, conversation: Conversation) -> None:
    """What is written by itself counts with what the bot says, and stops where that does."""
    unwanted = find_unwanted(tx, conversation)
    if unwanted in _UNWANTED:
        raise ConflictError(_UNWANTED[unwanted])
    said = find_last_inbound(tx, conversation.id)
    if said is not None and said.source_ids.get("automatic"):
        raise _LeftOutError("a machine wrote last")
    if said is not None and said.source_ids.get("refuted"):
        raise ConflictError("what was written last was forged")
    policy, now = doing.tools.settings.policy, doing.now
    replied = count_bot_replies(
        tx, conversation.id, since=now - HOUR, latest=4 * policy.most_replies
    )
    address = address_of(conversation).value
    sent = count_automatic_messages(tx, conversation.channel, address, since=now - DAY)
    if replied >= policy.most_replies or sent >= policy.most_replies_to_sender_per_day:
        raise ConflictError("so much was written to the customer by itself already")


def _phrase(tx: Transaction, doing: _Doing, conversation: Conversation, action: Action) -> str:
    name = find_told_name(tx, conversation)
    return phrase_text(doing.tools, conversation, action.texts, customer_name=name)


def _notify(tx: Transaction, doing: _Doing, conversation: Conversation, action: Action) -> str:
    text = f"{doing.trigger.title}: {conversation.reference} is to be looked at"
    notify_staff(tx, doing.tools, conversation, action.to, text, now=doing.now)
    return f"told {action.to}"


def _set_status(tx: Transaction, doing: _Doing, conversation: Conversation, action: Action) -> str:
    status = ConversationStatus(action.to)
    if conversation.status is status:
        return ""
    if status is ConversationStatus.RESOLVED:
        end_runs(tx, conversation, doing.now)
        _change(
            tx,
            doing,
            conversation,
            status=status,
            disposition=_DISPOSITION,
            resolved_at=doing.now,
            waiting_since=None,
            pending=None,
        )
        return "resolved"
    _require_people(conversation)
    opens = status is ConversationStatus.OPEN
    since = (conversation.waiting_since or doing.now) if opens else None
    _change(tx, doing, conversation, status=status, waiting_since=since, pending=None)
    return "opened" if opens else "waits for the customer"


_DO: Final[Mapping[ActionKind, Callable[[Transaction, _Doing, Conversation, Action], str]]] = {
    ActionKind.QUEUE: _move,
    ActionKind.ASSIGN: _assign,
    ActionKind.PRIORITY: _set_priority,
    ActionKind.POLICY: _choose_policy,
    ActionKind.TAG: _tag,
    ActionKind.UNTAG: _tag,
    ActionKind.NOTE: _note,
    ActionKind.REPLY: _reply,
    ActionKind.STATUS: _set_status,
    ActionKind.NOTIFY: _notify,
}
