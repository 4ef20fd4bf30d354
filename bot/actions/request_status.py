"""How far a request has come: with whom it is, since when, and by when an answer is promised."""

from datetime import datetime
from typing import Any, ClassVar, Final

from bot.actions.contract import (
    ActionContext,
    SelfService,
    SelfServiceAction,
    SelfServiceForm,
    Slot,
    Slots,
    Telling,
)
from bot.clocks.promise import make_promise
from bot.clocks.response_due import find_response_clock
from bot.forms.readers import FRONTDESK, find_alternatives, read_reference
from bot.tools import Tools
from bot.verification.guesses import allow, count_wrong
from crm_store.conversations import lock_matter
from crm_store.requests import find_latest_request, find_request
from crm_store.staff import get_queue, get_staff_member
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.self_service import Level, Risk, Said

REQUEST: Final = "request"
SCOPE: Final = "request"


class RequestStatusForm(SelfServiceForm):
    """Takes the reference that is named, or the customer's latest open request."""

    action: ClassVar[str] = "request_status"
    slots: ClassVar[tuple[Slot, ...]] = (
        Slot(name=REQUEST, title="Reference", read=read_reference(FRONTDESK)),
    )

    async def prepare(self, telling: Telling, slots: Slots) -> Slots:
        """Fill in the latest open request, where the channel vouches for who asks."""
        context = telling.context
        if slots.get(REQUEST) is not None or not context.address.verified:
            return {}
        found = await context.tools.store.read(
            find_latest_request, context.customer.id, other_than=context.conversation.id
        )
        return {} if found is None else {REQUEST: found.reference}

    async def validate_request(self, value: str, telling: Telling, *_: Any) -> dict[str, Any]:
        """Take a reference of the customer's own; any other one is told to be unknown."""
        context = telling.context
        if (found := await _find_own(context, value)) is not None:
            telling.prove(Level.POSSESSION)
            return {REQUEST: found.reference}
        if await allow(context, SCOPE, value):
            await count_wrong(context, SCOPE, value)
            telling.say("not_found")
        else:
            telling.said.append(Said(key="common.too_many"))
            telling.refuse("too_many")
        return {REQUEST: None}


class RequestStatus(SelfServiceAction):
    """Tells how far it has come."""

    action: ClassVar[str] = "request_status"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Tell it in one sentence or two."""
        context = telling.context
        found = await _find_own(context, slots[REQUEST])
        if found is None:
            telling.say("not_found")
            telling.refuse("not_found")
            return
        # What is told of it is a promise too, and kept as such.
        facts = await context.tools.store.run(_describe, context.tools, found, now=context.now)
        telling.say("status", **facts)
        telling.finish("told", state=facts["state"])


async def _find_own(context: ActionContext, reference: str) -> Conversation | None:
    """Find a request by its reference, where it is the customer's who asks."""
    for way in find_alternatives(reference):
        named = way if way.startswith("FD-") else f"FD-{way.removeprefix('FD')}"
        found = await context.tools.store.read(find_request, named)
        if found is not None and _is_own(context, found):
            return found
    return None


def _is_own(context: ActionContext, found: Conversation) -> bool:
    """Say whether it is theirs: by an address that is surely theirs, or as the same thread."""
    here = context.conversation
    same_thread = (found.channel, found.account, found.thread) == (
        here.channel,
        here.account,
        here.thread,
    )
    # A letter's thread is the address that it claims to be from.
    if same_thread and here.channel != "email":
        return True
    return context.address.verified and found.customer_id == context.customer.id


def _describe(
    tx: Transaction, tools: Tools, request: Conversation, *, now: datetime
) -> dict[str, Any]:
    """Tell with whom a request is, since when, and what is promised."""
    # What was merged is known to them by its own reference, and seen to elsewhere.
    found = lock_matter(tx, request.id) or request
    due = _find_told(tx, tools, found, now)
    member = None if found.assignee is None else get_staff_member(tx, found.assignee)
    return {
        "request": request.reference,
        "state": _find_state(found),
        "team": None if found.queue is None else get_queue(tx, found.queue).title,
        "agent": None if member is None else member.name,
        "since": (found.resolved_at or found.waiting_since or found.updated_at).isoformat(),
        "due": None if due is None else due.isoformat(),
        "late": due is not None and due <= now,
    }


def _find_told(
    tx: Transaction, tools: Tools, found: Conversation, now: datetime
) -> datetime | None:
    """Find what the customer is told; of a promise that was not kept, what they were told."""
    clock = find_response_clock(tx, found)
    told = make_promise(tx, tools, clock, now=now)
    return clock.promised_at if told is None and clock is not None else told


def _find_state(found: Conversation) -> str:
    """Say how it stands for its customer: `resolved`, `waiting`, `answered` or `bot`."""
    if found.status is ConversationStatus.RESOLVED:
        return "resolved"
    if found.queue is None:
        return "bot"
    return "answered" if found.waiting_since is None else "waiting"


REQUEST_STATUS = SelfService(
    name="request_status",
    title="Status of a request",
    form=RequestStatusForm(),
    perform=RequestStatus(),
    risk=Risk.READ,
    level=Level.POSSESSION,
    needs_business=False,
)
