"""An agent has a macro done to a conversation: all of it, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.assign import record_assignment, record_release
from bot.automating.automations import read_targets
from bot.automating.notify_staff import notify_staff
from bot.automating.rule_reply import phrase_text
from bot.automating.tag import record_tagging
from bot.automating.told_name import find_told_name
from bot.facts.conversation_facts import read_conversation_facts
from bot.log_event import change_and_log
from bot.note import record_note
from bot.reply import Draft, record_agent_reply
from bot.resolve import record_resolution
from bot.resume import record_resumption
from bot.set_priority import record_priority
from bot.tools import Tools
from bot.wait_for_customer import record_waiting_for_customer
from crm_store.automation_runs import claim_run
from crm_store.conversations import get_conversation, lock_conversation
from crm_store.staff import get_staff_by_email
from crm_store.transaction import Transaction
from domain.automations import Action, ActionKind, Automation, AutomationKind
from domain.conversations import Conversation, ConversationStatus, Priority
from domain.errors import ConflictError, FrontdeskError, NotFoundError
from domain.jobs import Job
from domain.staff import StaffMember
from routing.automation.action_definition import ME, NOBODY
from routing.automation.checks import find_gone
from routing.automation.matching import Known, match

_DISPOSITION: Final = "solved"
# Whose it is comes first, so that the rest is done to it as it stands then; where the customer is
# answered, the status that is set holds rather than what an answer leaves.
_ORDER: Final = (
    ActionKind.QUEUE,
    ActionKind.ASSIGN,
    ActionKind.PRIORITY,
    ActionKind.POLICY,
    ActionKind.TAG,
    ActionKind.UNTAG,
    ActionKind.NOTE,
    ActionKind.REPLY,
    ActionKind.STATUS,
    ActionKind.NOTIFY,
)


@dataclass(kw_only=True)
class _Doing:
    """A macro that is being done.

    Attributes:
        jobs: that deliver what was said.
    """

    tools: Tools
    macro: Automation
    reference: str
    agent: StaffMember
    now: datetime
    jobs: list[Job] = field(default_factory=list)


def record_macro(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    name: str,
    key: str | None,
    now: datetime,
) -> tuple[Conversation, tuple[Job, ...]]:
    """Do all that a macro says to a conversation.

    Args:
        key: names this doing; one of the same name that is on record already is not done again.

    Returns:
        The conversation as it is then, and jobs that are this process's to work on at once.

    Raises:
        NotFoundError: there is no such conversation or macro.
        ConflictError: the macro is switched off, is not for it, or something of it cannot be done.
    """
    macro = _get_macro(tx, tools, name)
    conversation = lock_conversation(tx, reference)
    occasion = f"macro:{key or tools.ids.new()}"
    words = {each.do.value: each.to or "said" for each in macro.actions}
    if not claim_run(
        tx, macro, conversation.id, occasion=occasion, done=words, by=agent.id, now=now
    ):
        return conversation, ()
    _require_fit(tx, tools, macro, conversation, now)
    doing = _Doing(tools=tools, macro=macro, reference=reference, agent=agent, now=now)
    for action in sorted(macro.actions, key=lambda each: _ORDER.index(each.do)):
        _do(tx, doing, action)
    return get_conversation(tx, reference), tuple(doing.jobs)


def _get_macro(tx: Transaction, tools: Tools, name: str) -> Automation:
    macro = tools.automations.find_named(tx, AutomationKind.MACRO, name)
    if macro is None:
        raise NotFoundError(f"there is no macro {name!r} that can be read")
    if not macro.enabled:
        raise ConflictError(f"the macro {macro.title!r} is switched off")
    return macro


def _require_fit(
    tx: Transaction, tools: Tools, macro: Automation, conversation: Conversation, now: datetime
) -> None:
    if not macro.all_of and not macro.any_of:
        return
    zone = tools.settings.time_zone
    facts = read_conversation_facts(tx, conversation, time_zone=zone, now=now)
    fit = match(macro, Known(facts))
    if not fit.fits:
        raise ConflictError(f"the macro {macro.title!r} is not for this conversation: {fit.why}")


def _do(tx: Transaction, doing: _Doing, action: Action) -> None:
    gone = find_gone(action, read_targets(tx)) if action.do is not ActionKind.ASSIGN else None
    if gone is not None:
        raise _refuse(doing, action, gone)
    try:
        _DO[action.do](tx, doing, action)
    except FrontdeskError as error:
        raise _refuse(doing, action, str(error)) from error


def _refuse(doing: _Doing, action: Action, why: str) -> ConflictError:
    what = f"{action.do.value} {action.to}".strip()
    return ConflictError(f"nothing of the macro {doing.macro.title!r} was done: {what}: {why}")


def _find_target(macro: Automation, kind: ActionKind) -> str | None:
    return next((each.to for each in macro.actions if each.do is kind), None)


def _move(tx: Transaction, doing: _Doing, action: Action) -> None:
    if _find_target(doing.macro, ActionKind.ASSIGN) in {None, NOBODY}:
        _assign_to(tx, doing, queue=action.to, assignee=None)


def _assign(tx: Transaction, doing: _Doing, action: Action) -> None:
    queue = _find_target(doing.macro, ActionKind.QUEUE)
    if action.to != NOBODY:
        is_own = action.to == ME
        assignee = doing.agent.id if is_own else get_staff_by_email(tx, action.to).id
        # Who has it already is not given it anew, which customers and the log would be told of.
        standing = lock_conversation(tx, doing.reference)
        has_it = standing.assignee == assignee and queue in {None, standing.queue}
        if has_it and standing.status is ConversationStatus.OPEN:
            return
        _assign_to(tx, doing, queue=queue, assignee=assignee)
    elif queue is None:
        record_release(tx, doing.tools, doing.reference, doing.agent, now=doing.now)


def _assign_to(tx: Transaction, doing: _Doing, *, queue: str | None, assignee: str | None) -> None:
    record_assignment(
        tx,
        doing.tools,
        doing.reference,
        doing.agent,
        assignee=assignee,
        queue=queue,
        now=doing.now,
    )


def _set_priority(tx: Transaction, doing: _Doing, action: Action) -> None:
    record_priority(
        tx,
        doing.tools,
        doing.reference,
        doing.agent,
        priority=Priority(action.to),
        now=doing.now,
    )


def _choose_policy(tx: Transaction, doing: _Doing, action: Action) -> None:
    conversation = lock_conversation(tx, doing.reference)
    if conversation.policy == action.to:
        return
    change_and_log(
        tx,
        doing.tools,
        conversation,
        agent=doing.agent,
        text=f"Counts by the agreement {action.to} from now on, chosen by {doing.agent.name}",
        event="policy",
        now=doing.now,
        policy=action.to,
    )


def _tag(tx: Transaction, doing: _Doing, action: Action) -> None:
    tags = (action.to,)
    add, remove = (tags, ()) if action.do is ActionKind.TAG else ((), tags)
    record_tagging(
        tx, doing.tools, doing.reference, doing.agent, add=add, remove=remove, now=doing.now
    )


def _note(tx: Transaction, doing: _Doing, action: Action) -> None:
    record_note(
        tx,
        doing.tools,
        doing.reference,
        doing.agent,
        text=_phrase(tx, doing, action),
        key=None,
        now=doing.now,
    )


def _reply(tx: Transaction, doing: _Doing, action: Action) -> None:
    draft = Draft(text=_phrase(tx, doing, action))
    _, job = record_agent_reply(tx, doing.tools, doing.reference, doing.agent, draft, now=doing.now)
    if job is not None:
        doing.jobs.append(job)


def _phrase(tx: Transaction, doing: _Doing, action: Action) -> str:
    conversation = get_conversation(tx, doing.reference)
    return phrase_text(
        doing.tools,
        conversation,
        action.texts,
        customer_name=find_told_name(tx, conversation),
        agent_name=doing.agent.name,
    )


def _set_status(tx: Transaction, doing: _Doing, action: Action) -> None:
    status = get_conversation(tx, doing.reference).status
    if status.value == action.to:
        return
    if action.to == ConversationStatus.RESOLVED:
        record_resolution(
            tx,
            doing.tools,
            doing.reference,
            doing.agent,
            disposition=_DISPOSITION,
            now=doing.now,
        )
    elif action.to == ConversationStatus.PENDING:
        record_waiting_for_customer(tx, doing.tools, doing.reference, doing.agent, now=doing.now)
    else:
        record_resumption(tx, doing.tools, doing.reference, doing.agent, now=doing.now)


def _notify(tx: Transaction, doing: _Doing, action: Action) -> None:
    conversation = get_conversation(tx, doing.reference)
    text = f"{doing.agent.name} asks you to look at this ({doing.macro.title})"
    notify_staff(tx, doing.tools, conversation, action.to, text, now=doing.now)


_DO: Final[Mapping[ActionKind, Callable[[Transaction, _Doing, Action], None]]] = {
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
