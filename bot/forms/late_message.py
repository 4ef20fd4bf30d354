"""A message for a form that was over before it was read: two came at once, or it was cancelled."""

from datetime import datetime

from bot.forms.hand_over_run import hand_over_run
from bot.forms.tell_end import tell_end
from bot.forms.turn import Turn
from bot.tools import Tools
from crm_store.action_runs import get_run
from crm_store.conversations import find_conversation_by_id
from crm_store.jobs import finish_job
from crm_store.transaction import Transaction
from domain.jobs import Job
from domain.self_service import ENDED, Said


def record_late(tx: Transaction, tools: Tools, turn: Turn, *, now: datetime) -> tuple[Job, ...]:
    """Finish the job; what was no answer to the form's question is read by a person.

    An answer that came twice needs no reply: the customer has just heard how it ended.

    Raises:
        LeaseLostError: another worker did it meanwhile.
    """
    finish_job(tx, turn.job)
    run = get_run(tx, turn.run.id)
    conversation = find_conversation_by_id(tx, run.conversation_id)
    said_something = turn.heard.interaction_id is not None
    if conversation is None or conversation.with_person or run.state not in ENDED:
        return ()
    if turn.heard.do in {"cancel", "restart"}:
        said = (Said(key="common.already_over"),)
        return tell_end(tx, tools, conversation, run, said, now=now)
    if turn.heard.do != "go_on" or turn.heard.reads or not said_something:
        return ()
    return hand_over_run(
        tx,
        tools,
        conversation,
        run,
        (),
        reason="unknown",
        topic=None,
        customer_name=turn.customer.name,
        now=now,
    )
