"""A complaint: in the customer's words, marked, and given to a person soon."""

import asyncio
from functools import partial
from typing import ClassVar, Final

from bot.actions.complaint_readers import read_complaint
from bot.actions.contract import (
    ActionContext,
    SelfService,
    SelfServiceAction,
    SelfServiceForm,
    Slot,
    Slots,
    Telling,
)
from bot.mark_complaint import mark_complaint
from crm_store.conversations import get_conversation_by_id
from crm_store.transaction import Transaction
from domain.conversations import Priority
from domain.self_service import Level, Risk

ABOUT: Final = "about"


class ComplaintForm(SelfServiceForm):
    """Asks what it is about, unless that was said already; nobody has to prove anything."""

    action: ClassVar[str] = "complaint"
    slots: ClassVar[tuple[Slot, ...]] = (Slot(name=ABOUT, title="About", read=read_complaint),)


class Complain(SelfServiceAction):
    """Marks the conversation and hands it over, ahead of others."""

    action: ClassVar[str] = "complaint"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Apologise, mark it once, and let a person go on."""
        context = telling.context
        again = context.conversation.complained_at is not None
        telling.say("noted_again" if again else "noted")
        telling.change(partial(_mark, context=context))
        topic = await _find_topic(context, slots[ABOUT])
        urgent = context.conversation.priority is Priority.URGENT
        priority = Priority.URGENT if urgent else Priority.HIGH
        telling.finish("complained", again=again)
        telling.hand_over("complaint", topic=topic, priority=priority)


def _mark(tx: Transaction, *, context: ActionContext) -> None:
    conversation = get_conversation_by_id(tx, context.conversation.id)
    mark_complaint(tx, conversation, now=context.now)


async def _find_topic(context: ActionContext, about: str) -> str | None:
    """Find what a complaint is about, so that those who know of it get it."""
    understand = context.tools.understander.understand
    meant = await asyncio.to_thread(understand, about, hint=context.reading.language)
    return meant.topic


COMPLAINT = SelfService(
    name="complaint",
    title="Complaint",
    form=ComplaintForm(),
    perform=Complain(),
    risk=Risk.LOW_IMPACT,
    level=Level.CLAIMED,
    needs_business=False,
)
