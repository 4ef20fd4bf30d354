"""Interactions as scripts see them."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AliasChoices, AliasPath, BaseModel, ConfigDict, Field

from complaints.voucher_codes import mask_codes
from domain.conversations import Author, Direction
from domain.messages import DeliveryState


class Answer(BaseModel):
    """What all answers share: made from domain values of the same field names."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class AttachmentItem(Answer):
    """A file that came or went with a message."""

    filename: str
    media_type: str
    size: Annotated[int | None, Field(description="Bytes; null where not yet known.")]


class InteractionItem(Answer):
    """One message, note or event; never changed once written."""

    id: str
    direction: Annotated[
        Direction, Field(description="in: from the customer; out: to them; note and event: inside.")
    ]
    author: Author
    author_name: Annotated[str | None, Field(description="Who of the staff, where it was one.")]
    channel: str
    at: datetime
    text: Annotated[
        str,
        AfterValidator(mask_codes),
        Field(description="With dots in place of the codes of vouchers, but for their endings."),
    ]
    external_id: Annotated[
        str | None, Field(description="The sender's own id of a message that came in.")
    ]
    delivery: Annotated[
        DeliveryState | None,
        Field(description="How far a message that went out got; null for everything else."),
    ]
    attachments: tuple[AttachmentItem, ...]
    automatic: Annotated[
        str | None,
        Field(
            description="Why a machine is taken to have written what came in; null for a person.",
            validation_alias=AliasPath("source_ids", "automatic"),
        ),
    ] = None
    sender: Annotated[
        str | None,
        Field(
            description="By email, the address that it came from.",
            validation_alias=AliasPath("source_ids", "from"),
            serialization_alias="from",
        ),
    ] = None
    to: Annotated[
        str | None,
        Field(
            description="By email, the address that a reply went to.",
            validation_alias=AliasPath("source_ids", "to"),
        ),
    ] = None
    cc: Annotated[
        tuple[str, ...],
        Field(
            description="By email, who else it was addressed to, or got a copy of a reply.",
            validation_alias=AliasChoices(
                AliasPath("source_ids", "cc"), AliasPath("source_ids", "copies")
            ),
        ),
    ] = ()
    subject: Annotated[
        str | None,
        Field(
            description="By email, its subject where that is not the conversation's.",
            validation_alias=AliasPath("source_ids", "subject"),
        ),
    ] = None
