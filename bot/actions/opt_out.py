"""Messages that nobody asked for: no more of them, or yes please, on the channel at hand.

On SMS and Telegram the words STOP and START do it without any action; see `bot/log_message.py`.
What is said here in whole sentences is kept in the same log of consents.
"""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from bot.actions.contract import (
    ActionContext,
    SelfService,
    SelfServiceAction,
    SelfServiceForm,
    Slot,
    Slots,
    Telling,
)
from bot.opt_outs import COVERING_ANSWERS
from crm_store.consents import record_consent
from crm_store.transaction import Transaction
from domain.self_service import Level, Risk


class _ConsentForm(SelfServiceForm):
    """Asks nothing: who holds an address speaks for it, and only they."""

    slots: ClassVar[tuple[Slot, ...]] = ()

    async def prepare(self, telling: Telling, slots: Slots) -> Slots:  # noqa: ARG002 - as it is called
        """See that the channel vouches for the address; or else anybody could end others' mail."""
        if telling.context.address.verified:
            telling.prove(Level.POSSESSION)
        else:
            telling.say("not_proven")
            telling.refuse("not_proven")
        return {}

    def needed(self, slots: Slots, context: ActionContext) -> Sequence[str]:  # noqa: ARG002 - as it is called
        """Nothing is asked."""
        return ()


class OptOutForm(_ConsentForm):
    """Asks nothing."""

    action: ClassVar[str] = "opt_out"


class OptInForm(_ConsentForm):
    """Asks nothing."""

    action: ClassVar[str] = "opt_in"


class OptOut(SelfServiceAction):
    """Notes a refusal, and says what is still sent."""

    action: ClassVar[str] = "opt_out"

    async def perform(self, telling: Telling, slots: Slots) -> None:  # noqa: ARG002 - there are none
        """Note it with the end of the action; where all messages end, this one is the last."""
        _record(telling, granted=False)
        covers = telling.context.conversation.channel in COVERING_ANSWERS
        telling.say("stopped", covers_answers=covers)
        telling.finish("opted_out")


class OptIn(SelfServiceAction):
    """Notes an agreement."""

    action: ClassVar[str] = "opt_in"

    async def perform(self, telling: Telling, slots: Slots) -> None:  # noqa: ARG002 - there are none
        """Note it with the end of the action."""
        _record(telling, granted=True)
        telling.say("agreed")
        telling.finish("opted_in")


def _record(telling: Telling, *, granted: bool) -> None:
    context = telling.context
    change = partial(
        _record_consent,
        context=context,
        granted=granted,
        source="self-service, in the customer's own words",
    )
    telling.change(change)


def _record_consent(tx: Transaction, *, context: ActionContext, granted: bool, source: str) -> None:
    channel, now = context.conversation.channel, context.now
    record_consent(tx, context.address, channel=channel, granted=granted, source=source, now=now)


OPT_OUT = SelfService(
    name="opt_out",
    title="Stop messages",
    form=OptOutForm(),
    perform=OptOut(),
    risk=Risk.LOW_IMPACT,
    level=Level.POSSESSION,
    needs_business=False,
)
OPT_IN = SelfService(
    name="opt_in",
    title="Get messages",
    form=OptInForm(),
    perform=OptIn(),
    risk=Risk.LOW_IMPACT,
    level=Level.POSSESSION,
    needs_business=False,
)
