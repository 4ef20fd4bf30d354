"""Changing conversations, as staff do at the desk; each answers how it then stands."""

from typing import Any

from bot.used_articles import NamedArticle
from console.api.conversation_models import ConversationDetail
from console.api.conversation_reading import read_conversation
from console.api.conversation_requests import (
    NewAssignment,
    NewMerge,
    NewReply,
    NewResolution,
    NewSplit,
    NewText,
    NewVerdict,
)
from console.api.operation import Call, Query
from crm_store.conversation_view import require_run_in
from crm_store.staff import find_staff_by_email, list_queues, list_staff
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError


async def reply(call: Call[Query, NewReply]) -> ConversationDetail:
    """Send a reply to the customer."""
    await call.services.desk.reply(
        call.path["reference"],
        agent=call.agent,
        text=call.body.text,
        key=call.body.external_id,
        cc=call.body.cc,
        bcc=call.body.bcc,
        articles=[NamedArticle(id=each) for each in call.body.articles],
    )
    return await _read(call)


async def note(call: Call[Query, NewText]) -> ConversationDetail:
    """Leave a note for the staff."""
    await call.services.desk.note(
        call.path["reference"],
        agent=call.agent,
        text=call.body.text,
        key=call.body.external_id,
    )
    return await _read(call)


async def assign(call: Call[Query, NewAssignment]) -> ConversationDetail:
    """Give the conversation to an agent, a queue, or both."""
    assignee = await call.services.store.read(_find_assignee, call.body)
    await call.services.desk.assign(
        call.path["reference"], agent=call.agent, assignee=assignee, queue=call.body.queue
    )
    return await _read(call)


async def judge(call: Call[Query, NewVerdict]) -> ConversationDetail:
    """Say whether what the bot answered was right."""
    await call.services.desk.judge(
        call.path["reference"],
        agent=call.agent,
        interaction_id=call.body.interaction_id,
        article_id=call.body.article_id,
        verdict=call.body.verdict,
    )
    return await _read(call)


async def resolve(call: Call[Query, NewResolution]) -> ConversationDetail:
    """Resolve the conversation."""
    await call.services.desk.resolve(
        call.path["reference"], agent=call.agent, disposition=call.body.disposition
    )
    return await _read(call)


async def merge(call: Call[Query, NewMerge]) -> ConversationDetail:
    """Have a conversation be seen to in another one; answer how that one stands."""
    merged = await call.services.desk.merge(
        call.path["reference"],
        agent=call.agent,
        into=call.body.into,
        confirmed=call.body.confirmed,
    )
    return await read_conversation(call.services, merged.reference)


async def unmerge(call: Call[Query, None]) -> ConversationDetail:
    """Have a conversation that was merged stand by itself again."""
    await call.services.desk.unmerge(call.path["reference"], agent=call.agent)
    return await _read(call)


async def split(call: Call[Query, NewSplit]) -> ConversationDetail:
    """Begin a conversation with some messages of another; answer how the new one stands."""
    begun = await call.services.desk.split(
        call.path["reference"],
        agent=call.agent,
        interactions=call.body.interactions,
        subject=call.body.subject,
    )
    return await read_conversation(call.services, begun.reference)


async def unsplit(call: Call[Query, None]) -> ConversationDetail:
    """Join a conversation back to the one it was split off from; answer how that one stands."""
    rest = await call.services.desk.unsplit(call.path["reference"], agent=call.agent)
    return await read_conversation(call.services, rest.reference)


async def give_back(call: Call[Query, None]) -> ConversationDetail:
    """Let the bot go on with a conversation."""
    await call.services.self_service.give_back(call.path["reference"], agent=call.agent)
    return await _read(call)


async def approve_run(call: Call[Query, None]) -> ConversationDetail:
    """Allow what waits for approval."""
    await call.services.self_service.approve(await _get_run_id(call), agent=call.agent)
    return await _read(call)


async def refuse_run(call: Call[Query, None]) -> ConversationDetail:
    """Refuse what waits for approval."""
    await call.services.self_service.refuse(await _get_run_id(call), agent=call.agent)
    return await _read(call)


async def _get_run_id(call: Call[Query, None]) -> str:
    """Return the run that the address names.

    Raises:
        NotFoundError: there is none of that id in the conversation.
    """
    reference, run_id = call.path["reference"], call.path["id"]
    await call.services.store.read(require_run_in, reference, run_id)
    return run_id


async def _read(call: Call[Any, Any]) -> ConversationDetail:
    return await read_conversation(call.services, call.path["reference"])


def _find_assignee(tx: Transaction, wanted: NewAssignment) -> str | None:
    """Find the staff id of an agent named by id or address; check the queue beside it.

    Raises:
        InvalidInputError: there is no such agent or queue.
    """
    names = [queue.name for queue in list_queues(tx)]
    if wanted.queue is not None and wanted.queue not in names:
        known = ", ".join(names) or "none yet"
        raise InvalidInputError(f"is no queue; there are {known}", field="queue")
    if wanted.agent is None:
        return None
    member = find_staff_by_email(tx, wanted.agent) or next(
        (each for each in list_staff(tx) if each.id == wanted.agent), None
    )
    if member is None or not member.active:
        raise InvalidInputError(
            "is nobody on the staff who is active; give an id or email address", field="agent"
        )
    return member.id
