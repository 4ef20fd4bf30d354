"""Who is there, as scripts read and set it."""

from datetime import datetime
from http import HTTPMethod
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.presence.choose import record_choice
from console.api.interaction_models import Answer
from console.api.operation import Body, Call, Operation, Query
from crm_store.agent_presence import StaffPresence, list_presence
from crm_store.staff import get_staff_member
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.errors import NotFoundError
from domain.staff import Permission, Role, StaffMember

_PRESENCE = "/routing/presence"


class NewPresence(Body):
    """What somebody is to count as."""

    presence: Annotated[
        Literal["available", "away", "offline"],
        Field(description="As if they had chosen it; whose console is closed stays offline."),
    ]


class PresenceItem(Answer):
    """Somebody who can log in, and whether they are there."""

    staff_id: str
    name: str
    email: str
    role: Role
    presence: Annotated[Presence, Field(description="As it counts now.")]
    chosen: Annotated[
        Presence | None, Field(description="What they chose last; null: they were never there.")
    ]
    since: Annotated[datetime | None, Field(description="When it became what it is.")]
    wrap_up_until: datetime | None
    load: Annotated[
        dict[str, int],
        Field(description="How many of each channel's conversations they have that are open."),
    ]


class PresenceList(Answer):
    """Everybody who can log in, by name."""

    items: tuple[PresenceItem, ...]


async def list_all(call: Call[Query, None]) -> PresenceList:
    """List who is there and who is not."""
    found = await call.services.store.read(list_presence)
    return PresenceList(items=tuple(_to_item(each) for each in found))


async def put_presence(call: Call[Query, NewPresence]) -> PresenceItem:
    """Set what somebody counts as."""
    store, chosen = call.services.store, Presence(call.body.presence)
    agent = await store.read(_get_agent, call.path["id"])
    await store.run(record_choice, call.services.tools, agent, chosen, own=False, now=call.now)
    found = await store.read(list_presence)
    return next(_to_item(each) for each in found if each.staff_id == agent.id)


def _get_agent(tx: Transaction, staff_id: str) -> StaffMember:
    """Read somebody who can log in.

    Raises:
        NotFoundError: nobody of that id can.
    """
    member = get_staff_member(tx, staff_id)
    if not member.active or not member.can_log_in:
        raise NotFoundError(f"{member.name} cannot log in, so that they can never be there")
    return member


def _to_item(each: StaffPresence) -> PresenceItem:
    return PresenceItem.model_validate(each)


PRESENCE_OPERATIONS: tuple[Operation[Any, Any], ...] = (
    Operation(
        name="list_presence",
        method=HTTPMethod.GET,
        path=_PRESENCE,
        permission=Permission.SUPERVISE,
        summary="List who is there and who is not, since when, and what they have",
        query=Query,
        response=PresenceList,
        handler=list_all,
    ),
    Operation(
        name="put_presence",
        method=HTTPMethod.PUT,
        path=f"{_PRESENCE}/{{id}}",
        permission=Permission.SUPERVISE,
        summary="Have somebody count as available, away or offline as if they had chosen it",
        query=Query,
        body=NewPresence,
        response=PresenceItem,
        handler=put_presence,
    ),
)
