"""A supervisor's rule answers in place of the bot."""

from bot.automating.rule_reply import TEXT, fit_text
from bot.compose import BOT, record_reply
from bot.deciding import Deciding
from bot.forms.digress import ask_again_after
from bot.mark_answered import mark_answered
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Answer
from domain.jobs import Job


def answer_by_rule(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Answer
) -> tuple[Job, ...]:
    """Give the reply that a rule has in place of the bot's."""
    tools, now = deciding.tools, deciding.now
    conversation = mark_answered(tx, tools, conversation, since=deciding.received_at, now=now)
    reply = fit_text(tools, conversation, decision.context.get(TEXT, ""))
    reply = ask_again_after(tx, deciding, conversation, decision, reply)
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now)
    return () if job is None else (job,)
