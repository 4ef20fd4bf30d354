"""A decision becomes what it says: a reply, a question back, a handoff, or silence."""

from bot.answer import answer
from bot.ask_back import ask_back
from bot.deciding import Deciding
from bot.forms.hand_over_run import set_aside
from bot.hand_over import hand_over
from bot.rasa.start_relay import start_relay
from bot.start_run import start_run
from bot.stay_silent import stay_silent
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Answer, Ask, Decision, Escalate, Ignore, Relay, RunAction
from domain.jobs import Job


def carry_out(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Decision
) -> tuple[Job, ...]:
    """Do what was decided, within the transaction that recorded the message.

    Returns:
        Jobs that are this process's to work on at once after the commit.
    """
    match decision:
        case Answer():
            return answer(tx, deciding, conversation, decision)
        case Ask():
            return ask_back(tx, deciding, conversation, decision)
        case Escalate():
            if deciding.form is not None:
                set_aside(tx, deciding.tools, conversation, now=deciding.now)
            return hand_over(
                tx,
                deciding.tools,
                conversation,
                decision,
                customer_name=deciding.customer_name,
                since=deciding.received_at,
                taken=deciding.taken,
                now=deciding.now,
            )
        case Ignore():
            return stay_silent(tx, deciding, conversation, decision)
        case Relay():
            return start_relay(tx, deciding, conversation)
        case RunAction():
            return start_run(tx, deciding, conversation, decision)
