"""What was moved by merging two conversations, or by splitting one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class MoveKind(StrEnum):
    """How conversations were joined or parted.

    `merge`: the source is seen to in the target. `split`: messages in the source's log belong to
    the target, which began with them.
    """

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationMove:
    """A merge or a split, with what it takes to undo it.

    Attributes:
        source_id: `merge`: what was merged; `split`: in whose log the messages are.
        target_id: `merge`: what it was merged into; `split`: what began with the messages.
        facts: what stood before, in plain JSON; of a split also `interactions`, their ids.
        by: the id of the member of staff.
        undone_at: None while it stands.
    """

    id: str
    kind: MoveKind
    source_id: str
    target_id: str
    facts: Mapping[str, Any]
    at: datetime
    by: str | None
    undone_at: datetime | None = None

    @property
    def interactions(self) -> tuple[str, ...]:
        """The ids of the messages that were split off."""
        return tuple(self.facts.get("interactions", ()))
