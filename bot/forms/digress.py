"""After an answer to something else, a form asks again what it had asked, in the same reply."""

from bot.deciding import Deciding
from bot.forms.lock_turn import end_run
from bot.forms.say import join_replies, phrase_said
from crm_store.action_runs import change_run, find_active_run, record_step
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Answer
from domain.replies import Reply
from domain.self_service import RunState, Step


def ask_again_after(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Answer, reply: Reply
) -> Reply:
    """Put the open question after an answer, where a form waits for one.

    Whoever says STOP wants to hear no question after its confirmation, nor later on.
    """
    form, now = deciding.form, deciding.now
    if form is None or form.elsewhere:
        return reply
    run = find_active_run(tx, conversation.id)
    if run is None or run.state is not RunState.COLLECTING:
        return reply
    if _is_about_consent(decision):
        end_run(tx, run, RunState.CANCELLED, outcome="opted_out", now=now)
        return reply
    if form.idle or run.asked is None:
        return reply
    change_run(tx, run, now=now, asked_at=now)
    record_step(tx, run, Step.DIGRESSED, slot=run.requested, now=now)
    question = phrase_said(deciding.tools, conversation, (run.asked,), run.choices, now=now)
    return join_replies(reply, question)


def _is_about_consent(decision: Answer) -> bool:
    return decision.responder == "consent" and decision.context.get("keyword") != "help"
