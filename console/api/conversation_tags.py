"""Tagging conversations and doing macros to them; each answers how it then stands."""

from console.api.automation_models import NewMacroRun, NewTags
from console.api.conversation_models import ConversationDetail
from console.api.conversation_reading import read_conversation
from console.api.operation import Call, Query


async def tag(call: Call[Query, NewTags]) -> ConversationDetail:
    """Change the conversation's tags."""
    reference, body = call.path["reference"], call.body
    await call.services.desk.tag(reference, agent=call.agent, add=body.add, remove=body.remove)
    return await read_conversation(call.services, reference)


async def run_macro(call: Call[Query, NewMacroRun]) -> ConversationDetail:
    """Do a macro."""
    reference, body = call.path["reference"], call.body
    await call.services.desk.run_macro(
        reference, body.macro, agent=call.agent, key=body.external_id
    )
    return await read_conversation(call.services, reference)
