"""The words of a question how it was, as the channel can show them, and of what follows it."""

from datetime import datetime
from typing import Final

from bot.compose import BOT, phrase, record_reply
from bot.recovery.sign_votes import list_vote_links
from bot.tools import Tools
from crm_store.conversations import find_outlet, wake_followers
from crm_store.transaction import Transaction
from domain.ballots import PlannedBallot
from domain.conversations import Conversation
from domain.jobs import Job
from domain.messages import QuickReply
from domain.replies import Reply

SURVEY: Final = "survey"
VOTE: Final = "vote:"


def name_vote(ballot_id: str, value: int) -> str:
    """Name a vote as a button does, in less than the 64 bytes that any of them can carry."""
    return f"{VOTE}{ballot_id}:{value}"


def parse_vote(choice: str | None) -> tuple[str, int] | None:
    """Read a button's value: the ballot and the vote; None where it is no vote."""
    if choice is None or not choice.startswith(VOTE):
        return None
    ballot_id, _, value = choice.removeprefix(VOTE).rpartition(":")
    return (ballot_id, int(value)) if ballot_id and value in set("1234567") else None


def phrase_question(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    ballot: PlannedBallot,
    *,
    closes_at: datetime,
    now: datetime,
) -> Reply:
    """Phrase a ballot: to press, with links, or to answer with a number."""
    outlet = find_outlet(tx, conversation)
    channel = tools.get_channel(outlet.channel, outlet.account).capabilities
    context = {"stage": "ask", "survey": ballot.survey.value}
    buttons: tuple[QuickReply, ...] = ()
    if channel.buttons:
        values = range(1, ballot.survey.most + 1)
        buttons = tuple(QuickReply(label="", value=name_vote(ballot.id, each)) for each in values)
    elif channel.html:
        secret, public_url = tools.secret, tools.settings.public_url
        links = list_vote_links(ballot, closes_at, secret=secret, public_url=public_url)
        context["links"] = "\n".join(links)
    elif channel.max_length is not None:
        context["short"] = "yes"
    return phrase(tools, outlet, SURVEY, now=now, context=context, quick_replies=buttons)


def say(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    ballot: PlannedBallot,
    stage: str,
    *,
    now: datetime,
) -> tuple[Job, ...]:
    """Say something of a vote; nothing of the conversation but its log changes by it."""
    context = {"stage": stage, "survey": ballot.survey.value}
    reply = phrase(tools, conversation, SURVEY, now=now, context=context)
    sources = {"ballot": ballot.id, "said": stage}
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now, source_ids=sources)
    wake_followers(tx, conversation)
    return () if job is None else (job,)
