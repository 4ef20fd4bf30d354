"""What a job needs to know of a message that is for a form, beside the words on record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain.messages import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message for a form, or nothing where the form goes on without one.

    Attributes:
        do: as in `RunAction`, or `submit` where staff have allowed it.
        interaction_id: of the message on record, or None.
        address: the writer's; None where nobody wrote.
        choice: the value of a pressed quick reply, or None.
        offered_at: when it was offered, where that is known (RFC 3339).
        command: as in `Understanding`.
        reads: whether it was seen to read as an answer.
        idle: whether nobody had gone on with the form for a while.
        conversation_id: where it was said; None where nobody wrote.
        moved: whether the run came over from another channel just now.
        requested: the slot that was asked for when the message was recorded.
    """

    do: str
    interaction_id: str | None = None
    address: Address | None = None
    choice: str | None = None
    offered_at: str | None = None
    command: str | None = None
    reads: bool = False
    idle: bool = False
    conversation_id: str | None = None
    moved: bool = False
    requested: str | None = None

    def to_payload(self) -> dict[str, Any]:
        """Give it as a job's payload."""
        return asdict(self)


def read_heard(payload: Mapping[str, Any]) -> Heard:
    """Read back what `to_payload` gave."""
    address = payload.get("address")
    return Heard(**{**payload, "address": None if address is None else Address(**address)})
