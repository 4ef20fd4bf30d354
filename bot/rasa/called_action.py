"""What a Rasa server's call of an action says; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.errors import InvalidInputError


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str | None = None
    metadata: dict[str, Any] | None = None


class _Tracker(BaseModel):
    model_config = ConfigDict(extra="ignore")

    slots: dict[str, Any] = {}
    latest_message: _Message = _Message()


class _Call(BaseModel):
    model_config = ConfigDict(extra="ignore")

    next_action: Annotated[str, Field(min_length=1, max_length=200)]
    sender_id: Annotated[str, Field(min_length=1, max_length=200)]
    tracker: _Tracker = _Tracker()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledAction:
    """A call, read.

    Attributes:
        name: of what is called, as Rasa names it.
        sender: the id of our conversation, as Rasa was told it with each message.
        message: the id of the customer's message that led to the call; empty where Rasa does not
            say.
    """

    name: str
    sender: str
    message: str
    text: str
    slots: Mapping[str, Any]


def read_call(call: Mapping[str, Any]) -> CalledAction:
    """Read the body of a call.

    Raises:
        InvalidInputError: it lacks what the protocol asks for, or it is something else.
    """
    try:
        read = _Call.model_validate(call)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidInputError(first["msg"], field=field) from None
    metadata = read.tracker.latest_message.metadata or {}
    return CalledAction(
        name=read.next_action,
        sender=read.sender_id,
        message=str(metadata.get("message", ""))[:200],
        text=(read.tracker.latest_message.text or "")[:20_000],
        slots=read.tracker.slots,
    )
