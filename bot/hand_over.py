"""From the bot to people: the right queue, a clock, and word to the customer."""

from datetime import datetime, timedelta

from bot.assigning.log_routing import log_routing
from bot.automating.rule_reply import put_before
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.promise import make_promise
from bot.clocks.start_clocks import start_waiting
from bot.clocks.untouched import is_untouched
from bot.complaints.acknowledge import acknowledge
from bot.complaints.intake import TakenDown, describe_taken
from bot.compose import BOT, phrase, record_reply
from bot.find_answers import find_answers, name_sources
from bot.log_event import log_event
from bot.tools import Tools
from bot.usual_wait import find_usual_wait
from crm_store.conversation_tags import record_tags
from crm_store.staff import get_queue
from crm_store.transaction import Transaction
from domain.channel_habits import LETTERS
from domain.conversations import Conversation, ConversationStatus
from domain.decisions import Escalate
from domain.jobs import Job
from domain.replies import ArticleAnswer, Reply
from domain.routing_names import RoutingNames
from domain.routings import RoutingKind

# With these the customer says that what the bot answered was no answer.
NOT_HELPED = frozenset({"not_helped", "asked_for_person", "none_of_these"})


def hand_over(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    escalation: Escalate,
    *,
    customer_name: str | None,
    now: datetime,
    since: datetime | None = None,
    taken: TakenDown | None = None,
) -> tuple[Job, ...]:
    """Give a conversation to the people of a queue and tell the customer what to expect.

    Args:
        taken: the complaint that is acknowledged with it, or None.
        customer_name: as the customer is to be addressed, or None.
        since: when what the customer waits for an answer to arrived; None for now.

    Returns:
        Jobs that are this process's to work on at once after the commit.
    """
    queue = get_queue(tx, escalation.queue)
    untouched = is_untouched(conversation)
    conversation = change_with_clocks(
        tx,
        tools,
        conversation,
        now=now,
        since=since,
        status=ConversationStatus.OPEN,
        queue=queue.name,
        priority=escalation.priority,
        waiting_since=conversation.waiting_since or now,
        pending=None,
        policy=escalation.policy,
    )
    record_tags(tx, conversation.id, escalation.tags, by=None, now=now)
    clock = start_waiting(
        tx,
        tools,
        conversation,
        since=since or now,
        now=now,
        not_helped=escalation.reason in NOT_HELPED,
        untouched=untouched,
        tell=escalation.acknowledge,
    )
    log_event(
        tx,
        tools,
        conversation,
        f"Handed over to {queue.title}",
        event="handoff",
        now=now,
        queue=queue.name,
        reason=escalation.reason,
    )
    names = RoutingNames(queues={queue.name: queue.title})
    log_routing(tx, tools, conversation, RoutingKind.QUEUED, names=names, now=now)
    if not escalation.acknowledge:
        return ()
    public_url = tools.settings.public_url
    answers = find_answers(tx, conversation, escalation.meanwhile, public_url=public_url)
    reply = phrase_handoff(
        tools,
        conversation,
        escalation,
        answers,
        customer_name=customer_name,
        due_at=make_promise(tx, tools, clock, now=now),
        usual_wait=find_usual_wait(tx, queue.name, now=now),
        taken=taken,
        now=now,
    )
    sources = name_sources(answers)
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now, source_ids=sources)
    if taken is not None:
        acknowledge(tx, tools, taken, now=now)
    return () if job is None else (job,)


def phrase_handoff(
    tools: Tools,
    conversation: Conversation,
    escalation: Escalate,
    answers: tuple[ArticleAnswer, ...],
    *,
    customer_name: str | None,
    due_at: datetime | None,
    usual_wait: timedelta | None,
    now: datetime,
    taken: TakenDown | None = None,
) -> Reply:
    """Phrase what the customer may expect, with what is answered at once.

    Args:
        due_at: by when they are told that a person answers; None where no time is told.
        usual_wait: how soon one usually does, where that is known.
    """
    reply = phrase(
        tools,
        conversation,
        _choose_responder(conversation, answers, taken),
        now=now,
        customer_name=customer_name,
        due_at=due_at,
        usual_wait=usual_wait,
        context={"reason": escalation.reason, **describe_taken(conversation, taken)},
        answers=answers,
    )
    return put_before(tools, conversation, escalation.say, reply)


def _choose_responder(
    conversation: Conversation, answers: tuple[ArticleAnswer, ...], taken: TakenDown | None
) -> str:
    if taken is not None:
        return "complaint_known" if answers else "complaint"
    if answers:
        return "partly_known"
    # Where nobody sits and waits the words are those of a letter's receipt.
    return "acknowledgement" if conversation.channel in LETTERS else "handoff"
