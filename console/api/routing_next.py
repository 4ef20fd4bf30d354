"""Giving an agent the next conversation, as scripts ask for it."""

from http import HTTPMethod
from typing import Annotated, Any

from pydantic import Field

from console.api.conversation_models import ConversationDetail
from console.api.conversation_reading import read_conversation
from console.api.interaction_models import Answer
from console.api.operation import Body, Call, Operation, Query
from console.api.text_fields import Line
from crm_store.staff import find_staff_by_email, list_staff
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from domain.staff import Permission, StaffMember, has_permission


class NewNext(Body):
    """Who asks for the next conversation."""

    agent: Annotated[Line, Field(description="The agent's id or email address.")]


class NextItem(Answer):
    """What an agent was given, and why."""

    given: Annotated[
        ConversationDetail | None, Field(description="null where there is nothing for them.")
    ]
    reason: Annotated[str, Field(description="In a sentence for staff.")]


async def take_next(call: Call[Query, NewNext]) -> NextItem:
    """Give an agent the conversation that needs them most, of those they are trained for."""
    agent = await call.services.store.read(_get_agent, call.body.agent)
    taken = await call.services.desk.take_next(agent=agent)
    if taken.conversation is None:
        return NextItem(given=None, reason=taken.reason)
    given = await read_conversation(call.services, taken.conversation.reference)
    return NextItem(given=given, reason=taken.reason)


def _get_agent(tx: Transaction, named: str) -> StaffMember:
    """Read who may be given work.

    Raises:
        InvalidInputError: nobody of that id or address may.
    """
    found = find_staff_by_email(tx, named) if "@" in named else None
    member = found or next((each for each in list_staff(tx) if each.id == named), None)
    if member is None or not member.active or not member.can_log_in:
        raise InvalidInputError(f"nobody of the staff is {named!r}", field="agent")
    if not has_permission(member.role, Permission.WORK):
        raise InvalidInputError(f"{member.name} works no conversations", field="agent")
    return member


NEXT_OPERATIONS: tuple[Operation[Any, Any], ...] = (
    Operation(
        name="take_next",
        method=HTTPMethod.POST,
        path="/routing/next",
        permission=Permission.WORK,
        summary="Give an agent the next conversation that they are trained and have room for",
        query=Query,
        body=NewNext,
        response=NextItem,
        handler=take_next,
    ),
)
