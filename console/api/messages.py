"""Taking messages in from programs: the generic channel."""

from typing import Annotated

from pydantic import ConfigDict, Field, field_validator

from channels.api import ApiMessage, raw_from_request
from channels.text_cleaning import clean_line, clean_text
from console.api.interaction_models import Answer
from console.api.operation import Call, Query


class NewMessage(ApiMessage):
    """A message from a customer, as a program hands it over."""

    model_config = ConfigDict(populate_by_name=False)

    @field_validator("sender", "text", "external_id", "name", "language")
    @classmethod
    def _has_no_nul(cls, value: str | None) -> str | None:
        if value is not None and "\x00" in value:
            raise ValueError("holds the character NUL (U+0000); send the text without it")
        return value

    @field_validator("sender", "external_id")
    @classmethod
    def _is_one_line(cls, value: str) -> str:
        # An id that cleaning changed would be another id, and no longer the client's own.
        if not value.isprintable() or clean_line(value) != value:
            raise ValueError("must be one line without controls or blanks at its ends")
        return value

    @field_validator("text")
    @classmethod
    def _can_be_seen(cls, value: str) -> str:
        cleaned = clean_text(value)
        if not cleaned:
            raise ValueError("is empty; give at least one character that can be seen")
        return cleaned


class AcceptedMessage(Answer):
    """A message that is safely on record."""

    id: Annotated[str, Field(description="Of the message as it came in.")]
    reference: Annotated[
        str,
        Field(
            description="Of the conversation that the message begins, unless it goes on with one."
        ),
    ]
    duplicate: Annotated[
        bool, Field(description="The `external_id` was here before; nothing changed.")
    ]


async def receive(call: Call[Query, NewMessage]) -> AcceptedMessage:
    """Commit a message; it is worked on after the answer."""
    accepted = await call.services.gateway.receive(raw_from_request(call.body, call.now))
    return AcceptedMessage(
        id=accepted.raw_id, reference=accepted.reference, duplicate=accepted.duplicate
    )
