"""Putting conversations off, holding them and going on; each answers how it then stands."""

from console.api.conversation_models import ConversationDetail
from console.api.conversation_reading import read_conversation
from console.api.conversation_requests import NewHold, NewPriority, NewSnooze
from console.api.operation import Call, Query


async def snooze(call: Call[Query, NewSnooze]) -> ConversationDetail:
    """Put the conversation off."""
    reference = call.path["reference"]
    await call.services.desk.snooze(reference, until=call.body.until, agent=call.agent)
    return await read_conversation(call.services, reference)


async def hold(call: Call[Query, NewHold]) -> ConversationDetail:
    """Have the conversation wait for somebody outside."""
    reference = call.path["reference"]
    await call.services.desk.hold(reference, for_whom=call.body.for_whom, agent=call.agent)
    return await read_conversation(call.services, reference)


async def wait(call: Call[Query, None]) -> ConversationDetail:
    """Have the conversation wait for its customer."""
    reference = call.path["reference"]
    await call.services.desk.wait_for_customer(reference, agent=call.agent)
    return await read_conversation(call.services, reference)


async def resume(call: Call[Query, None]) -> ConversationDetail:
    """Go on with the conversation."""
    reference = call.path["reference"]
    await call.services.desk.resume(reference, agent=call.agent)
    return await read_conversation(call.services, reference)


async def set_priority(call: Call[Query, NewPriority]) -> ConversationDetail:
    """Say how much the conversation matters."""
    reference = call.path["reference"]
    await call.services.desk.set_priority(reference, priority=call.body.priority, agent=call.agent)
    return await read_conversation(call.services, reference)
