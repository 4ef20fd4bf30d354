"""A complaint: in the customer's words, taken down, and given to a person soon."""

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
from bot.complaints.open_for_form import open_for_form
from crm_store.transaction import Transaction
from domain.conversations import Priority
from domain.decisions import Understanding
from domain.self_service import Level, Risk

ABOUT: Final = "about"


class ComplaintForm(SelfServiceForm):
    """Asks what it is about, unless that was said already; nobody has to prove anything."""

    action: ClassVar[str] = "complaint"
    slots: ClassVar[tuple[Slot, ...]] = (Slot(name=ABOUT, title="About", read=read_complaint),)


class Complain(SelfServiceAction):
    """Opens a complaint, and hands the conversation over, ahead of others."""

    action: ClassVar[str] = "complaint"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Take it down, once, and let a person go on, who is announced with an apology."""
        context = telling.context
        again = context.conversation.complained_at is not None
        about = slots[ABOUT]
        meant = await _understand(context, about)
        telling.change(partial(_open, context=context, about=about, meant=meant))
        urgent = context.conversation.priority is Priority.URGENT
        priority = Priority.URGENT if urgent else Priority.HIGH
        telling.finish("complained", again=again)
        telling.hand_over("complaint", topic=meant.topic, priority=priority)


def _open(tx: Transaction, *, context: ActionContext, about: str, meant: Understanding) -> None:
    open_for_form(tx, context.tools, context.conversation.id, about, meant, now=context.now)


async def _understand(context: ActionContext, about: str) -> Understanding:
    """Understand what a complaint is about, so that those who know of it get it."""
    understand = context.tools.understander.understand
    return await asyncio.to_thread(understand, about, hint=context.reading.language)


COMPLAINT = SelfService(
    name="complaint",
    title="Complaint",
    form=ComplaintForm(),
    perform=Complain(),
    risk=Risk.LOW_IMPACT,
    level=Level.CLAIMED,
    needs_business=False,
)
